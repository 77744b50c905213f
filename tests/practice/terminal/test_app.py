"""The screen: what it shows, and what each key does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from editor import RIGHT, STUB, WRONG, Desk, until, write
from rich.segment import Segment
from textual.pilot import Pilot
from textual.widgets import Static

from tfprep.practice.terminal.app import PracticeApp

pytestmark = pytest.mark.xdist_group("waiting")

ONE = "1-basics/01-one/1-double.py"
Learner = Callable[[PracticeApp, Pilot[None]], Awaitable[None]]


def screen_of(app: PracticeApp) -> str:
    """All that the terminal shows now, line by line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def segments_of(app: PracticeApp) -> list[Segment]:
    """What the terminal shows now, with its styles."""
    strips = app.screen._compositor.render_strips()
    return [segment for strip in strips for segment in strip]


def colors_of(app: PracticeApp) -> set[str]:
    """The names of all colors on the screen, in front and behind."""
    styles = [segment.style for segment in segments_of(app) if segment.style]
    colors = [color for x in styles for color in (x.color, x.bgcolor)]
    return {color.name for color in colors if color is not None}


def on_screen(desk: Desk, learner: Learner, size: tuple[int, int] = (80, 24)) -> None:
    """Let somebody sit before a screen of this size."""

    async def work() -> None:
        app = PracticeApp(desk.round(desk.folder()), poll=True)
        async with app.run_test(size=size) as pilot:
            await until(lambda: "Ready" in screen_of(app))
            await learner(app, pilot)
            await pilot.press("q")
        await app.workers.wait_for_complete()

    asyncio.run(work())
    assert all(session.is_closed for session in desk.sessions)


async def shows(app: PracticeApp, words: str) -> None:
    await until(lambda: words in screen_of(app))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 16)])
def test_the_way_through_an_exercise(desk: Desk, size: tuple[int, int]) -> None:
    """Brief and keys, the outcome at each save in words, then the next exercise."""

    async def learner(app: PracticeApp, _pilot: Pilot[None]) -> None:
        for words in ("basics/one: exercise", "Write double(x).", "h:hint", "q:quit"):
            assert words in screen_of(app)
        await asyncio.sleep(0.7)
        write(desk.place / ONE, WRONG)
        await shows(app, "Not right yet: Double it")
        await shows(app, "Got 9 for 3, expected 6.")
        write(desk.place / ONE, RIGHT, WRONG)
        await shows(app, "basics/two: exercise")
        await shows(app, "Correct: Double it")

    on_screen(desk, learner, size)


def test_each_key_does_its_work(desk: Desk) -> None:
    """Hints one at a time, next, back, list, again, solution and reset."""

    async def learner(app: PracticeApp, pilot: Pilot[None]) -> None:
        await pilot.press("h")
        await shows(app, "Hint 1 of 1: Multiply.")
        await pilot.press("h")
        await shows(app, "There are no more hints.")
        await pilot.press("a")
        await shows(app, "Not attempted: Double it")
        await pilot.press("n")
        await shows(app, "basics/two: exercise")
        await pilot.press("b")
        await shows(app, "basics/one: exercise")
        await pilot.press("l")
        await shows(app, ">  1  begun  Double it (basics/one)")
        await pilot.press("down", "enter")
        await shows(app, "basics/two: exercise")
        await pilot.press("s")
        await shows(app, "Show the solution?")
        await pilot.press("n")
        assert "return 2 * x" not in screen_of(app)
        await pilot.press("s", "y")
        await shows(app, "return 2 * x")
        await pilot.press("R")
        await shows(app, "Begin all 2 exercises anew?")
        await pilot.press("y")
        await shows(app, "Reset: 2 of 2.")

    on_screen(desk, learner)

    assert not desk.memory.read().exercise("basics/one/double").is_begun


def test_a_reset_that_nobody_confirms_does_nothing(desk: Desk) -> None:
    """Escape leaves everything as it is."""

    async def learner(app: PracticeApp, pilot: Pilot[None]) -> None:
        write(desk.place / ONE, WRONG)
        await shows(app, "Not right yet")
        await pilot.press("r")
        await shows(app, "Begin this exercise anew?")
        await pilot.press("escape")

    on_screen(desk, learner)

    assert STUB not in (desk.place / ONE).read_text("utf-8")


def test_trouble_with_the_progress_is_shown(desk: Desk) -> None:
    """What goes to standard error is on the screen, too."""

    async def learner(app: PracticeApp, pilot: Pilot[None]) -> None:
        desk.memory.path.parent.joinpath("progress.json").unlink()
        desk.memory.path.mkdir()
        await pilot.press("h")
        await shows(app, "(Is a directory)")
        desk.memory.path.rmdir()

    on_screen(desk, learner, (120, 40))


def test_without_color_nothing_is_lost(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outcome is a word, the chosen line is underlined, and no gray is drawn."""
    monkeypatch.setenv("NO_COLOR", "1")

    async def learner(app: PracticeApp, pilot: Pilot[None]) -> None:
        await pilot.press("a")
        await shows(app, "Not attempted: Double it")
        assert app.query_one("#outcome", Static).display
        assert colors_of(app) == {"default"}
        await pilot.press("l")
        await shows(app, "Arrows and Enter")
        assert colors_of(app) == {"default"}
        chosen = [x.text for x in segments_of(app) if x.style and x.style.underline]
        assert "Double it (basics/one)" in "".join(chosen)
        await pilot.press("escape")

    on_screen(desk, learner)
