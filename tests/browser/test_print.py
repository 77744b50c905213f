"""Paper holds what the screen does, whatever the screen's scheme."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from projects import REPOSITORY
from reader import SAMPLE, Reader, page_path, settle

pytestmark = pytest.mark.slow

PAPER = {"width": 680, "height": 1000}  # A4 between our margins, in CSS pixels
CUT = """
[...document.querySelectorAll("article *")]
  .filter(part => part.getBoundingClientRect().right > innerWidth + 1
    && !part.closest("math, svg"))
  .map(part => part.outerHTML.slice(0, 80))
"""


def printed(reader: Reader, path: str) -> Page:
    """A page as it goes on paper from a dark screen."""
    page = reader.open(path, viewport=PAPER, color_scheme="dark")
    page.emulate_media(media="print")
    settle(page)
    return page


def test_its_style_is_no_load() -> None:
    """A sheet of its own, which no screen waits for, below 5 kB."""
    assert (REPOSITORY / "docs/assets/print.css").stat().st_size < 5_000


@pytest.mark.parametrize(
    "path", ["topics/basics/", "topics/skill-map/", "resources/", "exam/start/"]
)
def test_nothing_is_cut(reader: Reader, path: str) -> None:
    """Every column of every table and every line of code ends on the paper."""
    assert printed(reader, path).evaluate(CUT) == []


def test_a_lesson_is_all_there(reader: Reader) -> None:
    """Hints and solutions are open, nothing is there to click, and paper is white."""
    page = printed(reader, page_path(SAMPLE))

    assert page.evaluate(CUT) == []
    for fold in page.locator("details.fold > summary + *").all():
        expect(fold).to_be_visible()
    shown = "e => e.filter(one => one.checkVisibility()).length"
    assert page.locator("article button, .lesson-do").evaluate_all(shown) == 0
    article = page.locator("article")
    assert article.evaluate("e => getComputedStyle(e).colorScheme") == "light"
    ground = "e => getComputedStyle(document.body).backgroundColor"
    assert article.evaluate(ground) in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}


def test_addresses_of_other_sites_are_told(reader: Reader) -> None:
    """Where a link to elsewhere leads stands behind it."""
    page = printed(reader, "resources/")
    link = page.locator("article th a[href^=http]").first

    told = link.evaluate("e => getComputedStyle(e, '::after').content")
    assert str(link.get_attribute("href")) in told
