"""The commands as a learner types them, with a grader in the test's hands."""

from __future__ import annotations

import builtins
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import platformdirs
import pytest
from click.testing import CliRunner

from tfprep.exam import commands
from tfprep.exam.grading import parent, walls
from tfprep.exam.outcomes import ExamError, Grade, RefusedError
from tfprep.exam.report import advice
from tfprep.exam.sitting.state import STATE
from tfprep.execution.environment import child_environment
from tfprep.practice.progress_file import VARIABLE, ProgressFile
from tfprep.project import Project


@pytest.fixture
def say(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., tuple[int, str]]:
    """Type a command in the current folder: exit code, and what it said."""
    monkeypatch.chdir(tmp_path)
    small = Project(tmp_path_factory.mktemp("no-course"))  # a whole one takes seconds
    monkeypatch.setattr(advice, "own_project", lambda: small)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path.with_name("home")))
    answer = Grade(4, 1.25, ("A note.",))
    monkeypatch.setattr(parent, "grade", lambda *_, **__: answer)
    monkeypatch.setattr(walls, "missing", tuple)  # whatever this machine has

    def run(*words: str, typed: str | None = None) -> tuple[int, str]:
        done = CliRunner().invoke(commands.exam, words, input=typed)
        if isinstance(done.exception, ExamError):  # which the program's main says
            return 1, str(done.exception)
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done.exit_code, done.output

    return run


def inside(monkeypatch: pytest.MonkeyPatch, folder: str = "tfprep-exam") -> None:
    """Go into a folder of the exam."""
    monkeypatch.chdir(folder)


Type = Callable[..., tuple[int, str]]


def test_the_whole_way(say: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start, submit inside the task's folder, status, finish, report."""
    code, said = say("start", "--only", "a", "--seed", "3")
    assert code == 0
    assert "tfprep-exam/README.md says how it goes" in said
    assert "A  The bent sensor" in said
    assert "5 h left, until" in said

    inside(monkeypatch, "tfprep-exam/A-bent-sensor")
    Path("model.keras").write_bytes(b"PK")
    code, said = say("submit")
    assert code == 0
    assert "Score 4 of 5: mean absolute error 1.25 °C." in said
    assert "For 5: at most" in said
    assert "A note." in said

    code, said = say("status")
    assert "4 of 5 (1.25 °C), best of 1" in said
    code, said = say("finish")
    assert (code, "8 of 10 points in 1 task of the exam's 5, in " in said) == (0, True)
    (remembered,) = ProgressFile().read().exams.values()
    assert (remembered.points, remembered.of) == (8, 10)
    code, said = say("report")
    assert (code, "report.html" in said) == (0, True)
    code, said = say("submit")
    assert (code, said) == (1, "This exam is finished. Its report: tfprep exam report")


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for each time that exam.json is opened to be read."""
    lines: list[str] = []
    original = io.open

    def counting(file: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if Path(str(file)).name == STATE and "r" in mode:
            lines.append(str(file))
        return original(file, mode, *rest, **options)

    monkeypatch.setattr(io, "open", counting)
    monkeypatch.setattr(builtins, "open", counting)
    return lines


def test_the_state_is_read_once_a_command(
    say: Type, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that a command does, it does with the state that it read at first."""
    say("start", "--only", "A", "e")
    assert reads == []

    inside(monkeypatch, "e/A-bent-sensor")
    Path("model.keras").write_bytes(b"PK")
    Path("stone").write_bytes(b"")
    for words in (
        ("status",),
        ("submit",),
        ("submit", "A", "stone"),
        ("finish", "--yes"),
        ("finish",),
        ("report",),
        ("submit",),
        ("status",),
    ):
        reads.clear()
        say(*words)
        assert len(reads) == 1, words


def test_a_refusal_is_one_message_and_an_exit_code(
    say: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Got, expected, next step; and that it was not counted."""
    say("start", "--only", "A", "e")
    inside(monkeypatch, "e")
    code, said = say("submit", "A")
    assert code == 1
    assert (
        "Not graded, and not counted. Got no model in A-bent-sensor; expected" in said
    )

    def refuse(*_: object, **__: object) -> Grade:
        raise RefusedError("a stone", "a model", "Melt it.")

    monkeypatch.setattr(parent, "grade", refuse)
    Path("stone").write_bytes(b"stone")
    code, said = say("submit", "A", "stone")
    assert code == 1
    assert said.endswith("not counted. Got a stone; expected a model. Melt it.\n")


def test_walls_that_are_missing_are_said_once(
    say: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first hand-in, and as a remark that stays with the exam."""
    gap = walls.Wall("network", "connections", False, "no namespaces")
    monkeypatch.setattr(walls, "missing", lambda: (gap,))
    say("start", "--only", "A", "e")
    inside(monkeypatch, "e/A-bent-sensor")
    words = "Nothing on this machine keeps a model that is graded from connections (no "
    Path("stone").write_bytes(b"")
    assert words in say("submit", "A", "stone")[1]
    Path("model.keras").write_bytes(b"PK")
    for _ in range(2):
        code, said = say("submit")
        assert (code, words in said) == (0, False)

    assert f" UTC: {words}namespaces)." in say("status")[1]


def test_finishing_with_something_open_asks(
    say: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No ends nothing; --yes does not ask."""
    say("start", "--only", "A", "e")
    inside(monkeypatch, "e")

    for typed in ("n\n", ""):
        code, said = say("finish", typed=typed)
        assert code == 1
        assert "Nothing handed in for A. Finish all the same?" in said
        assert "Not finished; the exam goes on." in said
    code, said = say("finish", "--yes")
    assert (code, "0 of 10 points" in said) == (0, True)


def test_a_report_that_can_not_be_written_is_no_loss(
    say: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exam is finished and says so; the same command writes the report later."""
    say("start", "--only", "A", "e")
    inside(monkeypatch, "e")
    Path("report.json").mkdir()
    code, said = say("finish", "--yes")
    assert code == 1
    assert "The exam is finished; only its report isn't there yet." in said
    assert "report.json can't be used (Is a directory). It is a folder where" in said

    Path("report.json").rmdir()
    code, said = say("finish")
    assert (code, "The report: " in said) == (0, True)


def test_nobody_s_home_is_no_hindrance(
    say: Type, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Where no home is known, the report is written, and no folder is made up."""

    def unknown(*_: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr(platformdirs, "user_data_path", unknown)
    monkeypatch.setattr(platformdirs, "user_cache_path", unknown)
    monkeypatch.delenv(VARIABLE)
    say("start", "--only", "A", "e")
    inside(monkeypatch, "e")
    code, said = say("finish", "--yes")

    assert (code, "The report: " in said) == (0, True)
    assert "nobody knows your home folder" in said + capfd.readouterr().err
    assert not Path("~").exists()
    assert child_environment(Path.cwd())["MPLCONFIGDIR"] == str(Path.cwd())


def test_every_option_has_its_help() -> None:
    """Nobody has to guess what an option of an exam's command is for."""
    group, context = commands.exam, click.Context(commands.exam)
    assert isinstance(group, click.Group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        assert command.get_short_help_str(limit=200) == commands.COMMANDS[name][1]
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{name} {option.opts[0]}"


def test_a_task_has_to_be_told(say: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside the tasks' folders nobody can know which one is meant."""
    say("start", "--only", "A,B", "e")
    inside(monkeypatch, "e")

    code, said = say("submit")
    assert (code, said.startswith("Got no task. Name it")) == (1, True)


def test_a_report_comes_after_the_end(
    say: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before, the way to it is told."""
    say("start", "--only", "A", "e")
    inside(monkeypatch, "e")

    code, said = say("report")
    assert code == 1
    assert said == "This exam isn't finished. End it first: tfprep exam finish"


def test_practice_is_one_task_without_a_clock(
    say: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any task of any form, by its name."""
    code, said = say("start", "--practice", "bent-sensor")
    assert code == 0
    assert "Practice: there is no clock." in said
    inside(monkeypatch)
    Path("A-bent-sensor/model.keras").write_bytes(b"PK")
    code, said = say("submit")
    assert (code, "Score 4 of 5" in said) == (0, True)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("start", "--only", "A,Q"), "got 'Q', expected some of A, B, C, D, E"),
        (("start", "--form", "4"), "'4' is not one of '1', '2', '3'"),
        (("start", "--hours", "0"), "0 is not in the range"),
        (("start", "--practice", "bent-senor"), 'mean "bent-sensor"?'),
        (("start", "--practice", ""), 'Got task ""; expected one of A (bent-sensor)'),
        (("start", "--practice", " "), 'Got task " "; expected one of A (bent-senso'),
        (("start", "--practice", "A", "--hours", "2"), "got --practice with --hours"),
        (("start", "--practice", "A", "--only", "A"), "got --practice with --only"),
        (("start", "--practice", "A", "--form", "1"), "got --practice with --form"),
        (("start", "--hours", "nan"), "got 'nan', expected a number of hours"),
        (("start", "--hours", "inf"), "inf is not in the range 0.1<=x<=24"),
        (("start", "--hours", "1e300"), "1e+300 is not in the range"),
        (("start", "--hours", "-nan"), "got '-nan', expected a number of hours"),
        (("start", ""), "got an empty name, expected a path"),
        (("start", "--only", ""), "got '', expected some of A, B, C, D, E"),
        (("submit", "A", ""), "got an empty name, expected a path"),
        (("statsu",), "No such command 'statsu'. Did you mean \"status\"?"),
        (("status",), "No exam here"),
        (("submit", "A"), "No exam here"),
        (("grade", "nowhere", "--seed", "1"), "'nowhere' does not exist"),
        (("grade", ".", "--seed", "1"), "has no folders"),
        (("grade", "."), "Missing option '--seed'"),
    ],
)
def test_what_was_typed_wrong_is_answered(
    say: Type, words: tuple[str, ...], answer: str
) -> None:
    """Got and expected, with an exit code, and nothing is made."""
    code, said = say(*words)

    assert code != 0
    assert answer in said
    assert list(Path.cwd().iterdir()) == []
