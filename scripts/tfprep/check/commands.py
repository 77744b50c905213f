"""The contributor's commands: tfprep check, tfprep new."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tfprep.check.choice import choose
from tfprep.check.walk import check_files
from tfprep.project import find_project


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
def check(files: tuple[Path, ...]) -> None:
    """Hold lessons, pages, data and tasks to the rules, without running them.

    FILE is a file or a folder of the project; without one, everything is checked. What
    is to be mended is listed by file and line, and then the exit code is 1.
    """
    project = find_project(Path.cwd())
    choice, unknown = choose(project, files)
    report = check_files(project, choice)
    problems = [*unknown, *report.problems]
    for problem in problems:
        click.echo(problem.relative_to(Path.cwd()))
    count = f"{report.files} file{'' if report.files == 1 else 's'}"
    if problems:
        click.echo(f"{len(problems)} to mend; {count} checked.")
        sys.exit(1)
    click.echo(f"{count}, nothing to mend.")
