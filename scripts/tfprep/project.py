"""Where the course's folders stand; nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tfprep.problems import Problem, ProblemError


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
