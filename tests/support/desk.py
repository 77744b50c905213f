"""An exam to try things on: a workspace, a clock to turn, a grader that is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tfprep.exam.outcomes import Grade
from tfprep.exam.sitting import actions
from tfprep.exam.sitting.clock import Moment
from tfprep.exam.sitting.state import Sitting
from tfprep.exam.sitting.workspace import folder_of
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task, read_tasks


@dataclass
class FakeClock:
    """A machine's clocks, turned by the test."""

    wall: datetime = datetime(2026, 11, 22, 9, tzinfo=UTC)
    ticks: float = 1000.0
    boot: str = "first"

    def __call__(self) -> Moment:
        return Moment(wall=self.wall, boot=self.boot, ticks=self.ticks)

    def wait(self, minutes: float) -> None:
        """Time passes on both clocks."""
        self.wall += timedelta(minutes=minutes)
        self.ticks += 60 * minutes

    def restart(self, minutes: float) -> None:
        """The machine is off for some minutes."""
        self.wall += timedelta(minutes=minutes)
        self.ticks, self.boot = 10.0, self.boot + "+"


@dataclass
class Desk:
    """An exam with the clock and the grader in the test's hands."""

    workspace: Path
    clock: FakeClock = field(default_factory=FakeClock)
    answer: Grade | Exception = field(default_factory=lambda: Grade(5, 0.5))
    """What the grader answers, or raises."""

    @property
    def tasks(self) -> list[Task]:
        """Two tasks of form 1, whose data are made quickly."""
        every = read_tasks().values()
        return [t for t in every if t.spec.form == 1 and t.spec.category in "AE"]

    def start(self, hours: float | None = 5.0) -> Sitting:
        return actions.start(
            self.workspace,
            self.tasks,
            seeds=Seeds.known(1),
            hours=hours,
            clocks=self.clock,
        )

    def save_model(self, content: bytes = b"PK a model", task: int = 0) -> Path:
        """Leave a model in a task's folder, as train.py does."""
        path = self.workspace / folder_of(self.tasks[task]) / "model.keras"
        path.write_bytes(content)
        return path

    def submit(self, score: int = 5, task: int = 0, file: Path | None = None) -> int:
        """Hand a model in, which the grader scores as told; the best score so far."""
        self.answer = Grade(score, score / 10)
        self.hand_in(task, file)
        best = self.status().best(self.tasks[task].name)
        assert best is not None
        return best.score

    def hand_in(self, task: int = 0, file: Path | None = None) -> Sitting:
        """Hand a model in, to which the grader answers `answer`."""
        with actions.opened(self.workspace, self.clock) as sitting:
            chosen = self.tasks[task]
            return actions.submit(self.workspace, sitting, chosen, file, self.grade)

    def grade(self, _task: Task, _seeds: Seeds, path: Path) -> Grade:
        """A grader that answers as it was told."""
        assert path.is_relative_to(self.workspace), "the grader gets a copy"
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def status(self) -> Sitting:
        """The exam as it is now."""
        with actions.opened(self.workspace, self.clock) as sitting:
            return sitting

    def finish(self) -> Sitting:
        """End the exam."""
        with actions.opened(self.workspace, self.clock) as sitting:
            return actions.finish(self.workspace, sitting, self.clock)
