"""The process that keeps TensorFlow in memory: one, its user's own, gone in time."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from projects import REPOSITORY

from tfprep.exam.grading import messages, warm
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import TASKS, read_task

pytestmark = pytest.mark.skipif(not warm.CAN_FORK, reason="processes can't be forked")
LIGHT = REPOSITORY / "tests/support/light_warm.py"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place for the socket, with a short name; TensorFlow is left out."""

    def python(*words: str) -> list[str]:
        return [sys.executable, "-P", str(LIGHT), *words[2:]]

    with tempfile.TemporaryDirectory(prefix="t-") as name:
        monkeypatch.setenv("XDG_RUNTIME_DIR", name)
        monkeypatch.setattr(warm, "python", python)
        monkeypatch.setattr(warm, "_owned", [])
        yield Path(name)
        for process in ours(Path(name)):
            process.kill()


def request(path: str = "/quick") -> messages.Request:
    return messages.Request(
        task=read_task(TASKS / "bent_sensor"),
        others=(),
        seeds=Seeds.known(1),
        path=Path(path),
        memory=1000,
        seconds=100,
        patience=100,
    )


def pids(outcome: messages.Outcome) -> tuple[int, int]:
    """Of the warm process and its fork, by what the light one answers."""
    assert isinstance(outcome, messages.Refused), outcome
    warm_pid, fork, *_ = outcome.got.split()
    return int(warm_pid), int(fork)


def lasting(heard: list[str] | None = None) -> int:
    """The id of the warm process that lasts, once it has answered."""
    return pids(warm.ask(request(), (heard if heard is not None else []).append))[0]


def wait(condition: Callable[[], object]) -> None:
    """Until it holds; a test that hangs is told by the seconds."""
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@dataclass
class Asker:
    """Another command, which waits for an answer that doesn't come."""

    process: subprocess.Popen[bytes]
    warm: int
    fork: int
    folder: Path
    """Of the fork."""

    def kill(self, signum: str = "SIGKILL") -> None:
        self.process.send_signal(getattr(signal, signum))
        self.process.wait()


def asker(home: Path, keep: str) -> Asker:
    """Start it; all its temporary files are in home/temporary."""
    place = home / "temporary"
    place.mkdir(exist_ok=True)
    known = set(place.glob("*/*/pid"))
    code = (
        "import sys; from tfprep.exam.grading import warm; import test_warm as t\n"
        f"light = ['-P', {str(LIGHT)!r}]\n"
        "warm.python = lambda *words: [sys.executable, *light, *words[2:]]\n"
        f"warm.ask(t.request('/slow'), {keep})"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "PYTHONPATH": f"{Path(__file__).parent}:{LIGHT.parent}",
            "TMPDIR": str(place),
        },
    )

    def found() -> set[Path]:
        assert process.poll() is None
        return {p for p in place.glob("*/*/pid") if p.read_text()} - known

    wait(found)
    (told,) = found()
    warm_pid, fork = told.read_text().split()
    return Asker(process, int(warm_pid), int(fork), told.parent)


def test_the_next_command_finds_it(home: Path) -> None:
    """It lasts, answers again, and is told of once."""
    heard: list[str] = []

    assert lasting(heard) == lasting(heard)
    assert len(heard) == 1
    assert "stays in memory for 5 minutes" in heard[0]


def test_a_report_is_made_by_one_that_a_hand_in_left(home: Path) -> None:
    """Where none is left, it gets a process that ends with it."""
    before = pids(warm.ask(request(), reuse=True))[0]
    left = lasting()

    assert before != left
    assert pids(warm.ask(request(), reuse=True))[0] == left


def test_two_at_once_start_one(home: Path) -> None:
    """Whoever comes second waits for the first, and is answered by the same."""
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: lasting(), range(4)))

    assert len(set(found)) == 1


def test_its_socket_is_nobody_else_s(home: Path) -> None:
    """It lies in a folder that only its user may enter, never in the current one."""
    lasting()

    (socket,) = home.rglob("socket")
    assert socket.parents[1].stat().st_mode & 0o777 == 0o700
    assert socket.parent.stat().st_mode & 0o777 == 0o700
    assert not Path("socket").exists()


@pytest.mark.parametrize("spoil", ["open", "link", "file", "long", "owner"])
def test_where_no_place_is_safe_nothing_lasts(
    home: Path, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    """A folder that others may enter, or another's: it works, but for this command."""
    folder = warm._private_folder()
    if spoil == "open":
        folder.chmod(0o755)
    elif spoil == "owner":
        monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    elif spoil == "long":
        deep = home / ("d" * 100)
        deep.mkdir()
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    else:
        folder.rmdir()
        (home / "other").mkdir()
        if spoil == "link":
            folder.symlink_to(home / "other")
        else:
            folder.touch()
    heard: list[str] = []

    pid = lasting(heard)

    assert heard == []
    assert list(home.rglob("socket")) == []
    warm._owned[-1].stop()
    assert is_gone(pid)


def test_another_installation_never_meets_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other code, packages or another Python: a new one, and the old one ends."""
    old = lasting()
    monkeypatch.setattr(warm, "_stamp", lambda: "another")

    assert lasting() != old
    wait(lambda: is_gone(old))


def test_two_installations_leave_each_other_in_peace(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has its own, however often they take turns."""
    ours = lasting()
    with monkeypatch.context() as other:
        other.setattr(warm, "_short", lambda *_: "other")
        theirs = lasting()

    assert lasting() == ours != theirs


def test_a_change_of_our_code_is_another_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was written again counts, and so does a package."""
    (tmp_path / "code.py").write_text("1")
    monkeypatch.setattr("tfprep.__file__", str(tmp_path / "__init__.py"))
    before = warm._stamp.__wrapped__()
    assert warm._stamp.__wrapped__() == before
    (tmp_path / "code.py").write_text("22")
    changed = warm._stamp.__wrapped__()
    monkeypatch.setattr(warm, "installed", lambda _name: "9.9")

    assert len({before, changed, warm._stamp.__wrapped__()}) == 3


def test_it_ends_when_nobody_has_asked_for_long(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some minutes after its last use; here, at once."""
    monkeypatch.setattr(warm, "KEPT_MINUTES", 0)

    pid = lasting()

    wait(lambda: is_gone(pid))
    assert [path.name for path in warm._private_folder().iterdir()] == ["lock"]


def test_who_will_hand_in_again_has_hidden_data_made_once(home: Path) -> None:
    """Where every fork finds them; in a class, when they are asked for again."""
    for say, done in ((print, "made"), (None, "asked for")):
        outcome = warm.ask(request(), say)
        assert isinstance(outcome, messages.Refused), outcome
        assert outcome.then == done


def test_one_of_a_command_s_own_ends_too_and_comes_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that runs for days doesn't keep TensorFlow for a hand-in of Monday."""
    monkeypatch.setattr(warm, "KEPT_MINUTES", 0)

    first, _ = pids(warm.ask(request()))
    wait(lambda: is_gone(first))
    second, _ = pids(warm.ask(request()))

    assert second != first


def test_it_ends_when_its_folder_is_gone(home: Path) -> None:
    """So an uninstalled or cleaned account keeps no process."""
    pid = lasting()
    shutil.rmtree(warm._private_folder(), ignore_errors=True)  # it may tidy up itself

    wait(lambda: is_gone(pid))
    assert lasting() != pid


def test_it_ends_when_its_folder_went_while_it_started(home: Path) -> None:
    """Its imports take seconds, in which a folder may go, or become another's."""
    for number in range(2):
        folder = home / "early"
        folder.mkdir()
        warm._start(folder, home / "home").wait()
        (folder / "socket").unlink()
        if number:
            (folder / "socket").touch()
        wait(lambda: not any(True for _ in ours(home)))
        shutil.rmtree(folder, ignore_errors=True)


def ours(home: Path) -> Iterator[psutil.Process]:
    """Warm processes of this test."""
    for process in psutil.process_iter(["cmdline"]):
        if any(word.startswith(str(home)) for word in process.info["cmdline"] or ()):
            yield process


def test_one_that_was_killed_is_replaced(home: Path) -> None:
    """What it left is no hindrance to the next."""
    pid = lasting()
    os.kill(pid, signal.SIGKILL)

    assert lasting() != pid


@pytest.mark.parametrize("signum", ["SIGTERM", "SIGKILL"])
def test_a_command_that_is_killed_leaves_nothing(home: Path, signum: str) -> None:
    """Its fork ends, the warm process that was its own too, and all folders go."""
    killed = asker(home, "None")

    killed.kill(signum)

    wait(lambda: is_gone(killed.fork) and is_gone(killed.warm))
    wait(lambda: not any((home / "temporary").iterdir()))


@pytest.mark.parametrize("signum", ["SIGHUP", "SIGKILL"])
def test_a_closed_terminal_leaves_no_fork(home: Path, signum: str) -> None:
    """What lasts goes on, but without the fork of the command, and its folder."""
    killed = asker(home, "print")

    killed.kill(signum)

    wait(lambda: is_gone(killed.fork) and not killed.folder.exists())
    assert not is_gone(killed.warm)
    os.kill(killed.warm, signal.SIGTERM)
    wait(lambda: is_gone(killed.warm))
    wait(lambda: not any((home / "temporary").iterdir()))


def test_forks_end_with_it(home: Path) -> None:
    """Killed itself, it leaves nothing that computes on."""
    waiting = asker(home, "print")
    os.kill(waiting.warm, signal.SIGKILL)

    wait(lambda: is_gone(waiting.fork))
    waiting.kill()


def test_a_fork_that_is_killed_is_told_so(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a machine that runs out of memory does it: at once, and with the signal."""
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(warm.ask, request("/slow"))
        wait(lambda: any(p.read_text() for p in home.glob("*/*/pid")))
        warm_pid, fork = next(home.glob("*/*/pid")).read_text().split()
        os.kill(int(fork), signal.SIGKILL)

        assert asked.result(60) == messages.Died(code=-9, has_begun=True)
    assert not is_gone(int(warm_pid))


def test_a_shell_s_limits_are_not_passed_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has others starts another; else one small limit would hold for minutes."""
    before = warm._stamp.__wrapped__()
    monkeypatch.setattr(warm, "_shell_limits", lambda: [(9, 9)])

    assert warm._stamp.__wrapped__() != before


def test_a_fork_knows_of_no_other(home: Path) -> None:
    """Of all connections it has its own, or it could answer for somebody else."""
    one, two = asker(home, "print"), asker(home, "print")

    held = [str(p.readlink()) for p in Path(f"/proc/{two.fork}/fd").iterdir()]
    assert two.warm == one.warm
    assert sum(name.startswith("socket:") for name in held) == 1
    one.kill()
    wait(lambda: is_gone(one.fork))
    assert not is_gone(two.fork)
    two.kill()
