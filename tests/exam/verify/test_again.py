"""The kept models of an exam are graded once more, from copies."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from finished import change, grade

from tfprep.exam.outcomes import Grade
from tfprep.exam.sitting.actions import Grader
from tfprep.exam.sitting.state import KEEP, load
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task
from tfprep.exam.verify.again import CLOSE, grade_again

FIRST = f"{KEEP}/001-A-bent-sensor.keras"


def said_of(desk: Desk, grader: Grader = grade) -> list[str]:
    """The differences of all hand-ins."""
    again = grade_again(desk.workspace, load(desk.workspace), desk.tasks, grader)
    return [str(found) for each in again for found in each.differences]


def test_each_hand_in_is_graded_from_a_copy(desk: Desk) -> None:
    """With the exam's own seeds; nothing of the exam is changed, or handed out."""
    graded: list[Path] = []
    files = {p: p.read_bytes() for p in desk.workspace.rglob("*") if p.is_file()}

    def watching(task: Task, seeds: Seeds, path: Path) -> Grade:
        assert seeds == load(desk.workspace).seeds
        graded.append(path)
        return grade(task, seeds, path)

    assert said_of(desk, watching) == []
    assert len(graded) == 3
    assert not any(path.is_relative_to(desk.workspace) for path in graded)
    assert not any(path.exists() for path in graded)
    after = {p: p.read_bytes() for p in desk.workspace.rglob("*") if p.is_file()}
    assert after == files


def test_another_model_is_named(desk: Desk) -> None:
    """By its digest, and by what it comes to."""
    (desk.workspace / FIRST).write_bytes(b"PK 0.1")
    digest, score, value = said_of(desk)

    assert digest.startswith("hand-in 1 (bent-sensor): sha256: stated ")
    assert digest.endswith(": another model")
    assert score == "hand-in 1 (bent-sensor): score: stated 2, found 5"
    assert value == "hand-in 1 (bent-sensor): value: stated 4 °C, found 0.1 °C"


def test_a_model_that_is_gone_broken_or_a_link_is_named(desk: Desk) -> None:
    """None of them ends the verifying of the others."""
    model = desk.workspace / FIRST
    model.unlink()
    where = "hand-in 1 (bent-sensor): file: stated .hand-ins/001-A-bent-sensor.keras"
    assert said_of(desk) == [f"{where}, found nothing there"]

    model.symlink_to(desk.workspace / "exam.json")
    assert said_of(desk) == [f"{where}, found a link there"]
    model.unlink()
    model.write_bytes(b"PK what?")
    assert said_of(desk)[1].startswith(
        "hand-in 1 (bent-sensor): score: stated 2, found a file that can't be graded: "
        "Got a stone; expected a model."
    )
    model.unlink()
    model.mkdir()
    assert "found a file that can't be graded: Got an empty folder" in said_of(desk)[0]


def test_a_score_that_was_changed_is_named(desk: Desk) -> None:
    """What the model comes to stands beside it."""
    change(desk.workspace, lambda data: data["hand_ins"][0].update(score=5, value=0.1))

    assert said_of(desk) == [
        "hand-in 1 (bent-sensor): score: stated 5, found 2",
        "hand-in 1 (bent-sensor): value: stated 0.1 °C, found 4 °C",
    ]


@pytest.mark.parametrize(("off", "count"), [(0.5, 0), (2.0, 3)])
def test_another_processor_rounds_in_its_own_way(
    desk: Desk, off: float, count: int
) -> None:
    """A value may differ by a little, and by no more."""

    def elsewhere(task: Task, seeds: Seeds, path: Path) -> Grade:
        found = grade(task, seeds, path)
        return Grade(found.score, found.value * (1 + off * CLOSE))

    assert len(said_of(desk, elsewhere)) == count
