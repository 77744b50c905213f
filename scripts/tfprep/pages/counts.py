"""How much there is of what, for texts that say it and can't have macros."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tfprep.content.library import Library
from tfprep.lessons.course import Course


def counts(course: Course, library: Library) -> dict[str, int]:
    """How many there are, by the plural that texts use."""
    return {
        "exercises": sum(len(lesson.exercises) for lesson in course.lessons),
        "lessons": len(course.lessons),
        "resources": len(library.resources.resources),
        "skills": len(library.syllabus.skills),
    }


def stated(text: str, nouns: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """The counts that a text states in figures, such as `27 lessons`, as they come."""
    for number, noun in re.findall(rf"\b(\d+) ({'|'.join(nouns)})\b", text):
        yield noun, int(number)


def count(number: int, noun: str) -> str:
    """A count with its noun, which ends in s unless it is one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
