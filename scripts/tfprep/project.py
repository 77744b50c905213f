"""Where the course's folders stand, in a clone or inside the installed package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tfprep.problems import Problem, ProblemError
from tfprep.user_folders import cache_folder

PACKAGE = Path(__file__).resolve().parent
INSIDE = PACKAGE / "_course"
"""The course in an installed package, laid out as in a clone, which has none here."""


@dataclass(frozen=True)
class Project:
    """A folder with docs/data and examples."""

    root: Path

    @property
    def is_installed(self) -> bool:
        """Whether it came with the package: to be read, never to be written."""
        return self.root == INSIDE

    @property
    def examples(self) -> Path:
        return self.root / "examples"

    @property
    def data(self) -> Path:
        return self.root / "docs" / "data"

    @property
    def menu(self) -> Path:
        """The file whose menu is the order of the course."""
        return self.root / "mkdocs.yml"

    @property
    def site(self) -> Path:
        """The built pages, if they were built here or came with the package."""
        return self.root / "site"

    @property
    def exam_tasks(self) -> Path:
        """The folder of the practice exam's tasks, if the project has one."""
        package = PACKAGE if self.is_installed else self.root / "scripts" / "tfprep"
        return package / "exam" / "tasks"

    @property
    def cache(self) -> Path:
        """Beside the course in a clone, or else in the user's cache folder."""
        if self.is_installed:
            return cache_folder()
        return self.root / ".cache"


def find_project(start: Path) -> Project:
    """The clone that the folder `start` belongs to, or the course that it is part of.

    Raises:
        ProblemError: neither `start` nor a folder above it is a project.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        in_clone = (folder / "mkdocs.yml").is_file() and (folder / "examples").is_dir()
        if in_clone or (folder == INSIDE and folder.is_dir()):
            return Project(folder)
    text = "no tfprep project here: expected mkdocs.yml and examples/ here or above"
    raise ProblemError([Problem(start, None, text)])


def own_project() -> Project:
    """The course that this package came with: inside it, or the clone around it.

    Raises:
        ProblemError: it came with none.
    """
    return find_project(INSIDE if INSIDE.is_dir() else PACKAGE)


def find_course(start: Path) -> Project:
    """The clone around `start`, or else the course that this package came with.

    Raises:
        ProblemError: there is neither.
    """
    try:
        return find_project(start)
    except ProblemError:
        return own_project()


def how_to_install() -> str:
    """What brings in a package that lacks, where this package is."""
    if INSIDE.is_dir():
        return "run `pip install tfprep` in this environment"
    return f"run `make setup` in {PACKAGE.parents[1]}"
