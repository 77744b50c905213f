"""The pages that people write: rules that a reviewer should not have to remember."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from projects import LIBRARY, REPOSITORY
from prose import (
    crowded,
    jumping_headings,
    outside_fences,
    pictures_without_text,
    vague_links,
)

from tfprep.pages.footnotes import cited

DOCS = REPOSITORY / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
DATED = ("guide", "topics", "resources", "reference", "exam")
"""Folders whose pages state facts that age."""
SOURCES = LIBRARY.sources

each_page = pytest.mark.parametrize(
    "page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix()
)


def front_matter(page: Path) -> dict[str, Any]:
    _, block, _ = page.read_text("utf-8").split("---\n", 2)
    found: dict[str, Any] = yaml.safe_load(block)
    return found


def lines(page: Path) -> list[tuple[int, str]]:
    """The page's lines with their numbers, without front matter and code."""
    text = page.read_text("utf-8")
    start = text.split("---\n", 2)[:2]
    skipped = sum(part.count("\n") + 1 for part in start)
    numbered = list(enumerate(text.splitlines(), 1))
    return list(outside_fences(numbered[skipped:]))


@each_page
def test_a_page_introduces_itself(page: Path) -> None:
    """It has a description for search engines, and a date if it states facts."""
    meta = front_matter(page)

    assert 40 <= len(meta["description"]) <= 170
    if page.relative_to(DOCS).parts[0] in DATED:
        assert isinstance(meta["reviewed"], date)
        assert meta["reviewed"] <= date.today()


@each_page
def test_a_page_has_one_title_and_no_jumps(page: Path) -> None:
    """One first-level heading, and no level is left out below it."""
    titles = [line for _, line in lines(page) if line.startswith("# ")]

    assert len(titles) == 1
    assert jumping_headings(lines(page), 0) == []


@each_page
def test_a_page_has_one_sentence_a_line(page: Path) -> None:
    """A change of one sentence is a change of one line."""
    assert crowded(lines(page)) == []


@each_page
def test_links_and_pictures_say_what_they_are(page: Path) -> None:
    """For people who hear the page, or meet a link out of its sentence."""
    assert vague_links(lines(page)) == []
    assert pictures_without_text(lines(page)) == []


@each_page
def test_no_code_is_typed_into_a_page(page: Path) -> None:
    """Python on a page comes from a file that is executed."""
    fences = [
        line
        for line in page.read_text("utf-8").splitlines()
        if line.strip().startswith(("```py", "~~~py"))
    ]

    assert fences == []


@each_page
def test_cited_sources_exist(page: Path) -> None:
    """A page cites by id, and docs/data/sources.yml holds the source."""
    text = page.read_text("utf-8")

    assert [name for name in cited(text) if name not in SOURCES] == []


def test_each_source_is_cited() -> None:
    """A source that nobody cites anymore goes."""
    used = {name for page in PAGES for name in cited(page.read_text("utf-8"))}

    assert sorted(SOURCES.keys() - used) == []


def test_every_page_is_in_the_menu() -> None:
    """No page can be reached by search alone."""
    config = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    menu = config[config.index("\nnav:") :]
    named = re.findall(r"([\w/-]+\.md)$", menu, re.MULTILINE)

    assert sorted(named) == sorted(page.relative_to(DOCS).as_posix() for page in PAGES)
