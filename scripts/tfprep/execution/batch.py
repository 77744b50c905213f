"""Execute many lessons at once, keep what is done, report each as it ends."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace

from tfprep.execution.cache import Cache, Entry
from tfprep.execution.lesson_run import execute
from tfprep.execution.limits import Limits
from tfprep.execution.versions import installed
from tfprep.execution.warm_kernels import preload
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.stack import STACK
from tfprep.problems import Problem, ProblemError

log = logging.getLogger("tfprep.batch")


@dataclass
class Report:
    """What became of the lessons of one run, by slug."""

    entries: dict[str, Entry] = field(default_factory=dict)
    cached: set[str] = field(default_factory=set)
    problems: dict[str, list[Problem]] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    """A lesson has begun or ended."""

    lesson: Lesson
    left: int
    """Lessons that have not ended yet."""
    entry: Entry | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def ended(self) -> bool:
        return self.entry is not None or bool(self.problems)


Listener = Callable[[Event], None]


def default_jobs() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_lessons(
    lessons: Sequence[Lesson],
    cache: Cache,
    *,
    jobs: int | None = None,
    force: bool = False,
    limits: Limits = Limits(),
    listen: Listener = lambda _event: None,
) -> Report:
    """Execute the lessons that the cache doesn't know; the others are looked up.

    A lesson that fails does not stop the others. Ctrl-C stops the kernels; what
    was finished by then is in the cache.

    Args:
        jobs: lessons to run at once, by default one more than there are cores.
        force: execute what the cache knows as well.
        listen: called when a lesson begins and when it ends.
    """
    report = Report()
    for lesson in lessons:
        entry = None if force else cache.get(lesson)
        if entry is not None:
            report.entries[lesson.slug] = entry
            report.cached.add(lesson.slug)
    todo = [lesson for lesson in lessons if lesson.slug not in report.entries]
    if todo:
        # The longest first, so that no long one is left over at the end.
        todo.sort(key=lambda lesson: -(cache.seconds(lesson.slug) or 1e9))
        preload(sorted({name for lesson in todo for name in stack_modules(lesson)}))
        batch = _Batch(cache, report, limits, listen, left=len(todo))
        # One more than there are cores: between two cells a lesson waits for us.
        asyncio.run(batch.run(todo, jobs or default_jobs() + 1))
    return report


def stack_modules(lesson: Lesson) -> list[str]:
    """Modules of TensorFlow and friends that the lesson imports and that are there."""
    return of_the_stack(lesson.modules)


def of_the_stack(names: Iterable[str]) -> list[str]:
    """Those of the modules that are of TensorFlow and friends, and there; sorted."""
    return [
        name
        for name in sorted(names)
        if (top := name.partition(".")[0]) in STACK and installed(STACK[top])
    ]


@dataclass
class _Batch:
    """Lessons that are executed side by side, into one report."""

    cache: Cache
    report: Report
    limits: Limits
    listen: Listener
    left: int
    """Lessons that have not ended yet."""

    async def run(self, todo: Sequence[Lesson], jobs: int) -> None:
        slots = asyncio.Semaphore(jobs)
        kernels = asyncio.Semaphore(jobs + 1)  # one starts while the others run
        async with asyncio.TaskGroup() as group:
            for lesson in todo:
                group.create_task(self._run_one(lesson, slots, kernels))

    async def _run_one(
        self, lesson: Lesson, slots: asyncio.Semaphore, kernels: asyncio.Semaphore
    ) -> None:
        async with kernels:
            turn = self._turn(lesson, slots)
            event = await run_lesson(lesson, self.cache, self.limits, turn)
            self.left -= 1
        if event.entry:
            self.report.entries[lesson.slug] = event.entry
        if event.problems:
            self.report.problems[lesson.slug] = list(event.problems)
        self.listen(replace(event, left=self.left))

    @asynccontextmanager
    async def _turn(
        self, lesson: Lesson, slots: asyncio.Semaphore
    ) -> AsyncIterator[None]:
        async with slots:
            self.listen(Event(lesson, self.left))
            yield


async def run_lesson(
    lesson: Lesson,
    cache: Cache,
    limits: Limits,
    turn: AbstractAsyncContextManager[object] | None = None,
) -> Event:
    """Execute one lesson and store the result.

    Whatever goes wrong, foreseen or not, is this lesson's problem in the event: it
    never costs another lesson anything.
    """
    entry = None
    try:
        entry = await execute(lesson, limits, turn)
        cache.put(entry)
    except Exception as error:  # noqa: BLE001 - see above
        return Event(lesson, 0, entry, tuple(_problems(lesson, error, cache, entry)))
    return Event(lesson, 0, entry)


def _problems(
    lesson: Lesson, error: Exception, cache: Cache, entry: Entry | None
) -> list[Problem]:
    """What an exception says to somebody who can fix it."""
    log.debug("%s", lesson.slug, exc_info=error)
    if isinstance(error, ProblemError):
        return error.problems
    if not isinstance(error, OSError):
        text = (
            f"could not be run: got {type(error).__name__}: {error} in tfprep itself; "
            "expected nothing of the kind, please report it with the lesson"
        )
    elif entry is None:
        text = f"could not be run: {_said(error)}; make room, or make it readable"
    else:
        text = (
            f"ran, but its result can't be stored in {cache.folder}: {_said(error)}; "
            "make room or make the folder writable, then run it again"
        )
    return [Problem(lesson.path, None, text)]


def _said(error: OSError) -> str:
    """An error in the system's words, with the file that it is about."""
    if error.strerror is None:
        return str(error)
    return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
