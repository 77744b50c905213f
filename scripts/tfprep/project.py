"""Where the parts of a tfprep project stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tfprep.citations import Source, read_sources
from tfprep.exam.coverage import unknown_skills
from tfprep.exam.task import Task, read_tasks
from tfprep.glossary import Glossary, read_glossary
from tfprep.paths import Paths, read_paths
from tfprep.problems import Problem, ProblemError
from tfprep.quiz import Quiz, read_quizzes
from tfprep.resources import Resources, read_resources
from tfprep.skills import Syllabus, read_syllabus


@dataclass(frozen=True)
class Project:
    """A folder with mkdocs.yml, docs and examples."""

    root: Path

    @property
    def examples(self) -> Path:
        return self.root / "examples"

    @property
    def data(self) -> Path:
        return self.root / "docs" / "data"

    @property
    def exam_tasks(self) -> Path:
        """The folder of the practice exam's tasks, if the project has one."""
        return self.root / "scripts" / "tfprep" / "exam" / "tasks"

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    @cached_property
    def syllabus(self) -> Syllabus:
        return read_syllabus(self.data / "skills.yml")

    @cached_property
    def sources(self) -> dict[str, Source]:
        return read_sources(self.data / "sources.yml")

    @cached_property
    def resources(self) -> Resources:
        return read_resources(self.data / "resources.yml")

    @cached_property
    def paths(self) -> Paths:
        return read_paths(self.data / "paths.yml")

    @cached_property
    def quizzes(self) -> dict[str, Quiz]:
        return read_quizzes(self.data / "quiz", self.syllabus)

    @cached_property
    def glossary(self) -> Glossary:
        return read_glossary(self.data / "glossary.yml")

    @cached_property
    def tasks(self) -> dict[str, Task]:
        """The tasks of the practice exam by name, in order of category and form."""
        if not self.exam_tasks.is_dir():
            return {}
        tasks = read_tasks(self.exam_tasks)
        if problems := unknown_skills(tasks.values(), self.syllabus):
            raise ProblemError(problems)
        return tasks

    def data_problems(self) -> list[Problem]:
        """What is wrong in the data files that are there."""
        problems: list[Problem] = []
        for name in ("sources", "resources", "paths", "glossary"):
            if (self.data / f"{name}.yml").is_file():
                try:
                    getattr(self, name)
                except ProblemError as error:
                    problems += error.problems
        try:
            _ = self.tasks
        except ProblemError as error:
            problems += error.problems
        return problems


def find_project(start: Path) -> Project:
    """The project that the folder `start` belongs to.

    Raises:
        ProblemError: neither `start` nor a folder above it is a project.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "examples").is_dir():
            return Project(folder)
    text = "no tfprep project here: expected mkdocs.yml and examples/ here or above"
    raise ProblemError([Problem(start, None, text)])
