"""The command tfprep exam start."""

from __future__ import annotations

import math
import secrets
from pathlib import Path

import click
from click.core import ParameterSource
from typing_extensions import override

from tfprep.exam.options import FORM, ONLY, Named, tasks_of_form
from tfprep.exam.saying import time_left, width_of
from tfprep.exam.sitting import actions
from tfprep.exam.sitting.state import LONGEST, SHORTEST
from tfprep.exam.sitting.workspace import USUAL, folder_of
from tfprep.exam.system_errors import shown
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task, read_tasks

_NOT_WITH_PRACTICE = ("form", "only", "hours")


class _Hours(click.FloatRange):
    """A range of numbers, among which NaN is none."""

    @override
    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        hours = float(super().convert(value, param, ctx))
        if math.isnan(hours):
            self.fail(f"got {value!r}, expected a number of hours", param, ctx)
        return hours


@click.command()
@click.argument("folder", default=USUAL, type=Named(), metavar="[FOLDER]")
@FORM
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    help="Makes the data; by default a number chosen by chance.",
)
@click.option(
    "--hours",
    type=_Hours(SHORTEST, LONGEST),
    default=actions.HOURS,
    show_default=True,
    help="How long the exam lasts.",
)
@ONLY
@click.option(
    "--practice", metavar="TASK", help="One task of any form, without a clock."
)
@click.pass_context
def start(
    context: click.Context,
    folder: Path,
    form: str,
    seed: int | None,
    hours: float,
    only: tuple[str, ...] | None,
    practice: str | None,
) -> None:
    """Make the workspace in FOLDER, by default tfprep-exam, and start the clock."""
    tasks = tasks_of_form(form, only)
    if practice is not None:
        _check_alone(context)
        tasks = [actions.pick_task(practice, list(read_tasks().values()))]
    seeds = Seeds.draw(secrets.randbelow(10**6) if seed is None else seed)
    noun = "task" if len(tasks) == 1 else "tasks"
    click.echo(f"Making the data of {len(tasks)} {noun} ...")
    allowed = None if practice is not None else hours
    sitting = actions.start(folder, tasks, seeds=seeds, hours=allowed)
    _tell(folder, tasks)
    click.echo(time_left(sitting))


def _check_alone(context: click.Context) -> None:
    """Refuse options that practice would leave out without a word.

    Raises:
        UsageError: there are some.
    """
    given = [
        f"--{name}"
        for name in _NOT_WITH_PRACTICE
        if context.get_parameter_source(name) is not ParameterSource.DEFAULT
    ]
    if given:
        raise click.UsageError(
            f"got --practice with {' and '.join(given)}, expected one or the other: "
            "practice is one task of any form, without a clock"
        )


def _tell(folder: Path, tasks: list[Task]) -> None:
    click.echo(f"Ready: {shown(folder / 'README.md')} says how it goes.")
    width = width_of(tasks)
    for task in tasks:
        place = shown(folder / folder_of(task))
        click.echo(f"  {task.spec.category}  {task.spec.title:<{width}}  {place}")
