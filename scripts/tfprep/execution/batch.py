"""Execute many lessons at once, keep what is done, report each as it ends."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

from tfprep.execution.cache import Cache, Entry
from tfprep.execution.lesson_run import execute
from tfprep.execution.limits import Limits
from tfprep.execution.versions import STACK, installed
from tfprep.execution.warm_kernels import preload
from tfprep.lessons.lesson import Lesson
from tfprep.problems import Problem, ProblemError


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
    """Lessons to run side by side: one for each core that this process may use."""
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
        jobs: lessons to run at once, by default as many as there are cores.
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
        asyncio.run(
            _run_all(todo, cache, report, jobs or default_jobs(), limits, listen)
        )
    return report


def stack_modules(lesson: Lesson) -> list[str]:
    """Modules of TensorFlow and friends that the lesson imports and that are there."""
    return [
        name
        for name in lesson.modules
        if (top := name.partition(".")[0]) in STACK and installed(STACK[top])
    ]


async def _run_all(
    todo: Sequence[Lesson],
    cache: Cache,
    report: Report,
    jobs: int,
    limits: Limits,
    listen: Listener,
) -> None:
    slots = asyncio.Semaphore(jobs)
    kernels = asyncio.Semaphore(jobs + 1)  # one starts while the others run
    left = len(todo)

    @asynccontextmanager
    async def turn(lesson: Lesson) -> AsyncIterator[None]:
        async with slots:
            listen(Event(lesson, left))
            yield

    async def run_one(lesson: Lesson) -> None:
        nonlocal left
        async with kernels:
            event = await run_lesson(lesson, cache, limits, turn(lesson))
            left -= 1
        if event.entry:
            report.entries[lesson.slug] = event.entry
        if event.problems:
            report.problems[lesson.slug] = list(event.problems)
        listen(Event(lesson, left, event.entry, event.problems))

    async with asyncio.TaskGroup() as group:
        for lesson in todo:
            group.create_task(run_one(lesson))


async def run_lesson(
    lesson: Lesson,
    cache: Cache,
    limits: Limits,
    turn: AbstractAsyncContextManager[object] | None = None,
) -> Event:
    """Execute one lesson and store the result; trouble becomes part of the event."""
    try:
        entry = await execute(lesson, limits, turn)
    except ProblemError as error:
        return Event(lesson, 0, None, tuple(error.problems))
    except OSError as error:
        text = f"could not be run: {error.strerror}: {error.filename}; make room"
        return Event(lesson, 0, None, (Problem(lesson.path, None, text),))
    try:
        cache.put(entry)
    except OSError as error:
        text = (
            f"ran, but its result can't be stored in {cache.folder}: {error.strerror}; "
            "make room or make the folder writable, then run it again"
        )
        return Event(lesson, 0, entry, (Problem(lesson.path, None, text),))
    return Event(lesson, 0, entry)
