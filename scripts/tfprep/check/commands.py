"""The contributor's commands: tfprep check, tfprep new."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tfprep.check.choice import choose
from tfprep.check.menu import read_menu
from tfprep.check.new import new_lesson, new_task
from tfprep.check.walk import SCOPES, check_files
from tfprep.problems import count
from tfprep.project import find_project

_LIST = (
    "Write what stands behind each FILL IN. This lists them, and all that breaks a rule"
)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--rules", is_flag=True, help="List every rule with its reason, and end.")
def check(files: tuple[Path, ...], rules: bool) -> None:
    """Hold lessons, pages, data and tasks to the rules, without running them.

    FILE is a file or a folder of the project; without one, everything is checked. What
    has to be fixed is listed by file and line, and then the exit code is 1.
    """
    if rules:
        for scope in SCOPES:
            click.echo(f"Rules for {scope.what}:")
            for rule, reason in scope.reasons.items():
                click.echo(f"  {rule}: {reason}")
        return
    project = find_project(Path.cwd())
    choice, unknown = choose(project, files)
    report = check_files(project, choice)
    problems = [*unknown, *report.problems]
    for problem in problems:
        click.echo(problem.relative_to(Path.cwd()))
    checked = count(report.files, "file")
    if problems:
        click.echo(f"{len(problems)} to fix; {checked} checked.")
        sys.exit(1)
    click.echo(f"{checked}, nothing to fix.")


@click.group()
def new() -> None:
    """Write the files of a new lesson or exam task, with what is to fill in."""


@new.command()
@click.argument("slug", metavar="TOPIC/NAME")
def lesson(slug: str) -> None:
    """Write examples/TOPIC/NAME.py: every cell that a lesson has."""
    project = find_project(Path.cwd())
    path = new_lesson(project, slug)
    steps = [f"{_LIST}:\n     tfprep check {_shown(path)}"]
    if menu := read_menu(project.root / "mkdocs.yml"):
        place = menu.place_for(f"lessons/{path.parent.name}/{path.stem}.ipynb")
        steps.insert(0, f"{place[0].upper()}{place[1:]}, or where its readers need it.")
    steps.append(
        "Give each exercise an id for good, and list it in docs/data/ids.yml; tfprep "
        "check without a file names the lines."
    )
    steps.append(
        f"Run it, its claims and its checks:\n     tfprep exercises {_shown(path)}"
    )
    _tell(path, steps)


@new.command()
@click.argument("name")
def task(name: str) -> None:
    """Write the folder of the exam task NAME: every file that a task has."""
    folder = new_task(find_project(Path.cwd()), name)
    steps = [
        f"{_LIST}:\n     tfprep check {_shown(folder)}",
        "Train its solutions on ten seeds and score them:\n"
        f"     python scripts/dev/calibrate.py {folder.name.replace('_', '-')}",
    ]
    _tell(folder, steps)


def _shown(path: Path) -> str:
    """A path as the user would type it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _tell(path: Path, steps: list[str]) -> None:
    click.echo(f"Wrote {_shown(path)}. Next:")
    for number, step in enumerate(steps, 1):
        click.echo(f"  {number}. {step}")
