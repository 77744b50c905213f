"""The open lessons: who waits for whom, who makes room, and who is told what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from projects import TinyCourse

from tfprep.lessons.lesson import Lesson
from tfprep.practice.answer import Outcome, Verdict
from tfprep.practice.exercises import Assignment
from tfprep.practice.server import desk as module
from tfprep.practice.server.catalog import Catalog
from tfprep.practice.server.desk import Desk, FullError, State
from tfprep.practice.server.kernels import MOST
from tfprep.practice.session import LIMITS, CellResult


class FakeSession:
    """A session, and its kernel, whose code ends when the test says so."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.limits = LIMITS
        self.is_alive = True
        self.goes_on = asyncio.Event()
        self.heeds = True
        self.did: list[str] = []

    async def prepare(self, _assignment: Assignment) -> None:
        self.did.append("prepare")
        await self.goes_on.wait()

    async def run_cell(
        self, _place: int, code: str, _listen: Callable[..., None]
    ) -> CellResult:
        self.did.append(code)
        await self.goes_on.wait()
        return CellResult(ok=True, words=code)

    async def answer(
        self, _assignment: Assignment, text: str, _listen: Callable[..., None]
    ) -> Verdict:
        self.did.append(text)
        await self.goes_on.wait()
        return Verdict(Outcome.CORRECT, text)

    async def interrupt(self) -> None:
        self.did.append("interrupt")
        if self.heeds:
            self.goes_on.set()

    async def close(self) -> None:
        self.did.append("close")
        self.goes_on.set()


class Office:
    """A desk, the sessions that it opened, and what it said."""

    def __init__(self, course: TinyCourse) -> None:
        self.course = course
        self.catalog = Catalog(course.read(), course.library)
        self.opened: list[FakeSession] = []
        self.said: list[str] = []
        self.desk = Desk(self.catalog, self._open)  # type: ignore[arg-type]

    def _open(self, lesson: Lesson) -> tuple[FakeSession, FakeSession]:
        self.opened.append(FakeSession(lesson))
        return self.opened[-1], self.opened[-1]

    def begin(self, slug: str) -> None:
        first = self.catalog.first_exercise(slug)
        assert first
        self.desk.begin(first)

    def run(self, slug: str, code: str) -> asyncio.Task[CellResult]:
        """Begin to run code, as a request does."""
        lesson = self.catalog.lesson(slug)
        job = self.desk.run(lesson, 0, code, self.said.append, lambda *_: None)
        return asyncio.create_task(job)


async def settle() -> None:
    """Let everything go on that can."""
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.fixture
def tried(course: TinyCourse) -> Callable[..., None]:
    """Runs a scene in an office of a course of MOST + 1 lessons."""
    for number in range(MOST + 1):
        course.write(f"basics/l{number}")

    def play(scene: Callable[[Office], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            office = Office(course)
            await scene(office)
            await office.desk.close()
            assert all(session.did[-1] == "close" for session in office.opened)

        asyncio.run(whole())

    return play


def test_a_lesson_says_how_it_stands(tried: Callable[..., None]) -> None:
    """Gone before anything ran, then starting, ready, busy, and gone when it died."""

    async def scene(office: Office) -> None:
        slug, state = "basics/l0", office.desk.state
        assert state(slug)[0] is State.GONE
        office.begin(slug)
        assert state(slug)[0] is State.STARTING
        await settle()
        office.opened[0].goes_on.set()
        await settle()
        assert state(slug)[0] is State.READY
        office.opened[0].goes_on.clear()
        task = office.run(slug, "code")
        await settle()
        assert state(slug)[0] is State.BUSY
        office.opened[0].goes_on.set()
        await task
        office.opened[0].is_alive = False
        assert state(slug)[0] is State.GONE

    tried(scene)


def test_two_tabs_take_turns_in_one_lesson(tried: Callable[..., None]) -> None:
    """The second is told that it waits, and runs in the same session."""

    async def scene(office: Office) -> None:
        first, second = office.run("basics/l0", "a"), office.run("basics/l0", "b")
        await settle()
        assert office.opened[0].did == ["a"]
        assert office.said == ["Other code of this lesson is running; this comes next."]
        office.opened[0].goes_on.set()
        assert [(await first).words, (await second).words] == ["a", "b"]
        assert len(office.opened) == 1

    tried(scene)


def test_lessons_do_not_wait_for_each_other(tried: Callable[..., None]) -> None:
    """Code of one runs while another's does."""

    async def scene(office: Office) -> None:
        first, second = office.run("basics/l0", "a"), office.run("basics/l1", "b")
        await settle()
        assert [session.did for session in office.opened] == [["a"], ["b"]]
        for session in office.opened:
            session.goes_on.set()
        await asyncio.gather(first, second)

    tried(scene)


def test_code_that_nobody_waits_for_is_interrupted(tried: Callable[..., None]) -> None:
    """A tab that was closed stops its own code, and the next request works."""

    async def scene(office: Office) -> None:
        task = office.run("basics/l0", "endless")
        await settle()
        task.cancel()
        await asyncio.wait([task])
        assert office.opened[0].did == ["endless", "interrupt"]
        assert (await office.run("basics/l0", "next")).words == "next"
        assert len(office.opened) == 1, "its variables are still there"

    tried(scene)


def test_code_that_ignores_an_interrupt_loses_its_kernel(
    tried: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has a few seconds, then its session is closed, and the next is a new one."""
    monkeypatch.setattr(module, "GRACE", 0.01)

    async def scene(office: Office) -> None:
        task = office.run("basics/l0", "stubborn")
        await settle()
        office.opened[0].heeds = False
        task.cancel()
        await asyncio.wait([task])
        assert office.opened[0].did == ["stubborn", "interrupt", "close"]
        again = office.run("basics/l0", "next")
        await settle()
        office.opened[1].goes_on.set()
        assert (await again).words == "next"

    tried(scene)


def test_who_waits_for_long_is_told_how_long_it_may_take(
    tried: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, while it runs, with what stops it; code that ends soon says nothing."""
    monkeypatch.setattr(module, "LATE", 0.01)

    async def scene(office: Office) -> None:
        task = office.run("basics/l0", "long")
        await asyncio.sleep(0.05)
        office.opened[0].goes_on.set()
        await task
        await office.run("basics/l0", "short")
        await asyncio.sleep(0.05)
        (words,) = office.said
        assert f"may take {LIMITS.seconds} s. Interrupt stops it now." in words

    tried(scene)


def test_who_waited_and_left_runs_nothing(tried: Callable[..., None]) -> None:
    """A request that is gone before its turn leaves the code of the other alone."""

    async def scene(office: Office) -> None:
        first, second = office.run("basics/l0", "a"), office.run("basics/l0", "b")
        await settle()
        second.cancel()
        await asyncio.wait([second])
        office.opened[0].goes_on.set()
        assert (await first).words == "a"
        assert office.opened[0].did == ["a"]

    tried(scene)


def test_the_lesson_that_was_longest_unused_makes_room(
    tried: Callable[..., None],
) -> None:
    """Of those in which nothing runs; what comes back begins anew."""

    async def scene(office: Office) -> None:
        for number in range(MOST):
            task = office.run(f"basics/l{number}", "a")
            await settle()
            office.opened[number].goes_on.set()
            await task
        office.opened[0].goes_on.clear()
        busy = office.run("basics/l0", "long")
        newest = office.run(f"basics/l{MOST}", "a")
        await settle()
        assert [x.lesson.name for x in office.opened if "close" in x.did] == ["l1"]
        for session in (office.opened[0], office.opened[-1]):
            session.goes_on.set()
        await asyncio.gather(busy, newest)

    tried(scene)


def test_where_code_runs_in_every_lesson_there_is_no_room(
    tried: Callable[..., None],
) -> None:
    """It is said how many there may be, and nothing is stopped."""

    async def scene(office: Office) -> None:
        tasks = [office.run(f"basics/l{number}", "a") for number in range(MOST)]
        await settle()
        with pytest.raises(FullError, match=f"{MOST} lessons, the most"):
            await office.run(f"basics/l{MOST}", "a")
        for session in office.opened:
            session.goes_on.set()
        await asyncio.gather(*tasks)
        assert len(office.opened) == MOST

    tried(scene)


@pytest.mark.parametrize("what", ["died", "edited"])
def test_what_begins_anew_says_so(tried: Callable[..., None], what: str) -> None:
    """A lesson whose kernel died while nothing ran, and one that was edited."""

    async def scene(office: Office) -> None:
        task = office.run("basics/l0", "a")
        await settle()
        office.opened[0].goes_on.set()
        await task
        if what == "died":
            office.opened[0].is_alive = False
        else:
            office.course.write("basics/l0", body="\n# %%\nprint(1)\n")
            office.catalog.update(office.course.read(), office.course.library)
        task = office.run("basics/l0", "b")
        await settle()
        office.opened[-1].goes_on.set()
        assert (await task).words == "b"
        assert len(office.opened) == (1 if what == "died" else 2)
        words = "kernel had ended" if what == "died" else "was changed"
        assert words in office.said[0]

    tried(scene)


def test_a_restart_ends_what_runs(tried: Callable[..., None]) -> None:
    """Code in its way, and the session, which the next code opens again."""

    async def scene(office: Office) -> None:
        task = office.run("basics/l0", "endless")
        await settle()
        await office.desk.restart("basics/l0")
        await task
        assert office.desk.state("basics/l0")[0] is State.GONE
        await office.desk.restart("basics/l1")  # nothing runs there
        await office.desk.interrupt("basics/l1")

    tried(scene)


def test_a_lesson_is_prepared_once(tried: Callable[..., None]) -> None:
    """However often a page asks for it while that is under way."""

    async def scene(office: Office) -> None:
        for _ in range(3):
            office.begin("basics/l0")
            await settle()
        office.opened[0].goes_on.set()
        await settle()
        assert office.opened[0].did == ["prepare"]

    tried(scene)
