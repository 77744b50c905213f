"""Which parts of the course teach and practice a skill."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import BaseModel, ConfigDict

from tfprep.content.library import Library
from tfprep.lessons.cells import Role, heading_of
from tfprep.lessons.course import read_course
from tfprep.problems import ProblemError
from tfprep.project import own_project


class Place(BaseModel):
    """A section or an exercise of a lesson."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lesson: str
    """The lesson's title."""
    heading: str
    file: str
    """The lesson's file, below the project's folder."""


class Advice(BaseModel):
    """What to read and to do for one skill."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    """The skill in plain words."""
    read: tuple[Place, ...] = ()
    practice: tuple[Place, ...] = ()


def read_advice(skills: Collection[str]) -> dict[str, Advice]:
    """Advice for each of the skills, in the order of the syllabus.

    It is that of the course which came with the tasks. A course that can't be read (a
    clone in the middle of a change) costs nobody the report: the ids stand alone.
    """
    try:
        project = own_project()
        library = Library(project.data)
        syllabus, lessons = library.syllabus, read_course(project, library).lessons
    except ProblemError:
        return {skill: Advice(text="") for skill in sorted(skills)}
    found = {}
    for skill in syllabus.skills.values():
        if skill.id not in skills:
            continue
        read, practice = [], []
        for lesson in lessons:
            title, file = lesson.header.title, f"examples/{lesson.slug}.py"
            for cell in lesson.cells:
                if cell.role is Role.PROSE and skill.id in cell.skills:
                    place = Place(lesson=title, heading=heading_of(cell), file=file)
                    read.append(place)
            for exercise in lesson.exercises:
                if skill.id in exercise.cell.skills:
                    place = Place(lesson=title, heading=exercise.title, file=file)
                    practice.append(place)
        found[skill.id] = Advice(
            text=skill.text, read=tuple(read), practice=tuple(practice)
        )
    return found
