"""The built pages of the course: those that came with it, or built now."""

from __future__ import annotations

import importlib.util
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from tfprep.execution.environment import python
from tfprep.problems import Problem, ProblemError
from tfprep.project import Project, how_to_install


def site_folder(project: Project) -> Path:
    """The folder of the built site, made if a clone has none.

    Raises:
        ProblemError: there is none, and it can't be made.
    """
    start = project.site / "index.html"
    if not start.is_file():
        _build(project)
    elif not project.is_installed:
        _say_age(project, start)
    return project.site


def _build(project: Project) -> None:
    if project.is_installed:
        raise _problem(
            project,
            "this package came without the pages, so it is no release; "
            "`pip install --upgrade tfprep` brings one, or run it in a clone",
        )
    if importlib.util.find_spec("mkdocs") is None:
        text = "no pages were built here, and MkDocs, which builds them, isn't there: "
        raise _problem(project, text + how_to_install())
    click.echo(
        "No pages were built here yet: building them, once. It takes about a minute, "
        "and longer where lessons have to run first."
    )
    command = python("-m", "mkdocs", "build", "--quiet")
    done = subprocess.run(command, cwd=project.root, check=False)  # noqa: S603 - ours
    if done.returncode:
        text = "the pages could not be built; what MkDocs says of it stands above"
        raise _problem(project, text)


def _say_age(project: Project, start: Path) -> None:
    """Say that something was changed after the pages were built."""
    built = start.stat().st_mtime
    newest = max(_sources(project), key=lambda path: path.stat().st_mtime)
    if newest.stat().st_mtime > built:
        click.echo(
            f"The pages are of {datetime.fromtimestamp(built):%d %B %Y, %H:%M}, older "
            f"than {newest.relative_to(project.root)}. `make site` builds them anew."
        )


def _sources(project: Project) -> Iterator[Path]:
    """What the pages are made from."""
    yield project.root / "mkdocs.yml"
    for folder in (project.root / "docs", project.examples):
        yield from (path for path in folder.rglob("*") if path.is_file())


def _problem(project: Project, text: str) -> ProblemError:
    return ProblemError([Problem(project.site, None, text)])
