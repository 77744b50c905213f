"""Split lessons between machines by the seconds that they take."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tfprep.lessons.lesson import Lesson


def pick_shard(
    lessons: Sequence[Lesson],
    index: int,
    count: int,
    seconds: Callable[[str], float | None],
) -> tuple[Lesson, ...]:
    """The lessons of part `index` of `count`, counted from 1, in the given order.

    Longest first, each to the part with the least to do; a lesson that was never
    measured counts as the mean of the others. Every part computes the same split
    from the same measurements, so all parts must start with the same cache: a part
    that runs where another has already run measures anew and may split anew.

    Args:
        seconds: the measured seconds of a slug, or None.
    """
    known = [found for lesson in lessons if (found := seconds(lesson.slug)) is not None]
    mean = sum(known) / len(known) if known else 1.0
    cost = {
        lesson.slug: mean if (found := seconds(lesson.slug)) is None else found
        for lesson in lessons
    }
    loads = [(0.0, 0)] * count  # seconds and lessons of each part
    mine: set[str] = set()
    for slug in sorted(cost, key=lambda slug: (-cost[slug], slug)):
        part = loads.index(min(loads))
        busy, lessons_in_it = loads[part]
        loads[part] = (busy + cost[slug], lessons_in_it + 1)
        if part == index - 1:
            mine.add(slug)
    return tuple(lesson for lesson in lessons if lesson.slug in mine)
