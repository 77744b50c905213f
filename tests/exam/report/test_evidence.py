"""What the best hand-ins did, looked at once more when the exam is over."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from sat import VALUES

from tfprep.exam.outcomes import Grade, RefusedError, TroubleError
from tfprep.exam.report.evidence import Looked, look
from tfprep.exam.sitting.state import load
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A finished exam with hand-ins of its first task: 1, 3 and 2."""
    desk = Desk(tmp_path / "exam")
    desk.start()
    for score in (1, 3, 2):
        desk.save_model(b"PK %d" % score)
        desk.submit(score)
    desk.finish()
    return desk


def looked(desk: Desk, answer: Grade | BaseException) -> tuple[Looked, list[bytes]]:
    """What comes of it, and the models that the grader got."""
    asked: list[bytes] = []

    def grade(_task: Task, _seeds: Seeds, path: Path) -> Grade:
        asked.append(path.read_bytes())
        if isinstance(answer, BaseException):
            raise answer
        return answer

    return look(desk.workspace, load(desk.workspace), desk.tasks, grade), asked


def test_the_best_hand_in_is_asked_once(desk: Desk) -> None:
    """And no other; a task without one is left alone."""
    found, asked = looked(desk, Grade(3, 0.3, evidence=VALUES))

    assert asked == [b"PK 3"]
    assert found == Looked({"bent-sensor": VALUES})


@pytest.mark.parametrize(
    "trouble",
    [
        TroubleError("The grader failed"),
        RefusedError("a stone", "a model", "Melt it."),
        OSError(28, "No space left on device"),
        KeyboardInterrupt(),
    ],
)
def test_a_report_comes_without_figures_too(desk: Desk, trouble: BaseException) -> None:
    """Whatever goes wrong is said, and costs nothing."""
    found, _ = looked(desk, trouble)

    assert found.evidence == {}
    (said,) = found.lacks
    assert said.startswith("No figure of task A, what its model did: ")
    assert (str(trouble) or "it was stopped") in said


def test_another_score_is_said(desk: Desk) -> None:
    """Another version of TensorFlow may give one; the first counts."""
    found, _ = looked(desk, Grade(2, 0.2, evidence=VALUES))

    assert found.evidence == {"bent-sensor": VALUES}
    (said,) = found.lacks
    assert "task A scores 2 when it is graded once more, and scored 3 then" in said


def test_another_model_is_not_looked_at(desk: Desk) -> None:
    """A copy that was changed, or is gone, isn't what was graded."""
    (kept,) = (desk.workspace / ".hand-ins").glob("002*")
    kept.write_bytes(b"PK 5")
    found, asked = looked(desk, Grade(5, 0.5, evidence=VALUES))
    assert (found.evidence, asked) == ({}, [])
    assert "another model in .hand-ins/002" in found.lacks[0]

    kept.unlink()
    found, asked = looked(desk, Grade(5, 0.5, evidence=VALUES))
    assert (found.evidence, asked) == ({}, [])
    assert "Got no file .hand-ins/002" in found.lacks[0]
