"""Ids of headings."""

import re

import pytest
from markdown.extensions.toc import slugify
from projects import real_course

from tfprep.lessons.heading_ids import heading_id


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("What can go wrong", "what-can-go-wrong"),
        ("Save with `.keras`, load", "save-with-keras-load"),
        ("A *very* small model", "a-very-small-model"),
    ],
)
def test_marks_do_not_count(heading: str, expected: str) -> None:
    """The id is made of the words, as mkdocs-jupyter makes it."""
    assert heading_id(heading) == expected


def test_ids_are_those_of_the_pages() -> None:
    """Python-Markdown makes the same of the course's headings, and of odd ones."""
    texts = (
        cell.source for source in real_course().everything for cell in source.cells
    )
    headings = [x for text in texts for x in re.findall(r"^#+ (.+)$", text, re.M)]

    for heading in (*headings, "Größe - naïve: 50 % -- a", " é "):
        plain = re.sub(r"[`*_$]", "", heading)
        assert heading_id(heading) == slugify(plain, "-")
