"""The table of resources."""

from __future__ import annotations

from typing import Any

import markdown
import pytest
from bs4 import BeautifulSoup, Tag
from projects import REPOSITORY

from tfprep.content.resources import FACETS, Resources, read_resources
from tfprep.pages.resource_table import resource_table, short_date

NASTY = '<b>&"bold"\' {{ x }}'
"""What must come out as text wherever it is put in."""


def resources(**changes: Any) -> Resources:
    """A list of one course with some keys changed, and one dead book."""
    course: dict[str, Any] = {
        "id": "shapes",
        "title": "All about shapes",
        "author": "Somebody",
        "url": "https://example.org/shapes?a=1&b=2",
        "source_url": "https://www.example.com/files",
        "kind": ["course", "cheat sheet"],
        "topics": ["images", "maths"],
        "level": ["beginner"],
        "cost": "free and paid",
        "price": "videos paid",
        "length": "two hours",
        "licence": "MIT",
        "framework": "tensorflow",
        "seen": "2026-03-09",
        "status": "alive",
        "good_for": "A first look, for beginners.",
        "note": "Old code.",
        "article": True,
    }
    book: dict[str, Any] = {
        "id": "sounds",
        "title": "Sounds",
        "author": "Nobody",
        "url": "https://example.org/sounds",
        "kind": ["book"],
        "topics": ["sequences"],
        "level": ["beginner", "intermediate", "advanced"],
        "cost": "not verified",
        "licence": "none stated",
        "status": "closed",
        "good_for": "History only.",
    }
    return Resources.model_validate({"resources": [{**course, **changes}, book]})


def rows(table: str) -> list[Tag]:
    """The rows of a table below its head."""
    return BeautifulSoup(table, "html.parser").select("table.resources > tbody > tr")


def text(row: Tag, selector: str) -> str:
    """What a reader sees of a row's part."""
    part = row.select_one(selector)
    assert part is not None
    return part.get_text(" ", strip=True)


def test_a_row_says_what_it_can_be_filtered_by() -> None:
    """Several values stand apart by spaces; a value itself has none."""
    first, second = rows(resource_table(resources()))

    assert first["id"] == "shapes"
    assert first["data-topic"] == "images maths"
    assert first["data-level"] == "beginner"
    assert first["data-kind"] == "course cheat-sheet"
    assert first["data-cost"] == "free paid"
    assert first["data-status"] == "alive"
    assert second["data-cost"] == "not-verified"
    assert second["data-status"] == "closed"


def test_the_filter_offers_what_some_row_has() -> None:
    """Every value that a row has is there, in order and in the page's words."""
    form = BeautifulSoup(resource_table(resources()), "html.parser").select_one("form")
    assert form is not None
    offered = {
        str(select["name"]): {
            str(option["value"]): option.get_text() for option in select("option")
        }
        for select in form("select")
    }

    assert list(offered) == list(FACETS)
    assert list(offered["level"]) == ["", "beginner", "intermediate", "advanced"]
    assert offered["kind"] == {
        "": "all",
        "course": "course",
        "book": "book",
        "cheat-sheet": "cheat sheet",
    }
    assert offered["topic"]["maths"] == "math and Python"
    assert text(form, "[role=status]") == "2 of 2 shown."
    assert [label["for"] for label in form("label")] == [
        x["id"] for x in form("select")
    ]


def test_a_row_reads_without_a_filter() -> None:
    """Who made it, what it is and costs, what for, and when it was seen, in words."""
    first, second = rows(resource_table(resources()))

    assert text(first, "th") == "All about shapes Somebody also on example.com"
    assert text(first, ".facts") == (
        "course cheat sheet beginner free and paid (videos paid) "
        "images, math and Python; two hours; TensorFlow; license: MIT"
    )
    assert text(first, ".good") == (
        "A first look, for beginners. Old code. Named in the guide of 2020."
    )
    assert text(first, ".seen") == "Alive, 9 March 2026"
    assert "all levels" in text(second, ".facts")
    assert "cost not verified" in text(second, ".facts")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "archived"}, "Archived, 9 March 2026"),
        ({"status": "closed", "seen": "2025-09"}, "Closed, September 2025"),
        ({"status": "unverified", "seen": 2024}, "Not verified, 2024"),
        ({"status": "unverified", "seen": None}, "Not verified"),
    ],
)
def test_what_may_be_gone_is_marked_in_words(
    changes: dict[str, Any], words: str
) -> None:
    """A status is never told by color alone."""
    row = rows(resource_table(resources(**changes)))[0]

    assert text(row, ".seen").replace(" ,", ",") == words
    assert row.select_one(".seen strong") is not None


@pytest.mark.parametrize("key", ["title", "author", "price", "length", "licence"])
def test_texts_are_escaped(key: str) -> None:
    """What somebody wrote into the data stays text."""
    table = resource_table(resources(**{key: NASTY}))

    assert NASTY in rows(table)[0].get_text()
    assert "<b>" not in table


def test_addresses_and_sentences_are_escaped() -> None:
    """Neither an address nor a sentence can end its place early."""
    said = 'Good for "<i>quotes</i>" & more.'
    table = resource_table(resources(good_for=said, note=NASTY))
    row = rows(table)[0]

    assert 'href="https://example.org/shapes?a=1&amp;b=2"' in table
    assert text(row, ".good").startswith(said)
    assert text(row, ".note") == NASTY
    assert row.select("i, b") == []


def test_markdown_leaves_the_table_alone() -> None:
    """On a page the table is one block of HTML, with no paragraph inside."""
    table = resource_table(resources())
    page = markdown.markdown(f"Before.\n\n{table}\n\nAfter.", extensions=["md_in_html"])

    assert table in page
    assert "\n\n" not in table


@pytest.mark.parametrize(
    ("only", "ids"),
    [
        ({}, ["shapes", "sounds"]),
        ({"kind": "cheat-sheet"}, ["shapes"]),
        ({"topic": "sequences"}, ["sounds"]),
        ({"level": "beginner"}, ["shapes", "sounds"]),
        ({"cost": "free"}, ["shapes"]),
        ({"level": "beginner", "status": "closed"}, ["sounds"]),
    ],
)
def test_a_page_can_ask_for_a_part(only: dict[str, str], ids: list[str]) -> None:
    """Filters in a macro's call leave the other rows out."""
    assert [row["id"] for row in rows(resource_table(resources(), **only))] == ids


@pytest.mark.parametrize(
    ("only", "words"),
    [
        ({"kinds": "book"}, "got the filter 'kinds', expected .*Did you mean .kind"),
        ({"kind": "books"}, "got kind='books', expected .*Did you mean .book"),
        ({"kind": "book", "cost": "free"}, "got no resource for .*book"),
    ],
)
def test_a_slip_in_a_call_is_refused(only: dict[str, str], words: str) -> None:
    """An empty table on a page would look like an answer."""
    with pytest.raises(ValueError, match=words):
        resource_table(resources(), **only)


@pytest.mark.parametrize(
    ("seen", "words"),
    [("2024", "2024"), ("2025-09", "September 2025"), ("2024-05-02", "2 May 2024")],
)
def test_a_date_is_not_made_more_precise(seen: str, words: str) -> None:
    """A month stays a month."""
    assert short_date(seen) == words


def test_the_real_table_is_sound() -> None:
    """Each resource has one row with an id of its own and four cells."""
    real = read_resources(REPOSITORY / "docs/data/resources.yml")
    found = rows(resource_table(real))

    assert [row["id"] for row in found] == [r.id for r in real.resources]
    assert all(len(row.select("th, td")) == 4 for row in found)
    assert all(row.select_one("th[scope=row] > a[href^=http]") for row in found)
