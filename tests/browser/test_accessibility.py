"""What a reader with a keyboard or a screen reader meets."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from reader import NARROW, SAMPLE, WIDE, Reader, page_path

pytestmark = pytest.mark.slow

OPTIONS: dict[str, Any] = {
    "runOnly": [
        *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
        "best-practice",
    ],
    # It takes most of the time; test_site.py measures contrasts, in both schemes.
    "rules": {"color-contrast": {"enabled": False}},
    "resultTypes": ["violations"],
}
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


def menu(page: Page) -> Any:
    return page.get_by_role("button", name="Menu")


@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing(reader: Reader, path: str) -> None:
    """Each kind of page keeps the rules of WCAG 2.2 AA that a program can check."""
    page = reader.open(path, reduced_motion="reduce")
    page.wait_for_load_state()

    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found = Axe().run(page, options=OPTIONS).response["violations"]
        assert {
            rule["id"]: [x["target"] for x in rule["nodes"]] for rule in found
        } == {}


def test_a_narrow_page_is_reached_by_few_stops(reader: Reader) -> None:
    """A closed menu takes no focus: the text comes after a handful of stops."""
    page = reader.open(page_path(SAMPLE), viewport=NARROW)
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        inside, shown = page.evaluate(FOCUS)
        if inside:
            break
        stops.append(shown)

    assert inside
    assert stops.count(False) <= 1, "the switch of the scheme shows by its label"


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
