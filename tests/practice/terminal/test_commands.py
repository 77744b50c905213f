"""tfprep practice, as somebody types it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress

import psutil
import pytest
from click.testing import CliRunner, Result
from editor import RIGHT, STUB, WRONG, Desk, write
from filelock import FileLock
from projects import REPOSITORY

from tfprep.practice.terminal.commands import SEEDS, practice
from tfprep.practice.terminal.folder import LOCK
from tfprep.problems import ProblemError

ONE, TWO = "1-basics/01-one/1-double.py", "1-basics/02-two/1-double.py"
Command = Callable[..., Result]
kernels = pytest.mark.slow
terminals = pytest.mark.skipif(sys.platform == "win32", reason="no such terminals")


@pytest.fixture
def command(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command, typed in the course's folder."""
    monkeypatch.chdir(desk.course.root)
    monkeypatch.setenv("TFPREP_PROGRESS", str(desk.memory.path))
    monkeypatch.delenv("SITE_URL", raising=False)

    def run(*words: str, typed: str = "") -> Result:
        arguments = ["--folder", str(desk.place), *words]
        return CliRunner().invoke(practice, arguments, input=typed)

    return run


def test_the_list_is_for_scripts(desk: Desk, command: Command) -> None:
    """State, id and file in columns; nothing is made for it."""
    before = command("--list").output
    desk.folder()
    desk.memory.attempted("basics/one/double", "correct")
    rows = [line.split(maxsplit=2) for line in command("--list").output.splitlines()]

    assert before.splitlines()[0].split() == ["new", "basics/one/double", "-"]
    assert rows == [
        ["done", "basics/one/double", str(desk.place / ONE)],
        ["new", "basics/two/double", str(desk.place / TWO)],
    ]


@pytest.mark.parametrize("word", ["two", "basics/two", "basics/two/double"])
def test_a_lesson_can_be_named_in_any_way(command: Command, word: str) -> None:
    """Its name, with its topic, or one exercise by its id."""
    assert [
        line.split()[1] for line in command("--list", word).output.splitlines()
    ] == ["basics/two/double"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tow", "--list"], 'tfprep practice --list names them. Did you mean "two"?'),
        (
            ["--list", "--reset"],
            "expected one of --list, --check, --review and --reset",
        ),
        (["--check", "nowhere.py"], "'nowhere.py' does not exist"),
        (["--check", "mkdocs.yml"], "expected an exercise's file"),
    ],
)
def test_wrong_words_are_refused(command: Command, words: list[str], said: str) -> None:
    """With exit code 2, and what is expected."""
    done = command(*words)

    assert done.exit_code == 2
    assert said in " ".join(done.output.split())


def test_a_file_that_can_t_be_read_could_not_run(desk: Desk, command: Command) -> None:
    """Exit code 4, and nothing is remembered."""
    desk.folder()
    (desk.place / ONE).write_bytes(b"x = '\xe4'\n")
    done = command("--check", str(desk.place / ONE))

    assert done.exit_code == 4
    assert "expected UTF-8" in done.output
    assert desk.memory.read().is_empty


def test_reset_asks_first(desk: Desk, command: Command) -> None:
    """It begins anew what was named, and says where the text is kept."""
    desk.folder()
    write(desk.place / ONE, RIGHT)
    refused = command("--reset", "one", typed="n\n")
    assert (refused.exit_code, RIGHT in (desk.place / ONE).read_text("utf-8")) == (
        1,
        True,
    )

    done = command("--reset", "one", typed="y\n")

    assert done.exit_code == 0
    assert STUB in (desk.place / ONE).read_text("utf-8")
    [kept] = (desk.place / "kept").iterdir()
    assert str(kept) in done.output


def test_a_review_of_nothing_says_when_it_will_be(desk: Desk, command: Command) -> None:
    """Nothing was solved yet; or it was, and comes back on a day."""
    assert command("--review").output == "No exercise is due today.\n"
    desk.memory.attempted("basics/one/double", "correct")

    assert (
        "No exercise is due today; the next one is due on "
        in command("--review").output
    )


def test_two_programs_don_t_share_a_folder(desk: Desk, command: Command) -> None:
    """The second one says so, and changes nothing."""
    desk.folder()
    with FileLock(desk.place / LOCK):
        done = command("--reset", "--yes")

    assert isinstance(done.exception, ProblemError)
    assert "another tfprep practice works here" in str(done.exception)


def test_the_folder_is_known_from_inside(
    desk: Desk, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever stands in it, or below, makes no second one inside."""
    desk.folder()
    (desk.place / LOCK).touch()
    inside = desk.course.root / "mine"
    desk.place.rename(inside)
    monkeypatch.chdir(inside / "1-basics")

    shown = CliRunner().invoke(practice, ["--list"]).output

    assert str(inside / ONE) in shown


@kernels
def test_exit_codes_tell_the_outcome(desk: Desk, command: Command) -> None:
    """0, 1, 3 and 4, with the words; every attempt is remembered."""
    desk.folder()
    found = []
    for answer, before in (
        (STUB, STUB),
        (WRONG, STUB),
        ("    return 1 / 0", WRONG),
        (RIGHT, "    return 1 / 0"),
    ):
        write(desk.place / ONE, answer, before)
        done = command("--check", str(desk.place / ONE))
        found.append((done.exit_code, done.output))

    assert [code for code, _ in found] == [3, 1, 4, 0]
    assert "Got 9 for 3, expected 6." in found[1][1]
    line = (desk.place / ONE).read_text("utf-8").split("\n").index(RIGHT) + 1
    assert f"line {line}" in found[2][1]
    assert "Correct: Double it" in found[3][1]
    attempts = desk.memory.read().exercise("basics/one/double").attempts
    assert [x.outcome for x in attempts] == ["incorrect", "could not run", "correct"]


@kernels
@terminals
def test_a_session_on_a_terminal(desk: Desk) -> None:
    """Three lessons from the first file to the last pass, with slips on the way."""
    from pseudo_terminal import PseudoTerminal

    desk.course.write("basics/zoo")
    folder = desk.course.root / "tfprep-practice"
    seen = PseudoTerminal(
        desk.course.root,
        *("practice", "--plain", "--poll"),
        TFPREP_PROGRESS=str(desk.memory.path),
    )
    seen.wait_for("basics/one: exercise 1 of 1; 0 of 3 done")
    seen.wait_for("Ready")
    seen.type("hint")
    seen.wait_for("Hint 1 of 1: Multiply.")
    slips = (
        (WRONG, "expected 6."),
        ("    return (", "Could not run"),
        (RIGHT, "Correct: "),
    )
    before = STUB
    for answer, said in slips:
        write(folder / ONE, answer, before)
        seen.wait_for(said)
        before = answer
    seen.wait_for("basics/two: exercise 1 of 1; 1 of 3 done")
    seen.wait_for("Ready")
    write(folder / TWO, RIGHT)
    seen.wait_for("basics/zoo: exercise 1 of 1; 2 of 3 done")
    seen.wait_for("Ready")
    write(folder / "1-basics/03-zoo/1-double.py", RIGHT)
    seen.wait_for("All exercises are done.")
    seen.type("quit")

    assert seen.process.wait(20) == 0
    assert len(desk.memory.read().exercises) == 3


@kernels
@terminals
@pytest.mark.parametrize("end", ["Ctrl-C", "closed", "killed"])
def test_whatever_ends_it_no_kernel_stays(desk: Desk, end: str) -> None:
    """The answer that was saved is there the next time."""
    from pseudo_terminal import PseudoTerminal

    seen = PseudoTerminal(
        desk.course.root,
        *("practice", "--plain", "one"),
        TFPREP_PROGRESS=str(desk.memory.path),
    )
    seen.wait_for("Ready")
    write(desk.course.root / "tfprep-practice" / ONE, WRONG)
    seen.wait_for("Not right yet")
    family = psutil.Process(seen.process.pid).children(recursive=True)
    assert family
    match end:
        case "Ctrl-C":
            os.killpg(seen.process.pid, signal.SIGINT)
        case "closed":
            seen.hang_up()
        case "killed":
            seen.process.kill()
    seen.process.wait(20)

    deadline = time.monotonic() + 20
    while any(map(_lives, family)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(_lives, family))
    answer = desk.memory.read().exercise("basics/one/double").answer
    assert answer is not None
    assert WRONG in answer.text


def _lives(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def test_a_review_draws_with_seeds_that_are_tried() -> None:
    """Each week every check is held to as many others: a right answer passes."""
    weekly = (REPOSITORY / ".github/workflows/weekly.yml").read_text("utf-8")

    assert f"try_seeds.py --record --seeds {SEEDS}\n" in weekly
