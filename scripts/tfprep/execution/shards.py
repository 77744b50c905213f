"""Split work between machines: which part, and lessons by the seconds they take."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click
from typing_extensions import override

from tfprep.lessons.lesson import Lesson

_DIGITS = 6
"""Of a number of parts; more machines than that nobody has."""


class Shard(click.ParamType):
    """An option's value such as 2/4: part 2 of 4."""

    name = "I/N"

    @override
    def convert(self, value: object, param: object, ctx: object) -> tuple[int, int]:
        index, slash, count = str(value).partition("/")
        are_numbers = all(
            text.isdecimal() and len(text) <= _DIGITS for text in (index, count)
        )
        if not (slash and are_numbers):
            self.fail(f"got {str(value)[:40]!r}, expected two numbers such as 2/4")
        if not 1 <= int(index) <= int(count):
            self.fail(
                f"got part {index} of {count}, expected 1/{count} to {count}/{count}"
            )
        return int(index), int(count)


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
