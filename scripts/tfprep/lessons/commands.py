"""How a command opens the course."""

from __future__ import annotations

from pathlib import Path

import click

from tfprep.content.library import Library
from tfprep.lessons.course import Course, read_course
from tfprep.project import Project, find_course, find_project

PATHS = click.argument(
    "paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]..."
)


def open_course(paths: tuple[Path, ...] = ()) -> tuple[Project, Course]:
    """The course around the paths and what stands below them; or all of the one here.

    Raises:
        ProblemError: there is no course, or nothing of it below a path.
    """
    project = find_project(paths[0]) if paths else find_course(Path.cwd())
    return project, read_course(project, Library(project.data)).below(paths)
