"""Grade a class: find what was handed in, grade what is new, and sum it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tfprep.exam.classes.found import Row, rows_of
from tfprep.exam.classes.grading import Outcome, State, open_outcome
from tfprep.exam.classes.learners import find_class
from tfprep.exam.classes.names import Names
from tfprep.exam.classes.results import Results
from tfprep.exam.classes.running import grade_rows
from tfprep.exam.sitting.actions import Grader
from tfprep.exam.taskspec.task import Task
from tfprep.problems import count


@dataclass
class WholeClass:
    """Every learner with every task, and what is known of each by now."""

    outcomes: dict[tuple[str, str], Outcome]
    """By learner and task, in the order of the table."""
    learners: int
    left_out: list[str] = field(default_factory=list)
    """What lies beside the learners and is nobody's, each on one line."""

    def grade(
        self, results: Results, grader: Grader, jobs: int, end_all: Callable[[], None]
    ) -> Generator[Outcome]:
        """Grade the models; each outcome is noted here, then told.

        Args:
            results: what was graded before, and what the hidden data are drawn from.
            grader: the grader.
            jobs: how many models are graded at once.
            end_all: ends what the grader has started, when this is left early.
        """
        rows = [outcome.row for outcome in self.open()]
        graded = grade_rows(rows, results, grader, jobs, end_all)
        with closing(graded):
            for outcome in graded:
                self.outcomes[_key(outcome.row)] = outcome
                yield outcome

    def open(self) -> list[Outcome]:
        """What is still to be graded."""
        return [o for o in self.outcomes.values() if o.state is State.OPEN]

    def table(self) -> list[Outcome]:
        """All outcomes, as the table has them."""
        return list(self.outcomes.values())

    def summary(self) -> str:
        """How many rows ended in which way, in one sentence."""
        if not self.outcomes:
            return "No learners in this part: there are more parts than learners."
        ends = Counter(outcome.state for outcome in self.outcomes.values())
        parts = [f"{ends[state]} {state.value}" for state in State if ends[state]]
        who = count(self.learners, "learner")
        return f"{who}, {count(len(self.outcomes), 'row')}: {', '.join(parts)}."


def open_class(
    folder: Path,
    tasks: Sequence[Task],
    every: Sequence[Task],
    seed: int,
    results: Path,
    shard: tuple[int, int] = (1, 1),
) -> WholeClass:
    """Find what a class handed in.

    Args:
        folder: holds the learners.
        tasks: those that are graded, of one form.
        every: all tasks there are, so that a model for another one is recognized.
        seed: what the learners' data were made from.
        results: the folder of the results, which is nobody's, wherever it lies.
        shard: only part I of N of the learners.

    Raises:
        ExamError: there are no learners.
        OSError: the folder can't be read.
    """
    names = Names(tasks[0].spec.form, every)
    found = find_class(folder, names, results)
    index, parts = shard
    mine = found.learners[index - 1 :: parts]
    rows = [row for one in mine for row in rows_of(one, tasks, names, seed)]
    outcomes = {_key(row): open_outcome(row) for row in rows}
    return WholeClass(outcomes, len(mine), found.left_out)


def _key(row: Row) -> tuple[str, str]:
    return row.learner.name, row.task.name
