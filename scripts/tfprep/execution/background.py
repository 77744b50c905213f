"""Execute lessons beside `mkdocs serve`: the site never waits for them."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tfprep.execution.batch import default_jobs, run_lesson, stack_modules
from tfprep.execution.cache import Cache, key_of
from tfprep.execution.limits import Limits
from tfprep.execution.warm_kernels import preload
from tfprep.lessons.lesson import Lesson
from tfprep.problems import Problem, ProblemError

BATCH = 10
"""Seconds between two builds while lessons are being executed that nobody waits for."""

log = logging.getLogger("mkdocs.tfprep")


@dataclass(frozen=True, eq=False)
class _Run:
    """The execution of a lesson as it was at some time."""

    lesson: Lesson
    key: str
    edited: bool
    """Whether its author waits for it."""


class Live:
    """A worker thread whose warm kernels stay while the server runs.

    The first call of `want` names what had no outputs when the server started, for
    which nobody waits. What lacks them later was edited, and its author waits: it has
    slots of its own, and nothing else begins meanwhile.

    The server watches the file `signal`, which changes when a lesson is done that was
    edited, when all are done, and every `batch` seconds until then: so the site is
    built again for each batch of the lessons that nobody waits for.
    """

    def __init__(self, cache: Cache, folder: Path, batch: float = BATCH) -> None:
        self._batch = batch
        self.signal = folder / "done"
        self._cache = cache
        self._runs: dict[str, _Run] = {}
        """What is wanted and not done, by slug; only the worker changes it."""
        self._tasks: dict[_Run, asyncio.Task[None]] = {}
        """Those of the runs, and of what was stopped and still ends what it began."""
        self._failures: dict[object, tuple[Problem, ...]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._slots = {
            edited: asyncio.Semaphore(default_jobs()) for edited in (True, False)
        }
        self._nobody_waits = asyncio.Event()
        self._first = True
        self._done = 0
        self._told = 0.0
        self._tell()

    def start(self, lessons: Iterable[Lesson]) -> None:
        """Start the worker; the modules of these lessons will be warm."""
        modules = {name for lesson in lessons for name in stack_modules(lesson)}
        with suppress(ProblemError):  # each lesson's page will say it
            preload(sorted(modules))
        self._thread.start()

    def stop(self) -> None:
        """Stop the kernels and the worker."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._cancel(), self._loop).result(
                timeout=10
            )
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout=10)
        if not self._loop.is_running():
            self._loop.close()

    def want(self, lessons: Iterable[Lesson]) -> None:
        """Execute these lessons as they are now, and no others.

        What is under way goes on, and what has failed isn't tried again. The run of a
        lesson that was edited since, or that isn't wanted any more, is stopped.
        """
        wanted = {lesson.slug: (lesson, key_of(lesson)) for lesson in lessons}
        self._loop.call_soon_threadsafe(self._take, wanted)

    def failure(self, lesson: Lesson) -> tuple[Problem, ...]:
        """What is wrong with the lesson as it is now, if it was executed and failed."""
        return self._failures.get(_as_told(lesson, key_of(lesson)), ())

    def _take(self, wanted: Mapping[str, tuple[Lesson, str]]) -> None:
        for slug, run in list(self._runs.items()):
            if slug not in wanted or wanted[slug][1] != run.key:
                del self._runs[slug]
                self._tasks[run].cancel()
        if not self._runs:
            self._told = self._loop.time()  # a batch begins
        for slug, (lesson, key) in wanted.items():
            if slug not in self._runs and _as_told(lesson, key) not in self._failures:
                self._begin(_Run(lesson, key, edited=not self._first))
        self._first = False
        self._look_who_waits()

    def _begin(self, run: _Run) -> None:
        self._runs[run.lesson.slug] = run
        task = self._tasks[run] = self._loop.create_task(self._execute(run))
        task.add_done_callback(lambda _task: self._tasks.pop(run))

    def _look_who_waits(self) -> None:
        if any(run.edited for run in self._runs.values()):
            self._nobody_waits.clear()
        else:
            self._nobody_waits.set()

    async def _execute(self, run: _Run) -> None:
        async with self._slots[run.edited]:
            if not run.edited:
                await self._nobody_waits.wait()
            problems = await self._problems(run.lesson)
        if self._runs.get(run.lesson.slug) is not run:
            return  # a lesson that is stopped may end with any error
        del self._runs[run.lesson.slug]
        for problem in problems:
            log.error("%s", problem)
        if problems:
            self._failures[_as_told(run.lesson, run.key)] = problems
        self._done += 1
        self._look_who_waits()
        self._tell_if_due(run)

    async def _problems(self, lesson: Lesson) -> tuple[Problem, ...]:
        """Execute a lesson, unless that was done while it was asked for."""
        with suppress(OSError):
            if self._cache.get(lesson):
                return ()
        return (await run_lesson(lesson, self._cache, Limits())).problems

    def _tell_if_due(self, run: _Run) -> None:
        """Have the site built again, if anybody waits for it, or enough has changed."""
        now = self._loop.time()
        if not self._runs:
            log.info("No lesson is left to be executed.")
        if run.edited or not self._runs or now - self._told >= self._batch:
            self._told = now
            self._tell()

    def _tell(self) -> None:
        """Change the file that the server watches, also when somebody removed it."""
        try:
            self.signal.parent.mkdir(parents=True, exist_ok=True)
            self.signal.write_text(str(self._done))
        except OSError as error:
            log.warning("the pages can't be told that a lesson is done: %s", error)

    async def _cancel(self) -> None:
        for run in self._runs.values():
            self._tasks[run].cancel()
        self._runs.clear()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)


def _as_told(lesson: Lesson, key: str) -> object:
    """What a problem is about: the code, and the lines where it stands."""
    return key, tuple(cell.line for cell in lesson.code_cells)
