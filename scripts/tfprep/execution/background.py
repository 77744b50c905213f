"""Execute lessons beside `mkdocs serve`: the site never waits for them."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from tfprep.execution.batch import default_jobs, run_lesson, stack_modules
from tfprep.execution.cache import Cache, key_of
from tfprep.execution.limits import Limits
from tfprep.execution.warm_kernels import preload
from tfprep.lessons.lesson import Lesson
from tfprep.problems import Problem, ProblemError

BATCH = 10
"""Seconds between two builds while lessons are being executed."""

log = logging.getLogger("mkdocs.tfprep")


class Live:
    """A worker thread whose warm kernels stay while the server runs.

    A lesson is asked for by `want`. The server watches the file `signal`, which changes
    when all that was asked for is done, and every `batch` seconds until then: so the
    site is built again for each batch of lessons, and not for each lesson.
    """

    def __init__(self, cache: Cache, folder: Path, batch: float = BATCH) -> None:
        self._batch = batch
        self.signal = folder / "done"
        self._cache = cache
        self._wanted: dict[str, str] = {}
        self._failures: dict[str, tuple[Problem, ...]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._slots = asyncio.Semaphore(default_jobs())
        self._done = 0
        self._stopped = False
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

    def want(self, lesson: Lesson) -> None:
        """Execute the lesson as it is now, unless that is under way or has failed."""
        key = key_of(lesson)
        if self._wanted.get(lesson.slug) == key or key in self._failures:
            return
        if not self._wanted:
            self._told = self._loop.time()  # a batch begins
        self._wanted[lesson.slug] = key
        asyncio.run_coroutine_threadsafe(self._run(lesson, key), self._loop)

    def failure(self, lesson: Lesson) -> tuple[Problem, ...]:
        """What is wrong with the lesson as it is now, if it was executed and failed."""
        return self._failures.get(key_of(lesson), ())

    async def _run(self, lesson: Lesson, key: str) -> None:
        async with self._slots:
            if self._wanted.get(lesson.slug) != key:
                return  # edited again while it waited
            problems = (await run_lesson(lesson, self._cache, Limits())).problems
        if self._stopped:
            return  # a lesson that is stopped may end with any error
        for problem in problems:
            log.error("%s", problem)
        if problems:
            self._failures[key] = problems
        if self._wanted.get(lesson.slug) == key:
            del self._wanted[lesson.slug]
        self._done += 1
        now = self._loop.time()
        if not self._wanted or now - self._told >= self._batch:
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
        self._stopped = True
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
