"""A slider that steps through the figures of a cell."""

import pytest
from playwright.sync_api import Locator, expect
from projects import real_course
from reader import NARROW, Reader, page_path

from tfprep.lessons.cells import Cell
from tfprep.lessons.lesson import Lesson

pytestmark = pytest.mark.slow


@pytest.fixture
def lesson() -> Lesson:
    """The first lesson with a slider."""
    return next(x for x in real_course().lessons if any(c.states for c in x.cells))


@pytest.fixture
def cell(lesson: Lesson) -> Cell:
    """Its cell with the slider."""
    return next(cell for cell in lesson.cells if cell.states)


def shown(slider: Locator) -> list[str | None]:
    """The states whose figures a reader sees."""
    figures = slider.locator("figure").all()
    return [x.get_attribute("data-state") for x in figures if x.is_visible()]


def test_one_figure_is_seen_and_keys_step_on(
    reader: Reader, lesson: Lesson, cell: Cell
) -> None:
    """A screen reader hears the value; nothing below moves."""
    page = reader.open(page_path(lesson.slug))
    slider = page.locator(".slider").first
    handle = slider.get_by_role("slider", name=cell.slider)
    height = "slider => Math.round(slider.getBoundingClientRect().height)"
    before = slider.evaluate(height)

    assert shown(slider) == [cell.states[0]]
    handle.press("ArrowRight")
    assert shown(slider) == [cell.states[1]]
    expect(handle).to_have_attribute("aria-valuetext", cell.states[1])
    expect(slider.locator("output")).to_have_text(cell.states[1])
    handle.press("End")
    assert shown(slider) == [cell.states[-1]]
    assert slider.evaluate(height) == before


@pytest.mark.parametrize("without", ["script", "screen"])
def test_every_figure_is_there(
    reader: Reader, lesson: Lesson, cell: Cell, without: str
) -> None:
    """Without scripts and on paper they stand beside or below each other."""
    options = {"java_script_enabled": False} if without == "script" else {}
    page = reader.open(page_path(lesson.slug), viewport=NARROW, **options)
    if without == "screen":
        page.emulate_media(media="print")
    slider = page.locator(".slider").first

    assert shown(slider) == [*cell.states]
    captions = slider.locator("figcaption").all_inner_texts()
    assert captions == [f"{cell.slider}: {state}" for state in cell.states]
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= NARROW["width"]
