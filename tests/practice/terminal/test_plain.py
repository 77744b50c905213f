"""Line by line: what is printed, and what can be typed."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from editor import RIGHT, STUB, Desk, until, write

from tfprep.practice.terminal.plain import Plain

ONE = "1-basics/01-one/1-double.py"


class Typed:
    """Somebody who types."""

    def __init__(self) -> None:
        self.lines: queue.Queue[str] = queue.Queue()

    def readline(self) -> str:
        return self.lines.get()


@dataclass
class Person:
    """Reads what is printed, and types."""

    typed: Typed
    capsys: pytest.CaptureFixture[str]
    heard: str = ""

    async def says(self, words: str, answer: str) -> None:
        """Type something, and wait until something is printed."""
        self.typed.lines.put(f"{words}\n")
        await self.hears(answer)

    async def hears(self, words: str) -> None:
        """Wait for something, and take what came before it for heard."""

        def has_come() -> bool:
            self.heard += self.capsys.readouterr().out
            return words in self.heard

        await until(has_come)
        self.heard = self.heard.partition(words)[2]


@pytest.fixture
def talk(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> Callable[[Callable[[Person], Awaitable[None]]], None]:
    """Lets somebody go through the course line by line, until they quit."""

    def run(learner: Callable[[Person], Awaitable[None]]) -> None:
        async def both() -> None:
            person = Person(Typed(), capsys)
            plain = Plain(desk.round(desk.folder()))
            task = asyncio.create_task(plain.run(person.typed, poll=True))  # type: ignore[arg-type]
            await person.hears("Ready")
            await learner(person)
            person.typed.lines.put("quit\n")
            await asyncio.wait_for(task, 10)
            person.typed.lines.put("")  # the thread that reads ends, too

        asyncio.run(both())

    return run


Talk = Callable[[Callable[[Person], Awaitable[None]]], None]


def test_everything_can_be_typed(desk: Desk, talk: Talk) -> None:
    """Hints, list, going about, the solution after a question, reset with one."""

    async def learner(person: Person) -> None:
        await person.says("hint", "Hint 1 of 1: Multiply.")
        await person.says("h", "There are no more hints.")
        await person.says("list", ">  1  begun  Double it (basics/one)")
        await person.says("back", "This is the first exercise.")
        await person.says("next", "basics/two: exercise 1 of 1")
        await person.says("go 1", "basics/one: exercise 1 of 1")
        await person.says("go 9", 'Got "go 9", expected a number from 1 to 2.')
        await person.says("brief", "Write `double(x)`.")
        await person.says("again", "Not attempted: Double it")
        await person.says("solution", "You haven't solved it yet")
        await person.says("no", "Not done.")
        await person.says("s", "Type yes to do it.")
        await person.says("yes", "return 2 * x")
        await person.says("reset", "This begins this exercise anew")
        await person.says("y", "Reset: 1 of 1.")
        await person.says("reset everything", "expected reset or reset all")
        await person.says("dance", 'Got "dance", expected one of these:')
        await person.hears("stop; everything is kept")

    talk(learner)

    assert [session.is_closed for session in desk.sessions] == [True] * 3


def test_a_save_is_answered_and_the_next_exercise_follows(
    desk: Desk, talk: Talk
) -> None:
    """The outcome stands in words, and then the next brief."""

    async def learner(person: Person) -> None:
        await asyncio.sleep(0.7)
        write(desk.place / ONE, "    print('mine'); return 0")
        await person.hears("Your code printed:\nmine")
        await person.hears("Not right yet: Double it\nGot 0 for 3, expected 6.")
        write(desk.place / ONE, RIGHT, "    print('mine'); return 0")
        await person.hears("Correct: Double it\n6")
        await person.hears("basics/two: exercise 1 of 1; 1 of 2 done")
        assert STUB in (desk.place / "1-basics/02-two/1-double.py").read_text()

    talk(learner)


def test_where_nothing_more_can_be_typed_it_ends(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pipe that ends is said, and leaves no kernel."""

    async def both() -> None:
        typed = Typed()
        typed.lines.put("")
        plain = Plain(desk.round(desk.folder()))
        await asyncio.wait_for(plain.run(typed), 10)  # type: ignore[arg-type]

    asyncio.run(both())

    assert "Nothing more can be typed: stopped." in capsys.readouterr().out
    assert all(session.is_closed for session in desk.sessions)
