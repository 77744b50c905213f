"""A class: many learners' models in one table."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk

from tfprep.exam.grading.whole_class import COLUMNS, find_rows, grade_rows
from tfprep.exam.outcomes import ExamError, Grade, RefusedError, TroubleError
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task, read_tasks


def grade_by_content(task: Task, seeds: Seeds, path: Path) -> Grade:
    """A grader that reads the score from the file."""
    match path.read_bytes():
        case b"strange":
            raise RefusedError("a stone", "a model", "Melt it.")
        case b"trouble":
            raise TroubleError("no memory")
        case content:
            return Grade(int(content), 0.25, ("A note.",))


def test_every_learner_has_a_line_for_every_task(tmp_path: Path) -> None:
    """By letter, by name or in a workspace; missing and refused models are said."""
    task = read_tasks()["bent-sensor"]
    for learner, name, content in [
        ("ada", "A.keras", "5"),
        ("ben", "bent-sensor.h5", "strange"),
        ("cyd", "A-bent-sensor/model.keras", "3"),
        ("dan", "notes.txt", "4"),
        ("eve", "A.keras", "trouble"),
    ]:
        (tmp_path / learner / name).parent.mkdir(parents=True)
        (tmp_path / learner / name).write_text(content)

    rows = find_rows(tmp_path, [task])
    lines = list(grade_rows(rows, Seeds.known(1), grade_by_content, jobs=2))
    assert all(tuple(line) == COLUMNS for line in lines)
    assert [(line["learner"], line["score"], line["points"]) for line in lines] == [
        ("ada", 5, 10.0),
        ("ben", 0, 0.0),
        ("cyd", 3, 6.0),
        ("dan", 0, 0.0),
        ("eve", "", ""),
    ]
    assert [line["remark"] for line in lines] == [
        "A note.",
        "refused: Got a stone; expected a model. Melt it.",
        "A note.",
        "nothing handed in",
        "no memory",
    ]


def test_a_whole_workspace_is_a_learner(tmp_path: Path) -> None:
    """The last model in each task's folder is graded."""
    desk = Desk(tmp_path / "class/ada")
    desk.workspace.parent.mkdir()
    desk.start()
    desk.save_model(b"4")

    row, *others = find_rows(tmp_path / "class", desk.tasks)
    assert row.model == desk.workspace / "A-bent-sensor/model.keras"
    assert all(other.model is None for other in others)


def test_a_folder_without_learners_is_refused(tmp_path: Path) -> None:
    """A wrong folder is more likely than an empty class."""
    (tmp_path / "A.keras").write_text("5")

    with pytest.raises(
        ExamError, match="has no folders; expected one for each learner"
    ):
        find_rows(tmp_path, list(read_tasks().values()))
