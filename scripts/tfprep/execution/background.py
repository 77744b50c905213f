"""Execute lessons beside `mkdocs serve`: the site never waits for them."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterable
from pathlib import Path

from tfprep.execution.batch import default_jobs, run_lesson, stack_modules
from tfprep.execution.cache import Cache, key_of
from tfprep.execution.lesson_run import Limits
from tfprep.execution.warm_kernels import preload
from tfprep.lessons.lesson import Lesson
from tfprep.problems import Problem

log = logging.getLogger("mkdocs.tfprep")


class Live:
    """A worker thread whose warm kernels stay while the server runs.

    A lesson is asked for by `want`; when it is done, the file `signal` changes, so
    that the server, which watches it, builds again.
    """

    def __init__(self, cache: Cache, folder: Path) -> None:
        self.signal = folder / "done"
        self._cache = cache
        self._wanted: dict[str, str] = {}
        self._failures: dict[str, tuple[Problem, ...]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._slots = asyncio.Semaphore(default_jobs())
        self._done = 0
        folder.mkdir(parents=True, exist_ok=True)
        self.signal.write_text("0")

    def start(self, lessons: Iterable[Lesson]) -> None:
        """Start the worker; the modules of these lessons will be warm."""
        preload(sorted({name for lesson in lessons for name in stack_modules(lesson)}))
        self._thread.start()

    def stop(self) -> None:
        """Stop the kernels and the worker."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._cancel(), self._loop).result(
                timeout=10
            )
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout=10)

    def want(self, lesson: Lesson) -> None:
        """Execute the lesson as it is now, unless that is under way or has failed."""
        key = key_of(lesson)
        if self._wanted.get(lesson.slug) == key or key in self._failures:
            return
        self._wanted[lesson.slug] = key
        asyncio.run_coroutine_threadsafe(self._run(lesson, key), self._loop)

    def failure(self, lesson: Lesson) -> tuple[Problem, ...]:
        """What is wrong with the lesson as it is now, if it was executed and failed."""
        return self._failures.get(key_of(lesson), ())

    async def _run(self, lesson: Lesson, key: str) -> None:
        async with self._slots:
            if self._wanted.get(lesson.slug) != key:
                return  # edited again while it waited
            event = await run_lesson(lesson, self._cache, Limits())
        for problem in event.problems:
            log.error("%s", problem)
        if event.problems:
            self._failures[key] = event.problems
        if self._wanted.get(lesson.slug) == key:
            del self._wanted[lesson.slug]
        self._done += 1
        self.signal.write_text(str(self._done))

    async def _cancel(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
