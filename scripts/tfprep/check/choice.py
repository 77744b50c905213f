"""Which files of a project somebody asks about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tfprep.problems import Problem
from tfprep.project import Project


@dataclass(frozen=True)
class Choice:
    """Files and folders that were named; every file where none was."""

    named: tuple[Path, ...] = ()
    """Resolved."""

    def holds(self, path: Path) -> bool:
        """Whether what is wrong at a path is asked for."""
        return not self.named or any(path.is_relative_to(name) for name in self.named)

    def touches(self, folder: Path) -> bool:
        """Whether something in a folder is asked for, or all of it."""
        return self.holds(folder) or any(
            name.is_relative_to(folder) for name in self.named
        )


def choose(project: Project, paths: Sequence[Path]) -> tuple[Choice, list[Problem]]:
    """What some paths name, and what is wrong with those that name nothing."""
    problems, named = [], []
    for path in paths:
        full = path.resolve()
        if not full.exists():
            text = "got no such file, expected a file or a folder; fix the name"
            problems.append(Problem(path, None, text))
        elif not full.is_relative_to(project.root):
            text = f"got a path outside the project, expected one below {project.root}"
            problems.append(Problem(path, None, text))
        else:
            named.append(full)
    return Choice(tuple(named)), problems
