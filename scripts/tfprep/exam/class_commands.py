"""The command tfprep exam grade."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import click
from typing_extensions import override

from tfprep.exam.options import FORM, ONLY, tasks_of_form
from tfprep.exam.outcomes import Grade
from tfprep.exam.taskspec.hidden import HEXADECIMAL, Seeds
from tfprep.exam.taskspec.task import Task


class _Secret(click.ParamType):
    name = "HEX"

    @override
    def convert(self, value: object, param: object, ctx: object) -> str:
        if not re.fullmatch(HEXADECIMAL, str(value)):
            self.fail("expected 32 digits, each one of 0123456789abcdef")
        return str(value)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--seed", type=click.IntRange(0), required=True, help="Of the data.")
@click.option(
    "--secret",
    type=_Secret(),
    help="Draws the hidden data; by default a new one is made and shown.",
)
@FORM
@ONLY
@click.option(
    "--csv",
    "table",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file that gets the table; by default the terminal gets it.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=os.cpu_count() or 1,
    help="How many models to grade at once; by default one for each core.",
)
def grade(
    folder: Path,
    seed: int,
    secret: str | None,
    form: str,
    only: tuple[str, ...] | None,
    table: Path | None,
    jobs: int,
) -> None:
    """Grade a class: FOLDER holds a folder for each learner.

    Each of them is a workspace, or holds models named A.keras, bent-sensor.h5 and so
    on. All learners must have started with the same --form and --seed. The table goes
    to the --csv file, or else to the terminal.
    """
    from tfprep.exam.grading import parent
    from tfprep.exam.grading.whole_class import COLUMNS, find_rows, grade_rows

    tasks = tasks_of_form(form, only)

    def grader(task: Task, seeds: Seeds, path: Path) -> Grade:
        return parent.grade(task, seeds, path, others=tasks)

    seeds = _seeds(seed, secret)
    rows = find_rows(folder, tasks)
    with click.open_file(str(table or "-"), "w", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for number, line in enumerate(grade_rows(rows, seeds, grader, jobs), 1):
            writer.writerow(line)
            file.flush()  # a table that is cut off keeps what was graded
            click.echo(
                f"{number} of {len(rows)}: {line['learner']} {line['task']}", err=True
            )


def _seeds(seed: int, secret: str | None) -> Seeds:
    """The seed with its secret; a new one is told."""
    if secret:
        return Seeds(seed, secret)
    seeds = Seeds.draw(seed)
    click.echo(
        f"The hidden data are drawn by --secret {seeds.secret}; whoever grades with it "
        "again gets the same ones.",
        err=True,
    )
    return seeds
