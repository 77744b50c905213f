"""Rules for what others made: it is named, with its maker and its license."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from tfprep.check.scope import Scope
from tfprep.content.credits import Credits
from tfprep.lessons.foreign import taken_sets
from tfprep.problems import Problem
from tfprep.project import Project

FOLDERS = ("docs", "examples", "scripts")
VENDORED = "docs/assets/vendor/"
"""Where scripts and styles of others are kept."""
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ico", ".pdf")
FONTS = (".woff", ".woff2", ".ttf", ".otf")
DATA = (".csv", ".json", ".txt", ".npz", ".npy", ".h5", ".keras", ".parquet")
PACKED = (".zip", ".gz")
MADE_ELSEWHERE = frozenset((*PICTURES, *FONTS, *DATA, *PACKED))
"""Kinds of files that may come from somewhere else."""
SOLVING = ("starter.py", "reference.py", "weak.py", "other.py")
"""The programs of a task that solve it; all others make its data."""
MODULES = {"scikit-learn": "sklearn", "scikit-image": "skimage"}
"""How code names a package whose own name is another."""
_SHELF = re.compile(r"skimage|statsmodels|sklearn\.datasets|[\"']sklearn[\"']")


@dataclass(frozen=True)
class Foreign:
    """What a project holds, and whose it says that is."""

    project: Project
    credits: Credits
    files: tuple[Path, ...]
    lessons: tuple[Path, ...]
    """The files of lessons and sheets."""
    tasks: tuple[Path, ...]
    """The folders of the exam's tasks."""

    @property
    def path(self) -> Path:
        return self.project.data / "credits.yml"

    def name(self, path: Path) -> str:
        return path.relative_to(self.project.root).as_posix()

    @cached_property
    def taken(self) -> list[tuple[Path, int, str]]:
        """Each set that a lesson or a task takes from a package: file, line, name."""
        makers = [path for folder in self.tasks for path in _makers(folder)]
        return [
            (path, line, name)
            for path in (*self.lessons, *makers)
            for name, line in taken_sets(path.read_text("utf-8")).items()
        ]


CREDITS: Scope[Foreign] = Scope("what others made")


@CREDITS.rule
def a_file_has_an_owner(foreign: Foreign) -> Iterator[Problem]:
    """A picture or a data file is our own or has a maker and a license."""
    for path in foreign.files:
        name = foreign.name(path)
        watched = path.suffix in MADE_ELSEWHERE or name.startswith(VENDORED)
        if name.partition("/")[0] not in FOLDERS or not watched:
            continue
        if foreign.credits.owner(name) is None:
            text = (
                "got a file that docs/data/credits.yml doesn't know, expected its "
                "maker and license there, under files of an entry; or list it under "
                "own, if you made it yourself"
            )
            yield Problem(path, None, text)


@CREDITS.rule
def a_set_has_a_maker(foreign: Foreign) -> Iterator[Problem]:
    """Data from a package have a maker too: we publish what is made of them."""
    for path, line, name in foreign.taken:
        if foreign.credits.of(name) is None:
            text = (
                f"got {name}, which docs/data/credits.yml doesn't know, expected its "
                "maker and license; look them up where the package describes the set, "
                "and name it under takes of an entry"
            )
            yield Problem(path, line, text)


@CREDITS.rule
def a_task_names_what_it_takes(foreign: Foreign) -> Iterator[Problem]:
    """A task of the exam whose data come from a package says whose they are."""
    listed = {task for credit in foreign.credits.credits for task in credit.tasks}
    by_import = {path.parent for path, _, name in foreign.taken}
    for folder in foreign.tasks:
        if folder.name in listed or folder in by_import:
            continue
        if _SHELF.search(_code(folder)):
            text = (
                "got data from a package without an entry, expected the task "
                f"under tasks of an entry of docs/data/credits.yml: {folder.name}"
            )
            yield Problem(folder / "data.py", None, text)


@CREDITS.rule
def an_entry_is_used(foreign: Foreign) -> Iterator[Problem]:
    """What is gone needs no credit: a list of what isn't there misleads."""
    names = [foreign.name(path) for path in foreign.files]
    made_by = {folder.name: _code(folder) for folder in foreign.tasks}
    used = {name for _, _, name in foreign.taken}
    for credit in foreign.credits.credits:
        gone = [f"takes {name}" for name in credit.takes if name not in used]
        module = MODULES.get(credit.package or "", credit.package or "")
        gone += [
            f"task {name}"
            for name in credit.tasks
            if name not in made_by or module.casefold() not in made_by[name].casefold()
        ]
        gone += [f"files {p}" for p in credit.files if not _any(names, p)]
        for what in gone:
            yield _unused(foreign, f"{credit.id}: got {what}")
    for pattern in foreign.credits.own:
        if not _any(names, pattern):
            yield _unused(foreign, f"own: got {pattern}")


def _unused(foreign: Foreign, got: str) -> Problem:
    text = (
        f"{got}, which nothing is or uses anymore, expected no such line; take it out"
    )
    return Problem(foreign.path, None, text)


def _any(names: list[str], pattern: str) -> bool:
    return any(fnmatchcase(name, pattern) for name in names)


def _code(folder: Path) -> str:
    """The text of the programs that make a task's data."""
    return "\n".join(path.read_text("utf-8") for path in _makers(folder))


def _makers(folder: Path) -> list[Path]:
    """The programs of a task that make its data."""
    return [path for path in sorted(folder.glob("*.py")) if path.name not in SOLVING]
