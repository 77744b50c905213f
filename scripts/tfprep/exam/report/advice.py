"""Which parts of the course teach and practice a skill."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from tfprep.content.library import Library
from tfprep.lessons.cells import Role, heading_of
from tfprep.lessons.course import read_course
from tfprep.lessons.lesson import Lesson
from tfprep.problems import ProblemError
from tfprep.project import Project, own_project


class Place(BaseModel):
    """A section or an exercise of a lesson."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lesson: str
    """The lesson's title."""
    heading: str
    file: str
    """The lesson's file, below the project's folder."""
    exercise: str = ""
    """The exercise's id, if it is one."""


class Advice(BaseModel):
    """What to read and to do for one skill."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    read: tuple[Place, ...] = ()
    practice: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """All of it."""
        return (*self.read, *self.practice)


@dataclass(frozen=True)
class Guide:
    """What a course says of skills."""

    texts: dict[str, str] = field(default_factory=dict)
    """Every skill in plain words by its id, in the order of the syllabus."""
    advice: dict[str, Advice] = field(default_factory=dict)
    """By skill."""

    def sort(self, skills: Iterable[str]) -> list[str]:
        """The skills in the order of the syllabus; those that it lacks come last."""
        order = {skill: place for place, skill in enumerate(self.texts)}
        return sorted(skills, key=lambda skill: (order.get(skill, len(order)), skill))


def read_guide(project: Project | None, open_skills: Collection[str]) -> Guide:
    """The texts of all skills, and advice for those that are open.

    A course that can't be read (a clone in the middle of a change) costs nobody the
    report: the guide is empty then.

    Args:
        project: whose course it is; by default the one that the tasks came with.
        open_skills: if there are none, no lesson is read.
    """
    try:
        project = project or own_project()
        library = Library(project.data)
        texts = {skill.id: skill.text for skill in library.syllabus.skills.values()}
        lessons = read_course(project, library).lessons if open_skills else ()
    except ProblemError:
        return Guide()
    return Guide(texts, {skill: _advice(skill, lessons) for skill in open_skills})


def _advice(skill: str, lessons: Iterable[Lesson]) -> Advice:
    read: list[Place] = []
    practice: list[Place] = []
    for lesson in lessons:
        read += [
            _place(lesson, heading_of(cell))
            for cell in lesson.cells
            if cell.role is Role.PROSE and skill in cell.skills
        ]
        practice += [
            _place(lesson, exercise.title, exercise.id)
            for exercise in lesson.exercises
            if skill in exercise.cell.skills
        ]
    return Advice(read=tuple(read), practice=tuple(practice))


def _place(lesson: Lesson, heading: str, exercise: str = "") -> Place:
    return Place(
        lesson=lesson.header.title,
        heading=heading,
        file=f"examples/{lesson.slug}.py",
        exercise=exercise,
    )
