"""What a reader with a keyboard or a screen reader meets."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe import OF_COLOR, OPEN, RULES, RUN
from axe_playwright_python.sync_playwright import Axe
from contrast import painted, parse, ratio
from playwright.sync_api import Page, expect
from reader import NARROW, SAMPLE, WIDE, Reader, page_path, settle

pytestmark = pytest.mark.slow

KINDS = (
    "",
    "guide/prepare/",
    "topics/developer/",
    "topics/skill-map/",
    "quiz/developer/",
    "lessons/",
    page_path(SAMPLE),
    "exam/tasks/",
    "exam/sample-report.html",
    "reference/glossary/",
    "resources/",
    "404.html",
)
"""A page of each kind."""
FOCUS = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const shown = element.checkVisibility({visibilityProperty: true});
  const there = box.right > 0 && box.left < innerWidth;
  return [!!element.closest("article"), shown && there];
}"""
SEARCH_IS_OPEN = """() => !document.activeElement.matches(".md-search__input")
  || document.getElementById("__search").checked"""
"""If its field has the focus: Material opens it a moment later, and makes it white."""
RING = """() => {
  const element = document.activeElement;
  const shown = element.matches(".md-option") ? element.nextElementSibling : element;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(shown);
  const grounds = [];
  for (let around = shown.parentElement; around; around = around.parentElement)
    grounds.push(getComputedStyle(around).backgroundColor);
  return [outlineStyle, outlineWidth, outlineColor, ...grounds];
}"""


def menu(page: Page) -> Any:
    return page.get_by_role("button", name="Menu")


@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing(reader: Reader, path: str) -> None:
    """Each kind of page keeps what a program can check of WCAG 2.2 AA, opened too."""
    page = reader.open(path, reduced_motion="reduce")
    page.wait_for_load_state()
    page.evaluate(Axe().axe_script)

    # In the narrow window with all folds open and all questions answered: there links
    # in a text are told from it. test_site.py measures contrasts, in both schemes.
    looks = ((WIDE, "() => {}", OF_COLOR), (NARROW, OPEN, ["color-contrast"]))
    for size, prepare, without in looks:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.evaluate(prepare)
        found = page.evaluate(RUN, [None, RULES, without])["violations"]
        assert {
            rule["id"]: [x["target"] for x in rule["nodes"]] for rule in found
        } == {}


@pytest.mark.parametrize(("size", "most"), [(WIDE, 11), (NARROW, 4)])
def test_the_text_is_reached_by_few_stops(
    reader: Reader, size: dict[str, int], most: int
) -> None:
    """The header comes before it, the menu after it; a closed one takes no focus."""
    page = reader.open(page_path(SAMPLE), viewport=size)
    stops = []
    for _ in range(most + 1):
        page.keyboard.press("Tab")
        inside, shown = page.evaluate(FOCUS)
        if inside:
            break
        stops.append(shown)

    assert inside
    assert stops.count(False) <= 1, "the switch of the scheme shows by its label"


def test_the_first_stop_skips_the_header(reader: Reader) -> None:
    """It is seen when it has the focus, and Tab goes on at the title."""
    page = reader.open(page_path(SAMPLE))

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    expect(skip).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.locator("article a").first).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_can_be_seen(
    reader: Reader, scheme: Literal["light", "dark"]
) -> None:
    """Each stop has a ring of 2 pixels, of 3:1 or more against what is around."""
    page = reader.open(page_path(SAMPLE), color_scheme=scheme, reduced_motion="reduce")
    page.keyboard.press("Tab")  # the first stop lies on the header, and not below it
    for _ in range(16):
        page.keyboard.press("Tab")
        page.wait_for_function(SEARCH_IS_OPEN)
        settle(page)
        style, width, ring, *grounds = page.evaluate(RING)

        assert (style, width) == ("solid", "2px")
        assert ratio(parse(ring), painted(grounds)) >= 3


def test_copying_is_announced(reader: Reader) -> None:
    """That code was copied is said where a screen reader listens."""
    page = reader.open(page_path(SAMPLE), permissions=["clipboard-write"])

    page.locator(".md-code__button").first.click()

    said = page.get_by_role("status").filter(has_text="Copied to clipboard")
    expect(said).to_be_visible()


def test_the_search_of_a_narrow_window_opens_by_key(reader: Reader) -> None:
    """A button leads to the field, and Escape leads back to it."""
    page = reader.open("", viewport=NARROW)
    button = page.get_by_role("button", name="Search", exact=True)
    button.focus()

    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()
    page.keyboard.press("Escape")

    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_a_key_opens_the_search_of_a_narrow_window(reader: Reader) -> None:
    """A slash leads to the search's field, and isn't typed into it."""
    page = reader.open("", viewport=NARROW)
    field = page.get_by_role("textbox", name="Search")

    page.keyboard.press("/")
    page.keyboard.type("f/s")

    expect(field).to_be_focused()
    expect(field).to_have_value("f/s")


def test_the_menu_opens_by_key(reader: Reader) -> None:
    """Enter opens it and leads into it, Escape closes it and leads back."""
    page = reader.open(page_path(SAMPLE), viewport=NARROW)
    menu(page).focus()

    page.keyboard.press("Enter")
    expect(menu(page)).to_have_attribute("aria-expanded", "true")
    first = page.locator(".md-sidebar--primary li a").first
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()

    page.keyboard.press("Escape")
    expect(menu(page)).to_have_attribute("aria-expanded", "false")
    expect(menu(page)).to_be_focused()


def test_a_wide_table_can_be_scrolled_by_key(reader: Reader) -> None:
    """What is wider than the window takes the focus, and nothing else does."""
    page = reader.open("exam/tasks/", viewport=NARROW)
    page.wait_for_load_state()

    boxes = page.locator(".md-typeset__scrollwrap").evaluate_all(
        "all => all.map(box => [box.scrollWidth > box.clientWidth, box.tabIndex == 0])"
    )
    assert [True, True] in boxes
    assert all(wide == reached for wide, reached in boxes)


def test_titles_are_said_and_shown_without_a_tooltip_for_each(reader: Reader) -> None:
    """Only terms have Material's; the mouse finds the others, a screen reader hears."""
    page = reader.open("topics/skill-map/")
    page.wait_for_load_state()
    task = page.locator("article a.task").first

    titled = page.locator("article [title]:not(.term)")
    assert titled.evaluate_all("all => all.every(e => !e.innerText.trim())")
    said = task.get_attribute("aria-description")
    assert said
    assert task.get_attribute("title") is None
    task.hover()
    assert task.get_attribute("title") == said
