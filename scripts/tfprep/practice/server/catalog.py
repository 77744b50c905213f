"""What the pages may ask for, by its name."""

from __future__ import annotations

from tfprep.content.library import Library
from tfprep.lessons.course import Course
from tfprep.lessons.lesson import Lesson
from tfprep.practice.exercises import Assignment, assignments
from tfprep.problems import did_you_mean


class UnknownError(Exception):
    """The course has no such thing; the message says what it has."""


class Catalog:
    """The lessons and exercises of the course as it is now."""

    def __init__(self, course: Course, library: Library) -> None:
        self.update(course, library)

    def update(self, course: Course, library: Library) -> None:
        """Take the course as it is after a change."""
        self._lessons = {lesson.slug: lesson for lesson in course.everything}
        self._exercises = {each.id: each for each in assignments(course, library)}

    def lesson(self, slug: str) -> Lesson:
        """The lesson or sheet with this slug.

        Raises:
            UnknownError: there is none.
        """
        try:
            return self._lessons[slug]
        except KeyError:
            hint = did_you_mean(slug, self._lessons)
            raise UnknownError(f"Got {slug!r}, expected a lesson.{hint}") from None

    def exercise(self, slug: str, name: str) -> Assignment:
        """The exercise of a lesson with this id.

        Raises:
            UnknownError: there is none.
        """
        found = self._exercises.get(name)
        if found is None or found.lesson.slug != self.lesson(slug).slug:
            own = [key for key, x in self._exercises.items() if x.lesson.slug == slug]
            hint = did_you_mean(name, own)
            raise UnknownError(f"Got {name!r}, expected an exercise of {slug}.{hint}")
        return found

    def first_exercise(self, slug: str) -> Assignment | None:
        """The first exercise of a lesson, if it has any.

        Raises:
            UnknownError: there is no such lesson.
        """
        self.lesson(slug)
        return next(
            (x for x in self._exercises.values() if x.lesson.slug == slug), None
        )

    def modules(self) -> set[str]:
        """Dotted names of all that the lessons import."""
        return {name for lesson in self._lessons.values() for name in lesson.modules}
