"""The exercises of a course in the order in which they are done."""

from __future__ import annotations

from dataclasses import dataclass

from tfprep.content.library import Library
from tfprep.lessons.cells import Exercise
from tfprep.lessons.course import Course, in_menu_order
from tfprep.lessons.lesson import Lesson


@dataclass(frozen=True)
class Assignment:
    """An exercise in its lesson."""

    lesson: Lesson
    exercise: Exercise
    number: int
    """Its place in the lesson, counted from 1."""

    @property
    def id(self) -> str:
        return self.exercise.id


def assignments(course: Course, library: Library) -> tuple[Assignment, ...]:
    """All exercises, lesson by lesson in the order of the menu.

    Lessons that the menu lacks come last, topic by topic as in the syllabus.
    """
    topics = [topic.id for topic in library.syllabus.topics]
    lessons = sorted(course.lessons, key=lambda lesson: topics.index(lesson.topic))
    return tuple(
        Assignment(lesson, exercise, number)
        for lesson in in_menu_order(lessons, course.menu)
        for number, exercise in enumerate(lesson.exercises, 1)
    )
