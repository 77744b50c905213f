"""Ids of headings."""

import re

import pytest
from projects import real_course

from tfprep.lessons.heading_ids import heading_id
from tfprep.pages.prose import render_prose


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("What can go wrong", "what-can-go-wrong"),
        ("Save with `.keras`, load", "save-with-keras-load"),
        ("A *very* small model", "a-very-small-model"),
        ("A _very_ small model", "a-very-small-model"),
        ("Parallel calls: num_parallel_calls", "parallel-calls-num_parallel_calls"),
        ("Read `_name` and `val_loss`", "read-_name-and-val_loss"),
    ],
)
def test_marks_do_not_count(heading: str, expected: str) -> None:
    """The id is made of the words, as mkdocs-jupyter makes it."""
    assert heading_id(heading) == expected


def test_ids_are_those_of_the_pages() -> None:
    """A page gives the same to the course's headings, and to odd ones."""
    texts = (
        cell.source for source in real_course().everything for cell in source.cells
    )
    headings = [x for text in texts for x in re.findall(r"^#+ (.+)$", text, re.M)]
    odd = ["Größe - naïve: 50 % -- a", " é ", "a_b _c_ d", "`_a` and `b_`", "x_1_y"]

    for heading in (*headings, *odd):
        found = re.search(r'id="([^"]*)"', render_prose(f"## {heading}").html)
        assert found, heading
        assert heading_id(heading) == found[1], heading
