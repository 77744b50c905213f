"""Record the sitting that the site's sample report shows.

    .venv/bin/python scripts/dev/record_sample.py

Our own solutions are handed in, graded as a learner's are, and looked at once more when
the exam is over. Only the clock is set by hand: nobody sat there for four hours. The
models are those of scripts/dev/calibrate.py; those that lack are trained.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tfprep.exam.grading import parent
from tfprep.exam.grading.calibration import (
    UNTRAINED,
    Trial,
    model_in,
    run_trials,
    train,
)
from tfprep.exam.outcomes import Grade, RefusedError
from tfprep.exam.report.evidence import look
from tfprep.exam.report.sample import FILE, Sample
from tfprep.exam.sitting import actions
from tfprep.exam.sitting.clock import Moment
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task, read_tasks
from tfprep.project import find_project

FORM, SEED = 1, 1
START = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
TEXT_FILE = "train.py"
"""Handed in by mistake, in place of a model."""
PLAN = (
    (12, "A", UNTRAINED),
    (9, "A", "weak"),
    (14, "A", "reference"),
    (21, "B", "weak"),
    (25, "B", "reference"),
    (31, "D", TEXT_FILE),
    (1, "D", "weak"),
    (44, "D", "reference"),
    (52, "C", "weak"),
    (38, "E", "weak"),
)
"""Minutes of work, the task, and what was handed in then."""
LAST = 20
"""Minutes from the last hand-in to the end."""


@dataclass
class Hand:
    """The clock's hand, which this script moves."""

    now: datetime = START

    def __call__(self) -> Moment:
        return Moment(wall=self.now)

    def turn(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


def main() -> None:
    """Sit, and write the recording."""
    project = find_project(Path.cwd())
    tasks = [task for task in read_tasks().values() if task.spec.form == FORM]
    by_letter: dict[str, Task] = {task.spec.category: task for task in tasks}
    todo = [
        Trial(by_letter[letter], kind, SEED)
        for _, letter, kind in PLAN
        if kind != TEXT_FILE
    ]
    cache = project.cache / "exam"
    list(run_trials(todo, cache, os.cpu_count() or 1))
    with tempfile.TemporaryDirectory() as folder:
        sample = sit(Path(folder) / "exam", by_letter, cache)
    path = project.root / "docs" / FILE
    path.write_text(sample.model_dump_json() + "\n", "utf-8")


def sit(workspace: Path, tasks: dict[str, Task], cache: Path) -> Sample:
    """Hand in what the plan says, each at its time."""
    hand, chosen = Hand(), list(tasks.values())

    def grade(task: Task, seeds: Seeds, path: Path) -> Grade:
        return parent.grade(task, seeds, path, others=chosen)

    actions.start(
        workspace, chosen, seeds=Seeds.known(SEED), hours=actions.HOURS, clocks=hand
    )
    for minutes, letter, kind in PLAN:
        hand.turn(minutes)
        task = tasks[letter]
        with actions.opened(workspace, hand) as sitting:
            file = _model(workspace, task, kind, cache)
            try:
                actions.submit(workspace, sitting, task, file, grade)
            except RefusedError as error:
                print(error, file=sys.stderr)
    hand.turn(LAST)
    with actions.opened(workspace, hand) as sitting:
        sitting = actions.finish(workspace, sitting, hand)
    looked = look(workspace, sitting, chosen, grade)
    assert not looked.lacks, looked.lacks
    return Sample(sitting=sitting, evidence=dict(looked.evidence))


def _model(workspace: Path, task: Task, kind: str, cache: Path) -> Path:
    """What is handed in."""
    if kind == TEXT_FILE:
        return workspace / f"{task.spec.category}-{task.name}" / TEXT_FILE
    model = model_in(train(Trial(task, kind, SEED), cache))
    assert model is not None, "the cache keeps only folders with a model"
    return model


if __name__ == "__main__":
    main()
