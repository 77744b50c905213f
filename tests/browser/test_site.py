"""The site as a whole: its pages, its schemes, its order."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from contrast import faint_texts, ink_contrast
from playwright.sync_api import Page, expect
from reader import HOST, NARROW, SAMPLE, WIDE, Reader, page_path, settle

from tfprep.lessons.lesson import Lesson

pytestmark = pytest.mark.slow

AA = 4.5  # https://www.w3.org/TR/WCAG22/#contrast-minimum
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SWITCH = "header label[for^=__palette]:visible"  # automatic, light, dark, automatic
CONTRASTED = (
    "topics/developer/",
    "exam/",
    "exam/start/",
    "exam/sample-report.html",
    "guide/prepare/",
    "resources/",
    "reference/common-errors/",
    "reference/glossary/",
)
PARTS = 4  # of the site, so that it is seen how far the sweep is


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    settle(page)
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def becomes(page: Page, scheme: str) -> None:
    """Wait until the ground of the page is dark, or light: a script sees to it."""
    ground = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g)"
    sign = "<" if scheme == "dark" else ">"
    page.wait_for_function(f"Math.max(...{ground}.map(Number)) {sign} 128")
    settle(page)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page(reader: Reader, built_site: Path, part: int) -> None:
    """Every page opens without an error, and none scrolls sideways, wide or narrow."""
    pages = sorted(built_site.rglob("*.html"))[part::PARTS]
    page = reader.open("", reduced_motion="reduce")  # painting takes the most time
    wider = {}

    for file in pages:
        path = file.relative_to(built_site).as_posix().removesuffix("index.html")
        page.goto(HOST + path)
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            if pixels := overflow(page):
                wider[path, size["width"]] = pixels

    assert pages
    assert wider == {}


@pytest.mark.parametrize("path", ["", *CONTRASTED, page_path(SAMPLE)])
def test_contrast(reader: Reader, path: str) -> None:
    """All text of a page has a contrast of 4.5:1 or more, folded or not, either way."""
    page = reader.open(path)
    page.evaluate(
        "for (const fold of document.querySelectorAll('details')) fold.open = true"
    )

    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        becomes(page, scheme)
        assert faint_texts(page, AA) == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_menu_contrast(reader: Reader, scheme: Literal["light", "dark"]) -> None:
    """The menu of a narrow window can be read too."""
    page = reader.open("guide/prepare/", viewport=NARROW, color_scheme=scheme)

    page.get_by_role("button", name="Menu").click()
    expect(page.locator(".md-nav--primary .md-nav__title").first).to_be_in_viewport()

    assert faint_texts(page, AA) == {}


@pytest.mark.parametrize("system", SCHEMES)
def test_figure_contrast(reader: Reader, lesson: Lesson, system: str) -> None:
    """Figures can be read in the system's scheme, and in the other if it is chosen."""
    options = {"color_scheme": system, "device_scale_factor": 3}
    page = reader.open(page_path(lesson.slug), **options)
    figure = page.locator("article .output img").first

    assert ink_contrast(figure) >= AA
    for _ in range(2 if system == "light" else 1):
        page.locator(SWITCH).click()
    becomes(page, "dark" if system == "light" else "light")
    assert ink_contrast(figure) >= AA


def test_schemes(reader: Reader) -> None:
    """The site follows the system until a scheme is chosen, which then stays."""
    page = reader.open("", color_scheme="light")
    becomes(page, "light")
    page.emulate_media(color_scheme="dark")
    becomes(page, "dark")
    page.emulate_media(color_scheme="light")
    becomes(page, "light")

    for _ in range(2):
        page.locator(SWITCH).click()

    becomes(page, "dark")
    page.reload()
    becomes(page, "dark")
    page.goto(f"{HOST}topics/")
    becomes(page, "dark")


def test_without_javascript(reader: Reader, lesson: Lesson) -> None:
    """Without JavaScript a lesson has its text and folds, fits, and says what lacks."""
    page = reader.open(
        page_path(lesson.slug), java_script_enabled=False, viewport=NARROW
    )

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("article .highlight").first).to_be_visible()
    expect(page.locator("article > noscript strong")).to_be_visible()
    assert overflow(page) == 0
    fold = page.locator("details.fold").first
    expect(fold.locator("summary + *")).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.locator("summary + *")).to_be_visible()
