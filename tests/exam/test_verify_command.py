"""tfprep exam verify, as somebody types it who was sent an exam's folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from finished import change, grade, sit

from tfprep.exam.commands import exam
from tfprep.exam.grading import parent, walls
from tfprep.exam.outcomes import ExamError, Grade, TroubleError
from tfprep.exam.sitting.state import KEEP


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A finished exam, and a grader that reads the value in a model."""
    monkeypatch.setattr(
        parent, "grade", lambda task, seeds, path, **_: grade(task, seeds, path)
    )
    monkeypatch.setattr(walls, "missing", tuple)  # whatever this machine has
    return sit(tmp_path / "exam").workspace


def verify(*words: str) -> tuple[int, str]:
    """The exit code, and what was said."""
    done = CliRunner().invoke(exam, ["verify", *words])
    if isinstance(done.exception, ExamError | TroubleError):
        return 1, str(done.exception)
    return done.exit_code, done.output


def test_an_exam_as_stated_is_verified(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each hand-in has its line; what it proves, and what not, is said."""
    code, said = verify(str(workspace))

    assert code == 0
    assert "form 1, seed 1, 5 hours, started 2026-11-22 09:00 UTC." in said
    assert "  1  A  bent-sensor  2 of 5 (4 °C)  as stated" in said
    assert "Verified: 3 models; scores and times are as stated. 34" in said
    assert "It doesn't prove who made them, or when" in said
    monkeypatch.chdir(workspace / "A-bent-sensor")
    assert verify() == (0, said.replace(str(workspace), str(workspace.resolve())))


def test_what_is_not_as_stated_is_refused_by_name(workspace: Path) -> None:
    """With exit code 1, and a line for each difference."""
    change(workspace, lambda data: data["hand_ins"][1].update(score=5))
    change(workspace, lambda data: data.update(started="2026-11-22T08:30:00Z"))
    (workspace / KEEP / "003-A-bent-sensor.keras").unlink()
    code, said = verify(str(workspace))

    assert code == 1
    assert "hand-in 2 (daily-rentals): score: stated 5, found 4" in said
    assert "exam.json: started: stated 2026-11-22 08:30:00 UTC, found that it" in said
    assert "hand-in 3 (bent-sensor): file: stated .hand-ins/003-A-bent-s" in said
    assert "found nothing there" in said
    assert "Not verified: " in said
    assert "Verified:" not in said
    assert "It doesn't prove" not in said


def test_a_stranger_s_models_are_opened_behind_walls(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one is missing, somebody has to say that this is all right."""
    gap = walls.Wall("network", "connections", False, "no namespaces")
    monkeypatch.setattr(walls, "missing", lambda: (gap,))
    code, said = verify(str(workspace))
    assert code == 1
    assert said.startswith("Nothing was graded: this machine can't keep a model from c")

    code, said = verify(str(workspace), "--unconfined")
    assert code == 0
    assert "Unconfined: nothing here keeps a model from connections (no" in said


def test_trouble_with_the_grader_is_no_verdict(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It neither verifies nor refutes."""

    def fail(*_: object, **__: object) -> Grade:
        raise TroubleError("No memory.")

    monkeypatch.setattr(parent, "grade", fail)
    code, said = verify(str(workspace))

    assert (code, said) == (1, "Nothing was verified, and nothing refuted. No memory.")


@pytest.mark.parametrize("place", ["nowhere", ".", "exam/A-bent-sensor", "exam.zip"])
def test_what_is_no_exam_is_answered(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """A folder is named by what it should hold."""
    monkeypatch.chdir(workspace.parent)
    Path("exam.zip").write_bytes(b"PK")
    code, said = verify(place)

    assert code == 1
    assert said.startswith(f"Got {place}, expected the folder of an exam, with its ex")
