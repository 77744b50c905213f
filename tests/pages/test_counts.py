"""Counts that texts state."""

import pytest
from projects import LIBRARY, REPOSITORY, TinyCourse, real_course

from tfprep.pages.counts import counts, stated

TEXTS = ("README.md", "CHANGELOG.md", "docs/index.md", "docs/topics/skill-map.md")


def test_lessons_and_their_exercises_are_counted(course: TinyCourse) -> None:
    """Sheets are no lessons."""
    course.write("basics/one")
    course.write("basics/two")
    course.sheet("\n# %% [markdown]\n# Text.\n")

    made = counts(course.read(), LIBRARY)

    assert (made["lessons"], made["exercises"]) == (2, 2)


def test_stated_counts_are_found() -> None:
    """In figures, and only those of what is counted."""
    found = stated(
        "The 27 lessons with 77\nexercises, 3 exercises, 2 cats", {"exercises": 1}
    )

    assert list(found) == [("exercises", 3)]


@pytest.mark.parametrize("name", TEXTS)
def test_texts_count_right(name: str) -> None:
    """What the README, the changelog and pages say of the course is so today."""
    real = counts(real_course(), LIBRARY)
    found = list(stated((REPOSITORY / name).read_text("utf-8"), real))

    assert found
    assert [(noun, n) for noun, n in found if n != real[noun]] == []
