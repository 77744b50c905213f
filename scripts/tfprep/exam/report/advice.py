"""What the course says of a skill: its words, what teaches it, what practices it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tfprep.content.library import Library
from tfprep.content.skills import Skill, Syllabus
from tfprep.exam.report.parts import Place, named, source_of
from tfprep.lessons.cells import Role, heading_of
from tfprep.lessons.course import Course, read_course
from tfprep.lessons.heading_ids import heading_id
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.origin import Origin, find_origin
from tfprep.problems import ProblemError
from tfprep.project import Project, own_project

Places = tuple[Place, ...]


@dataclass(frozen=True)
class Guide:
    """What a course says of skills."""

    syllabus: Syllabus | None = None
    """None: it could not be read."""
    lessons: tuple[Lesson, ...] = ()
    """Those that may be advised."""
    sheets: tuple[Lesson, ...] = ()
    """Pages beside the lessons, to which a note may lead."""
    origin: Origin = field(default_factory=Origin)
    """Where the course stands for others."""
    trouble: str = ""
    """What could not be read, and why."""

    @cached_property
    def skills(self) -> Mapping[str, Skill]:
        """By id, in the order of the syllabus."""
        return self.syllabus.skills if self.syllabus else {}

    def sort(self, skills: Iterable[str]) -> list[str]:
        """The skills in the order of the syllabus; those that it lacks come last."""
        order = {skill: place for place, skill in enumerate(self.skills)}
        return sorted(skills, key=lambda skill: (order.get(skill, len(order)), skill))

    def address(self, skill: str, origin: Origin | None = None) -> str:
        """Where a topic's page explains a skill, or nothing.

        Args:
            skill: its id.
            origin: of the course; by default where it stands for others.
        """
        if self.syllabus is None or skill not in self.skills:
            return ""
        page = f"topics/{self.syllabus.topic_of[skill].id}.md"
        return (origin or self.origin).address(page, f"#{skill.lower()}")

    def teaches(self, lesson: Lesson) -> frozenset[str]:
        """The skills of a lesson's sections."""
        cells = (cell for cell in lesson.cells if cell.role is Role.PROSE)
        return frozenset(skill for cell in cells for skill in cell.skills)

    def read(self, lesson: Lesson, skill: str) -> Places:
        """The sections of a lesson that teach the skill."""
        return tuple(
            self._place(lesson, heading_of(cell))
            for cell in lesson.cells
            if cell.role is Role.PROSE and skill in cell.skills
        )

    def practice(self, lesson: Lesson, skill: str) -> Places:
        """The exercises of a lesson that practice the skill."""
        return tuple(
            self._place(lesson, exercise.title, exercise.id)
            for exercise in lesson.exercises
            if skill in exercise.cell.skills
        )

    def named_in(self, note: str) -> Place | None:
        """The section that a note names, if the course has it."""
        for lesson in (*self.lessons, *self.sheets):
            for cell in lesson.cells:
                if cell.role is Role.PROSE and (heading := heading_of(cell)):
                    place = self._place(lesson, heading)
                    if named(place.heading, place.lesson) in note:
                        return place
        return None

    def _place(self, lesson: Lesson, heading: str, exercise: str = "") -> Place:
        return Place(
            lesson=lesson.header.title,
            slug=lesson.slug,
            heading=heading.replace("`", ""),
            address=self.origin.address(
                source_of(lesson.slug), f"#{heading_id(heading)}"
            ),
            exercise=exercise,
        )


def read_guide(project: Project | None, asked: Collection[str]) -> Guide:
    """What the course says of all skills, and the lessons that teach those asked for.

    A course that can't be read (a clone in the middle of a change, a package without
    its data) costs nobody the report: the guide says what is missing.

    Args:
        project: whose course it is; by default the one that the tasks came with.
        asked: ids of skills; if there are none, no lesson is read.
    """
    syllabus = None
    try:
        project = project or own_project()
        library = Library(project.data)
        syllabus = library.syllabus
        course = read_course(project, library) if asked else Course((), ())
    except (ProblemError, OSError) as error:
        what = "lessons" if syllabus else "list of skills"
        said = str(error).splitlines()[0]
        return Guide(syllabus, trouble=f"The course's {what} could not be read: {said}")
    lacks = asked and not course.lessons
    trouble = f"The course in {project.root} has no lesson that can be read"
    origin = find_origin(project.root)
    return Guide(
        syllabus=syllabus,
        lessons=course.lessons,
        sheets=course.sheets,
        origin=origin,
        trouble=trouble if lacks else "",
    )
