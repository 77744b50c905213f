"""Splitting lessons between machines."""

from types import SimpleNamespace
from typing import cast

from hypothesis import given
from hypothesis import strategies as st
from projects import TinyCourse

from tfprep.execution.shards import pick_shard
from tfprep.lessons.lesson import Lesson

SECONDS = {"basics/a": 10.0, "basics/b": 6.0, "basics/c": 5.0, "basics/d": 1.0}


def lessons(course: TinyCourse) -> list[Lesson]:
    return [course.lesson(slug) for slug in SECONDS]


SLUGS = st.lists(st.from_regex(r"[a-z]{1,3}/[a-z]{1,3}", fullmatch=True), unique=True)
MEASURED = st.none() | st.floats(0, 1e9)


@given(slugs=SLUGS, count=st.integers(1, 9), data=st.data())
def test_parts_are_disjoint_and_together_everything(
    slugs: list[str], count: int, data: st.DataObject
) -> None:
    """Every lesson is in exactly one part, in order, whatever was measured."""
    seconds = {slug: data.draw(MEASURED) for slug in slugs}
    every = [cast("Lesson", SimpleNamespace(slug=slug)) for slug in slugs]

    parts = [
        pick_shard(every, part, count, seconds.get) for part in range(1, count + 1)
    ]

    found = [lesson.slug for part in parts for lesson in part]
    assert sorted(found) == sorted(slugs)
    for part in parts:
        places = [slugs.index(lesson.slug) for lesson in part]
        assert places == sorted(places)


def test_parts_are_even_by_measured_seconds(course: TinyCourse) -> None:
    """Two parts of 22 measured seconds take eleven each."""
    part = pick_shard(lessons(course), 1, 2, SECONDS.get)

    assert [lesson.slug for lesson in part] == ["basics/a", "basics/d"]


def test_unmeasured_lessons_count_as_the_mean(course: TinyCourse) -> None:
    """A new lesson is neither free nor endless."""
    known = {"basics/a": 10.0, "basics/b": 2.0}

    part = pick_shard(lessons(course), 1, 3, known.get)

    assert [lesson.slug for lesson in part] == ["basics/a"]


def test_lessons_too_short_to_measure_are_dealt_out_in_turn(course: TinyCourse) -> None:
    """Lessons of zero measured seconds don't all end in the first part."""
    seconds = dict.fromkeys(SECONDS, 0.0)

    part = pick_shard(lessons(course), 1, 2, seconds.get)

    assert [lesson.slug for lesson in part] == ["basics/a", "basics/c"]
