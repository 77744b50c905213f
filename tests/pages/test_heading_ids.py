"""Ids of headings."""

import pytest

from tfprep.pages.heading_ids import heading_id


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
