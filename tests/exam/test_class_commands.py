"""The command that grades a class, as a teacher types it."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from classroom import hand_in, read_score
from click.testing import CliRunner, Result

from tfprep.exam.class_commands import grade
from tfprep.exam.classes.results import CLASS
from tfprep.exam.grading import parent, walls
from tfprep.exam.outcomes import ExamError, Grade
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task

Type = Callable[..., Result]
FILES = Path(__file__).parent / "files"


@pytest.fixture
def graded() -> list[Seeds]:
    """The seeds of each model that was graded."""
    return []


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, graded: list[Seeds]) -> Type:
    """Type the command beside a folder `class`, with a grader that reads the score."""

    def reading(task: Task, seeds: Seeds, path: Path, *, others: object) -> Grade:
        graded.append(seeds)
        return read_score(task, seeds, path)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(parent, "grade", reading)
    monkeypatch.setattr(walls, "missing", tuple)  # whatever this machine has
    for learner in ("ada", "ben"):
        hand_in(tmp_path / "class" / learner / "A.keras", "4")

    def run(*words: str, **variables: str) -> Result:
        usual = ("class", "--seed", "1", "--only", "A")
        done = CliRunner().invoke(grade, [*usual, *words], env=variables)
        if isinstance(done.exception, ExamError):  # which the program's main says
            return done
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done

    return run


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_a_class_is_one_table(say: Type, tmp_path: Path) -> None:
    """A row for each learner and task, in a file that a spreadsheet opens."""
    done = say("--csv", "out.csv")

    assert done.exit_code == 0
    assert done.stdout == ""
    assert re.search(
        "^1 of 2  (ada|ben)  bent-sensor  4 of 5  .less than a min", done.stderr, re.M
    )
    assert "2 learners, 2 rows: 2 graded." in done.stderr
    ada, ben = rows(tmp_path / "out.csv")
    assert (ada["learner"], ada["score"], ada["points"]) == ("ada", "4", "8.0")
    assert ben["remark"] == "A note. The same model as ada."


def test_without_a_file_the_terminal_gets_the_table(say: Type) -> None:
    """What is said beside it goes another way, so that a pipe gets the table alone."""
    for words in ((), ("--csv", "-")):
        lines = list(csv.DictReader(say(*words).stdout.splitlines()))
        assert [line["learner"] for line in lines] == ["ada", "ben"]


def test_the_same_command_goes_on(
    say: Type, tmp_path: Path, graded: list[Seeds]
) -> None:
    """What is known is not graded again, a changed model is; with the same secret."""
    first = say("--csv", "out.csv")
    assert "A new secret draws the hidden data" in first.stderr
    hand_in(tmp_path / "class/ben/A.keras", "5")
    again = say("--csv", "out.csv")

    assert len(graded) == 3
    assert len(set(graded)) == 1
    assert "secret" not in again.stderr
    assert [row["score"] for row in rows(tmp_path / "out.csv")] == ["4", "5"]
    assert not (tmp_path / "class/class-results").exists()
    kept = json.loads((tmp_path / "class-results" / CLASS).read_text())
    assert kept == {"format": 1, "seed": 1, "secret": graded[0].secret}
    assert graded[0].secret not in first.output


def test_parts_share_a_secret(say: Type, tmp_path: Path, graded: list[Seeds]) -> None:
    """Each machine grades its part; the results merge by copying."""
    secret = "0123456789abcdef" * 2
    say("--shard", "1/2", "--results", "1", "--secret", secret)
    say("--shard", "2/2", "--results", "2", TFPREP_SECRET=secret)
    assert graded == [Seeds(1, secret)] * 2
    for part in ("1", "2"):
        for path in (tmp_path / part).glob("*.json"):
            (tmp_path / "all").mkdir(exist_ok=True)
            path.rename(tmp_path / "all" / path.name)

    done = say("--results", "all", "--csv", "out.csv")
    assert "2 learners, 2 rows: 2 graded." in done.stderr
    assert len(graded) == 2
    assert len(rows(tmp_path / "out.csv")) == 2


def test_ctrl_c_keeps_what_is_done(
    say: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table has every row, and it is said how to go on."""
    monkeypatch.setattr("tfprep.exam.class_commands._end_graders", lambda: None)
    hand_in(tmp_path / "class/ben/A.keras", "stopped")
    done = say("--csv", "out.csv", "--jobs", "1")

    assert done.exit_code == 130
    assert "Stopped: 1 model to go." in done.stderr
    ada, ben = rows(tmp_path / "out.csv")
    assert (ada["score"], ben["score"]) == ("4", "")
    assert ben["remark"] == "not graded yet"

    hand_in(tmp_path / "class/ben/A.keras", "3")
    assert say("--csv", "out.csv").exit_code == 0
    assert [row["score"] for row in rows(tmp_path / "out.csv")] == ["4", "3"]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("--csv", "notes.txt"), "is not a table that this command wrote"),
        (("--csv", "no/where.csv"), "there is no such folder"),
        (("--csv", "class"), "it is no file"),
        (("--results", "notes.txt"), "can't be kept in notes.txt"),
        (("--secret", "abc"), "expected 32 digits"),
        (("--shard", "3/2"), "got part 3 of 2"),
        (("--shard", "2"), "expected two numbers such as 2/4"),
        (("--shard", f"1/{'9' * 5000}"), "expected two numbers such as 2/4"),
        (("--jobs", "0"), "0 is not in the range"),
        (("--seed", "-1"), "-1 is not in the range"),
    ],
)
def test_what_can_t_be_is_said_before_anything_is_graded(
    say: Type, tmp_path: Path, graded: list[Seeds], words: tuple[str, ...], answer: str
) -> None:
    """And nothing is written over."""
    (tmp_path / "notes.txt").write_text("mine")
    done = say(*words)

    assert done.exit_code != 0
    assert answer in done.output + str(done.exception)
    assert graded == []
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_terminal_sees_a_bar_and_no_escapes_of_strangers(
    say: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last scores, how many are done, how long it takes."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    hand_in(tmp_path / "class/\x1b]0;x\x07[red]\u202e/A.keras", "5")
    said = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", say().stderr)

    assert "\\x1b]0;x\\x07[red]\\u202e  bent-sensor  5 of 5" in said
    assert "of 3" in said
    assert "\x07" not in said


def test_without_walls_nothing_is_graded(
    say: Type, graded: list[Seeds], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless somebody says so; then it is said what is missing."""
    gap = walls.Wall("network", "connections", False, "no namespaces")
    monkeypatch.setattr(walls, "missing", lambda: (gap,))
    done = say()
    assert graded == []
    assert "can't keep a model from connections (no namespaces)" in str(done.exception)
    assert "--unconfined" in str(done.exception)

    done = say("--unconfined")
    assert "nothing here keeps a model from connections" in done.stderr
    assert len(graded) == 2


@pytest.mark.slow
def test_a_real_run_that_is_stopped_leaves_no_process(tmp_path: Path) -> None:
    """What was graded by then is in the table, and it ends at once."""
    for learner in ("ada", "ben", "cyd"):
        (tmp_path / "class" / learner).mkdir(parents=True)
        shutil.copy(FILES / "keras2.h5", tmp_path / "class" / learner / "A.h5")
    words = ("class", "--seed", "1", "--only", "A", "--jobs", "1", "--csv", "out.csv")
    run = subprocess.Popen(
        [sys.executable, "-m", "tfprep", "exam", "grade", *words, "--unconfined"],
        cwd=tmp_path,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    with run:
        assert run.stderr is not None
        said: list[str] = []
        while not said or not said[-1].startswith("1 of 3"):
            said.append(next(run.stderr))
        started = psutil.Process(run.pid).children(recursive=True)
        run.send_signal(signal.SIGINT)
        said += run.stderr
    assert run.returncode == 130, said
    assert said[-1].startswith("Stopped: 2 models to go."), said
    assert started
    assert not psutil.wait_procs(started, timeout=10)[1]
    assert [row["remark"] for row in rows(tmp_path / "out.csv")][1:] == [
        "not graded yet"
    ] * 2
    assert list(tmp_path.glob("tfprep-*")) == []
