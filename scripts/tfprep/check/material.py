"""What a project holds, as rules about the whole of it look at it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tfprep.check.diagram_rules import Diagram, read_diagrams
from tfprep.check.menu import Menu
from tfprep.check.page_rules import Page
from tfprep.content.library import Library
from tfprep.content.placement import Placement
from tfprep.content.quiz import Quiz
from tfprep.content.resources import Resources
from tfprep.content.skills import Skill, Syllabus, Topic
from tfprep.content.sources import Source
from tfprep.exam.taskspec.task import Task
from tfprep.lessons.lesson import Lesson
from tfprep.problems import Problem
from tfprep.project import Project


@dataclass(frozen=True)
class Material:
    """What could be read of a project."""

    project: Project
    library: Library
    """All of docs/data; what of it was asked for stands below as well."""
    lesson_files: tuple[Path, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    """The lessons and sheets that were asked for and have the right form."""
    faulty_lessons: tuple[Lesson, ...] = ()
    """Those of which only the text can be looked at."""
    quiz_code: tuple[Lesson, ...] = ()
    """The code of each quiz that has any, as a sheet."""
    pages: tuple[Page, ...] = ()
    syllabus: Syllabus | None = None
    quizzes: Mapping[str, Quiz] = field(default_factory=dict)
    sources: Mapping[str, Source] | None = None
    resources: Resources | None = None
    placement: Placement | None = None
    tasks: tuple[Task, ...] = ()
    menu: Menu | None = None
    problems: tuple[Problem, ...] = ()
    """Why the rest couldn't be read."""
    whole: bool = True
    """Whether nothing is missing here that the project's files hold."""

    @cached_property
    def diagrams(self) -> tuple[Diagram, ...]:
        """Every file of the folder of diagrams."""
        return tuple(read_diagrams(self.project.examples / "diagrams"))

    @property
    def topics(self) -> tuple[Topic, ...]:
        return self.syllabus.topics if self.syllabus else ()

    @property
    def skills(self) -> tuple[Skill, ...]:
        return tuple(self.syllabus.skills.values()) if self.syllabus else ()

    @property
    def skills_file(self) -> Path:
        return self.project.data / "skills.yml"

    def lesson(self, slug: str) -> Lesson | None:
        """The lesson or sheet with this slug, if it could be read."""
        return next((x for x in self.lessons if x.slug == slug), None)


def line_of(path: Path, pattern: str) -> int | None:
    """The first line of a file that begins with a pattern."""
    lines = enumerate(path.read_text("utf-8").split("\n"), 1)
    return next((number for number, line in lines if re.match(pattern, line)), None)


def line_of_skill(material: Material, skill: str) -> int | None:
    """Where the list of skills has this one."""
    return line_of(material.skills_file, rf"\s*- \{{?id: {skill}\b")
