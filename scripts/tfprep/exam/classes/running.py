"""Grade many rows side by side: as many as cores and memory allow, until stopped."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

from tfprep.exam.classes.found import Row
from tfprep.exam.classes.grading import Outcome, grade_row, open_outcome
from tfprep.exam.classes.results import Results
from tfprep.exam.limits import MEMORY
from tfprep.exam.sitting.actions import Grader
from tfprep.execution.scratch import scratch


def cores() -> int:
    """Cores that this process may use, which a batch system may have limited."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only some systems know it
        return os.cpu_count() or 1


def free_memory() -> float:
    """MiB that are free."""
    return float(psutil.virtual_memory().available / 2**20)


@dataclass
class Gate:
    """Lets a model in while there is memory for what it may take, or nobody is in.

    A model is allowed MEMORY MiB, though few take a sixth of it. So they are counted
    by what is free, not by what they might take: a small machine grades one at a time.
    """

    free: Callable[[], float] = free_memory
    _inside: int = 0
    _turn: threading.Condition = field(default_factory=threading.Condition)

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Wait until there is room, and take it."""
        with self._turn:
            while self._inside and self.free() < MEMORY:
                self._turn.wait(1)  # other programs may give memory back
            self._inside += 1
        try:
            yield
        finally:
            with self._turn:
                self._inside -= 1
                self._turn.notify_all()


def grade_rows(
    rows: Sequence[Row],
    results: Results,
    grade: Grader,
    jobs: int,
    end_all: Callable[[], None] = lambda: None,
) -> Generator[Outcome]:
    """The outcomes of rows with a model, each as soon as it is there.

    Args:
        rows: at most `jobs` of them are graded at once.
        results: where they are kept.
        grade: the grader.
        jobs: at least 1.
        end_all: ends what the grader has started. It is called when the caller goes
            away, on Ctrl-C say; what runs then is not waited for, and not kept.
    """
    scratch()  # made once, before there are threads
    gate, stopped = Gate(), threading.Event()

    def run(row: Row) -> Outcome:
        with gate.enter():
            if stopped.is_set():
                return open_outcome(row)
            return grade_row(row, results, grade, stopped.is_set)

    pool = ThreadPoolExecutor(jobs, thread_name_prefix="grade")
    waiting: set[Future[Outcome]] = {pool.submit(run, row) for row in rows}
    try:
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    finally:
        if waiting:
            stopped.set()
            end_all()
        pool.shutdown(cancel_futures=True)
