"""A finished exam, whose models are files that hold their value."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk import Desk

from tfprep.exam.outcomes import Grade, RefusedError
from tfprep.exam.report.advice import Guide
from tfprep.exam.report.results import compose
from tfprep.exam.sitting.state import STATE
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task

VALUES = ((0, 4.0), (1, 0.12), (0, 0.5))
"""Which task was handed in, and what its model reached."""


def grade(task: Task, _seeds: Seeds, path: Path) -> Grade:
    """The value that stands in a model, with its score."""
    try:
        value = float(path.read_bytes().removeprefix(b"PK "))
    except ValueError as error:
        raise RefusedError("a stone", "a model", "Melt it.") from error
    return Grade(task.metric.score(value, task.spec.bands), value)


def sit(workspace: Path) -> Desk:
    """Sit it: three hand-ins, one refusal, the end, the report."""
    desk = Desk(workspace)
    desk.start()
    for task, value in VALUES:
        desk.clock.wait(30)
        path = desk.save_model(f"PK {value}".encode(), task)
        desk.answer = grade(desk.tasks[task], Seeds.known(1), path)
        desk.hand_in(task)
    desk.clock.wait(30)
    desk.answer = RefusedError("an egg", "a model", "Cook it.")
    try:
        desk.hand_in()
    except RefusedError:
        desk.clock.wait(30)
    report = compose(desk.finish(), desk.tasks, Guide())
    (workspace / "report.json").write_text(report.model_dump_json(), "utf-8")
    return desk


def change(workspace: Path, how: Callable[[Any], object], name: str = STATE) -> None:
    """Change what a JSON file of the exam holds."""
    path = workspace / name
    data = json.loads(path.read_text("utf-8"))
    how(data)
    path.write_text(json.dumps(data), "utf-8")
