"""The table of resources and its filter, as a reader uses them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from contrast import faint_texts
from playwright.sync_api import Locator, Page, expect
from projects import REPOSITORY
from reader import HOST, NARROW, Reader, settle

from tfprep.content.resources import Resource, read_resources

pytestmark = pytest.mark.slow

PATH = "resources/"
PRACTICE = "resources/practice-tests/"
AA = 4.5  # https://www.w3.org/TR/WCAG22/#contrast-minimum
FACETS = ["Topic", "Level", "Kind", "Cost", "Status"]


@pytest.fixture(scope="module")
def everything() -> tuple[Resource, ...]:
    """All resources of the data."""
    return read_resources(REPOSITORY / "docs/data/resources.yml").resources


def rows(page: Page) -> Locator:
    """The rows of the table that can be seen."""
    return page.locator("table.resources tbody tr").locator("visible=true")


def choose(page: Page, facet: str, value: str) -> None:
    """Choose from one of the lists."""
    page.get_by_label(facet, exact=True).select_option(value)


def chosen(page: Page) -> dict[str, list[str]]:
    """What the page's address says."""
    return parse_qs(urlsplit(page.url).query)


def free_images(everything: tuple[Resource, ...]) -> set[str]:
    """The ids of what has images and costs nothing, or nothing in part."""
    return {r.id for r in everything if "images" in r.topics and "free" in r.cost}


def ids(page: Page) -> set[str]:
    """The ids of the rows that can be seen."""
    return set(rows(page).evaluate_all("rows => rows.map(row => row.id)"))


def test_filter(reader: Reader, everything: tuple[Resource, ...]) -> None:
    """Topic and cost leave what is free for images, and the count is announced."""
    wanted, total = free_images(everything), len(everything)
    page = reader.open(PATH)
    status = page.get_by_role("status").filter(has_text="shown")
    expect(status).to_have_text(f"{total} of {total} shown.")

    choose(page, "Topic", "images")
    choose(page, "Cost", "free")

    assert ids(page) == wanted
    assert "kaggle-computer-vision" in wanted
    expect(status).to_have_text(f"{len(wanted)} of {total} shown.")
    assert chosen(page) == {"topic": ["images"], "cost": ["free"]}


def test_show_all(reader: Reader, everything: tuple[Resource, ...]) -> None:
    """One button brings every row back and empties the address."""
    page = reader.open(f"{PATH}?topic=images&cost=free&h=convolution")

    page.get_by_role("button", name="Show all").click()

    expect(rows(page)).to_have_count(len(everything))
    assert chosen(page) == {"h": ["convolution"]}, "what isn't ours stays"
    assert page.get_by_label("Topic", exact=True).input_value() == ""


def test_nothing_fits(reader: Reader) -> None:
    """When no row is left, the page says so and what to do."""
    page = reader.open(PATH)

    choose(page, "Kind", "handbook")
    choose(page, "Cost", "paid")

    expect(rows(page)).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="shown")).to_contain_text(
        "Nothing fits all of this"
    )


def test_keyboard(reader: Reader, everything: tuple[Resource, ...]) -> None:
    """Every list and the button are reached with Tab, and work from the keyboard."""
    page = reader.open(PATH)
    page.get_by_label("Topic", exact=True).focus()

    page.keyboard.type("images")
    expect(page.get_by_label("Topic", exact=True)).to_have_value("images")
    for facet in FACETS[1:]:
        page.keyboard.press("Tab")
        expect(page.get_by_label(facet, exact=True)).to_be_focused()
    assert len(ids(page)) < len(everything)

    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show all")).to_be_focused()
    page.keyboard.press("Enter")

    expect(rows(page)).to_have_count(len(everything))


def test_a_link_can_choose(reader: Reader, everything: tuple[Resource, ...]) -> None:
    """An address presets the lists; what it names wrongly is left out."""
    page = reader.open(f"{PATH}?topic=images&cost=free&level=galactic")

    expect(page.get_by_label("Topic", exact=True)).to_have_value("images")
    expect(page.get_by_label("Level", exact=True)).to_have_value("")
    assert ids(page) == free_images(everything)
    page.reload()
    assert ids(page) == free_images(everything)


def test_a_link_to_a_row_shows_it(
    reader: Reader, everything: tuple[Resource, ...]
) -> None:
    """A row that somebody links to is never hidden by a filter."""
    page = reader.open(f"{PATH}?topic=images#colab")

    expect(page.locator("#colab")).to_be_in_viewport()
    expect(rows(page)).to_have_count(len(everything))
    choose(page, "Topic", "images")
    expect(page.locator("#colab")).to_be_hidden()
    page.evaluate("location.hash = 'colab'")
    expect(page.locator("#colab")).to_be_in_viewport()


def test_without_javascript(reader: Reader, everything: tuple[Resource, ...]) -> None:
    """Without JavaScript there is no filter, and every row can be read."""
    page = reader.open(PATH, java_script_enabled=False, viewport=NARROW)

    expect(rows(page)).to_have_count(len(everything))
    expect(page.locator(".resource-filter")).to_be_hidden()


def test_practice(reader: Reader, everything: tuple[Resource, ...]) -> None:
    """The page on practice tests has the part that is practice, with its filter."""
    practice = {r.id for r in everything if "practice" in r.kind}
    page = reader.open(PRACTICE)

    assert ids(page) == practice
    choose(page, "Topic", "text")
    assert ids(page) == {
        r.id for r in everything if r.id in practice and "text" in r.topics
    }


@pytest.mark.parametrize("path", [PATH, PRACTICE])
def test_it_fits(reader: Reader, path: str) -> None:
    """Good for is the widest column; on a phone no row is wider than the window."""
    page = reader.open(path)
    widths = page.locator("table.resources thead th").evaluate_all(
        "cells => cells.map(cell => cell.getBoundingClientRect().width)"
    )
    assert widths.index(max(widths)) == 2

    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    settle(page)
    parts = page.locator(".resource-filter > *, table.resources tbody :is(th, td)")
    edges = parts.evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    assert max(edges) <= NARROW["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(reader: Reader, scheme: str) -> None:
    """The table and its filter have a contrast of 4.5:1 or more, in either scheme."""
    page = reader.open(f"{PATH}#colab", color_scheme=scheme)

    assert faint_texts(page, AA) == {}


def test_row_links(reader: Reader, everything: tuple[Resource, ...]) -> None:
    """The page's own links lead to rows that are there."""
    page = reader.open(PATH)
    known = {resource.id for resource in everything}

    article = page.locator("article a[href^='#']:not(.headerlink, [href*='fn'])")
    targets = {t[1:] for t in article.evaluate_all("a => a.map(e => e.hash)")}

    assert len(targets & known) >= 9
    assert all(page.locator(f"[id='{target}']").count() == 1 for target in targets)
    assert page.url == f"{HOST}{PATH}"
