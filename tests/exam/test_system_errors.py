"""What the system refuses is said in one sentence, and nothing is lost by it."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Desk
from filelock import FileLock
from projects import REPOSITORY

from tfprep.exam.outcomes import ExamError
from tfprep.exam.sitting import actions, hand_ins, lock
from tfprep.exam.sitting.lock import LOCK
from tfprep.exam.sitting.state import KEEP, STATE, Sitting, load, save
from tfprep.exam.sitting.workspace import folder_of
from tfprep.exam.system_errors import in_words, say

NOBODY = 65534


@pytest.fixture
def desk() -> Iterator[Desk]:
    """An exam in a folder that anybody may enter, unlike tmp_path."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    desk = Desk(folder / "exam")
    yield desk
    if os.geteuid() == NOBODY:
        os.seteuid(0)
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)
    shutil.rmtree(folder)


def start_without_rights(desk: Desk) -> None:
    """An exam with a model, to somebody for whom rights count; root is none."""
    desk.start()
    desk.save_model()
    if os.geteuid() == 0:
        for path in (desk.workspace, *desk.workspace.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        os.seteuid(NOBODY)


def said_of(error: OSError) -> str:
    with pytest.raises(ExamError) as caught, in_words():
        raise error
    return str(caught.value)


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_whatever_the_system_refuses_has_path_reason_and_next_step(number: int) -> None:
    """For every number that a system knows, with one name, two, or none."""
    if number == errno.EPIPE:
        return
    for names in (("/x/y",), ("/x/y", None, "/z"), ()):
        message = said_of(OSError(number, os.strerror(number), *names))
        assert all(name in message for name in names if name)
        assert f"({os.strerror(number)})" in message
        assert message.endswith("again; nothing that was finished is lost.")
        assert message.isprintable()


def test_a_reader_that_went_away_is_no_trouble() -> None:
    """`tfprep exam status | head -1` ends in silence."""
    with pytest.raises(BrokenPipeError), in_words():
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")


@pytest.mark.parametrize("name", [b"a\nb", b"\xff\xfe", "e\u0301\x1b[2J".encode()])
def test_a_name_of_any_bytes_is_one_line(name: bytes) -> None:
    """Line ends, escapes and bytes that are no text are shown as blanks."""
    message = say(OSError(errno.EACCES, "no", name))

    assert message.isprintable()
    message.encode("utf-8")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("file/exam", "(Not a directory). A part of that path is a file"),
        ("x" * 300, "(File name too long). Take a shorter name"),
        ("file", "is a file; expected a folder"),
        ("loop/exam", "(Too many levels of symbolic links). Links lead in a circle"),
        ("dangling", "(File exists). Something else stands there"),
        ("/proc/exam", "can't be used (No such file or directory)"),
        ("/dev/null/exam", "(Not a directory)"),
    ],
)
def test_a_start_where_nothing_can_be_made_says_so(
    desk: Desk, place: str, said: str
) -> None:
    """One sentence, whatever stands in the way, and no exam has begun."""
    outside = desk.workspace.parent
    (outside / "file").write_text("mine")
    (outside / "loop").symlink_to("loop")
    (outside / "dangling").symlink_to("nowhere")
    before = sorted(outside.iterdir())
    desk.workspace = outside / place

    with pytest.raises(ExamError) as caught:
        desk.start()
    assert said in str(caught.value)
    assert sorted(outside.iterdir()) == before


def test_a_folder_that_may_only_be_read_is_named(desk: Desk) -> None:
    """Status goes on; submit and finish say what they can't do, and change nothing."""
    start_without_rights(desk)
    before = load(desk.workspace)
    desk.workspace.chmod(0o500)
    (desk.workspace / LOCK).chmod(0o400)
    shown = actions.look(desk.workspace, desk.clock)
    assert shown.tasks == before.tasks

    for command in (desk.hand_in, desk.finish):
        with pytest.raises(ExamError, match=r"\(Permission denied\)\. Give yourself"):
            command()
    assert load(desk.workspace) == before


def test_a_state_that_may_not_be_read_is_named(desk: Desk) -> None:
    """With its path and the system's reason."""
    start_without_rights(desk)
    (desk.workspace / STATE).chmod(0)

    with pytest.raises(ExamError, match=r"exam.json can't be used: Permission denied"):
        actions.look(desk.workspace, desk.clock)


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_lock_that_is_no_file_is_told_from_one_that_is_held(
    desk: Desk, kind: str
) -> None:
    """What it should be, and how to be rid of it."""
    desk.start()
    path = desk.workspace / LOCK
    path.unlink()
    if kind == "link":
        path.symlink_to("nowhere")
    else:
        path.mkdir()

    with pytest.raises(ExamError, match=rf"Got a {kind} .*expected a file.*: rm"):
        desk.finish()
    assert actions.look(desk.workspace, desk.clock).finished is None


def test_who_waits_says_so_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it waits for is said before the waiting; looking waits for nobody."""
    desk.start()
    said: list[str] = []
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    with FileLock(desk.workspace / LOCK):
        assert actions.look(desk.workspace, desk.clock).left == 5 * 3600
        with (
            pytest.raises(ExamError, match=r"is still at work in .*Wait for it"),
            actions.opened(desk.workspace, desk.clock, said.append),
        ):
            raise AssertionError("it was locked")

    (words,) = said
    assert "Another tfprep exam command is at work in" in words
    desk.finish()


@pytest.mark.parametrize("kind", ["file", "link"])
def test_copies_go_into_a_folder_of_their_own(desk: Desk, kind: str) -> None:
    """A link or a file in its place is not written to; others may not enter it."""
    desk.start()
    model = desk.save_model()
    keep = desk.workspace / KEEP
    if kind == "file":
        keep.write_text("mine")
    else:
        keep.symlink_to(model.parent)
    with pytest.raises(ExamError, match=f"Got a {kind} .*Move it away"):
        desk.hand_in()
    assert sorted(path.name for path in model.parent.iterdir())[-1] == "train.py"

    keep.unlink()
    desk.hand_in()
    assert keep.stat().st_mode & 0o777 == 0o700


def test_what_was_copied_in_part_is_taken_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk leaves the copies of before, and nothing else."""
    desk.start()
    folder = desk.workspace / folder_of(desk.tasks[0]) / "model"
    (folder / "variables").mkdir(parents=True)
    (folder / "saved_model.pb").write_bytes(b"graph")
    (folder / "variables/data").write_bytes(b"weights")
    (folder / "variables").chmod(0o500)
    desk.submit()
    kept = sorted((desk.workspace / KEEP).rglob("*"))

    def full(source: Path, target: Path) -> None:
        Path(target).write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(ExamError, match=r"No space left on device\)\. Nothing was ch"):
        desk.hand_in()
    assert sorted((desk.workspace / KEEP).rglob("*")) == kept


def test_a_disk_that_is_full_at_the_start_lets_one_begin_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock runs when all is there, and not before."""
    real = shutil.copyfile

    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(ExamError, match=r"No space left on device\)\. Make room on"):
        desk.start()
    assert not (desk.workspace / STATE).exists()
    monkeypatch.setattr(shutil, "copyfile", real)
    assert desk.start().left == 5 * 3600


@pytest.mark.parametrize("place", [".", "..", KEEP])
def test_the_exam_itself_is_no_model(desk: Desk, place: str) -> None:
    """A folder that would be copied into itself is refused before it is copied."""
    desk.start()
    desk.save_model()
    desk.submit()
    folder = desk.workspace / place
    (folder / "saved_model.pb").write_bytes(b"graph")

    with pytest.raises(Exception, match="which holds the exam itself"):
        desk.hand_in(file=folder)
    assert len(list((desk.workspace / KEEP).glob("0*"))) == 1


def test_a_task_s_folder_that_is_gone_is_named(desk: Desk) -> None:
    """The other tasks go on."""
    desk.start()
    desk.save_model(task=1)
    shutil.rmtree(desk.workspace / folder_of(desk.tasks[0]))

    with pytest.raises(Exception, match=r"Got no folder A-bent-sensor in .*Put it ba"):
        desk.hand_in()
    assert desk.submit(task=1) == 5


def test_a_state_that_is_a_link_stays_one(desk: Desk) -> None:
    """Who keeps it elsewhere, finds it there."""
    desk.start()
    state, elsewhere = desk.workspace / STATE, desk.workspace.parent / "mine.json"
    state.rename(elsewhere)
    state.symlink_to(elsewhere)
    desk.finish()

    assert state.is_symlink()
    assert '"finished": "2026' in elsewhere.read_text("utf-8")


LIGHT = """
import sys
from tfprep.cli import cli
try:
    cli.main(sys.argv[1:], standalone_mode=False)
finally:
    heavy = {"numpy", "pandas", "tensorflow", "sklearn", "keras", "h5py", "jinja2"}
    heavy |= {"filelock", "asyncio", "multiprocessing"}
    heavy |= {"pydantic"} if sys.argv[2:] == ["--help"] else set()
    print("heavy:", *sorted(heavy & set(sys.modules)))
"""


@pytest.mark.parametrize("words", [["--help"], ["start", "--help"], ["status"]])
def test_what_is_asked_often_imports_little(tmp_path: Path, words: list[str]) -> None:
    """Neither help nor status needs numpy, or anything that takes as long."""
    desk = Desk(tmp_path / "exam")
    desk.start()
    done = subprocess.run(
        [sys.executable, "-c", LIGHT, "exam", *words],
        cwd=desk.workspace,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "scripts")},
    )

    assert done.stdout.splitlines()[-1].strip() == "heavy:"


def test_a_kill_while_a_model_is_graded_leaves_no_hand_in(desk: Desk) -> None:
    """What it leaves is taken away at the next hand-in, whichever task that is of."""
    desk.start()
    desk.save_model(task=1)
    part = hand_ins.keep(desk.save_model(), desk.workspace, "001-A-bent-sensor")
    assert part.name == ".part-001-A-bent-sensor.keras"
    desk.submit(task=1)

    (kept,) = (desk.workspace / KEEP).iterdir()
    assert kept.name == "001-E-daily-rentals.keras"
    assert load(desk.workspace).hand_ins[0].file == f"{KEEP}/{kept.name}"


def test_a_hand_in_that_can_not_be_noted_is_not_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up after the copy: no model without its entry stays."""
    desk.start()
    desk.save_model()
    before = load(desk.workspace)

    def full(workspace: Path, sitting: Sitting) -> None:
        if sitting.hand_ins:
            raise OSError(errno.ENOSPC, "No space left on device")
        save(workspace, sitting)

    monkeypatch.setattr("tfprep.exam.sitting.actions.save", full)
    with pytest.raises(ExamError, match=r"\(No space left on device\)\. Make room on"):
        desk.hand_in()
    assert load(desk.workspace).hand_ins == before.hand_ins == ()
    assert list((desk.workspace / KEEP).iterdir()) == []
