"""The command tfprep exam grade."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click
import psutil
from typing_extensions import override

from tfprep.exam.classes.progress import ClassProgress
from tfprep.exam.classes.readable import escape
from tfprep.exam.classes.results import Results, open_results
from tfprep.exam.classes.running import cores
from tfprep.exam.classes.table import check_file, make_table, write_table
from tfprep.exam.classes.whole_class import WholeClass, open_class
from tfprep.exam.options import FORM, ONLY, tasks_of_form
from tfprep.exam.outcomes import Grade
from tfprep.exam.sitting.actions import Grader
from tfprep.exam.strangers import UNCONFINED, check_walls
from tfprep.exam.taskspec.hidden import HEXADECIMAL, Seeds
from tfprep.exam.taskspec.task import Task, read_tasks
from tfprep.execution.shards import Shard
from tfprep.execution.stopping import exit_code
from tfprep.problems import count


class _Secret(click.ParamType):
    name = "HEX"

    @override
    def convert(self, value: object, param: object, ctx: object) -> str:
        if not re.fullmatch(HEXADECIMAL, str(value)):
            self.fail("expected 32 digits, each one of 0123456789abcdef")
        return str(value)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--seed",
    type=click.IntRange(0),
    required=True,
    help="What the data were made from.",
)
@click.option(
    "--secret",
    type=_Secret(),
    envvar="TFPREP_SECRET",
    show_envvar=True,
    help="Draws the hidden data; by default that of the results, or a new one.",
)
@FORM
@ONLY
@click.option(
    "--csv",
    "table",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file that gets the table; by default the terminal gets it.",
)
@click.option(
    "--results",
    "kept",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Keeps what was graded; by default FOLDER-results, beside FOLDER.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Models to grade at once; by default one for each core.",
)
@click.option(
    "--shard", type=Shard(), default="1/1", help="Only part I of N of the learners."
)
@UNCONFINED
def grade(
    folder: Path,
    seed: int,
    secret: str | None,
    form: str,
    only: tuple[str, ...] | None,
    table: Path | None,
    kept: Path | None,
    jobs: int | None,
    shard: tuple[int, int],
    unconfined: bool,
) -> None:
    """Grade a class: FOLDER holds a folder for each learner.

    Each of them is a workspace, or holds models named A.keras, bent-sensor.h5 and so
    on. All learners must have started with the same --form and --seed. What was
    graded is kept, so that the same command goes on after it was stopped. The table
    goes to the --csv file, or else to the terminal.
    """
    tasks = tasks_of_form(form, only)
    if table:
        check_file(table)  # before an hour of grading
    place = kept or _beside(folder)
    course = open_class(folder, tasks, list(read_tasks().values()), seed, place, shard)
    if course.left_out:
        _say(f"Nobody's, and left out: {', '.join(course.left_out[:5])}")
    check_walls(unconfined, _say)
    results = _open(place, seed, secret)
    is_done = _grade_all(course, results, _grader(tasks), jobs or cores())
    _finish(course, results, table)
    if not is_done:
        left = count(len(course.open()), "model")
        _say(
            f"Stopped: {left} to go. What was graded is kept; the same command goes on."
        )
        sys.exit(exit_code())


def _beside(folder: Path) -> Path:
    """Where results are kept if nobody says: not in what learners may write."""
    named = folder if folder.name not in {"", ".."} else folder.resolve()
    return named.parent / f"{named.name or 'class'}-results"


def _open(place: Path, seed: int, secret: str | None) -> Results:
    results, is_new = open_results(place, seed, secret)
    if is_new:
        _say(
            "A new secret draws the hidden data. It is kept with the results, in "
            f"{escape(str(place))}; other machines need it too (--secret)."
        )
    return results


def _grader(tasks: list[Task]) -> Grader:
    from tfprep.exam.grading import parent  # `--help` does without

    def grader(task: Task, seeds: Seeds, path: Path) -> Grade:
        return parent.grade(task, seeds, path, others=tasks)

    return grader


def _grade_all(course: WholeClass, results: Results, grader: Grader, jobs: int) -> bool:
    """Grade what is open; False: it was stopped."""
    waiting = course.open()
    lost = ""
    try:
        with ClassProgress(len(waiting)).shown() as show:
            for outcome in course.grade(results, grader, jobs, _end_graders):
                show(outcome)
                lost = lost or outcome.lost
    except KeyboardInterrupt:
        return False
    finally:
        if lost:
            _say(f"Some results could not be kept ({lost}); they are in the table.")
    return True


def _end_graders() -> None:
    """End every process that grades."""
    from tfprep.exam.grading import warm

    warm.end()
    for child in psutil.Process().children(recursive=True):  # where none is forked
        try:
            child.kill()
        except psutil.Error:  # it ended by itself
            continue


def _finish(course: WholeClass, results: Results, table: Path | None) -> None:
    """Write the table, and say how it went."""
    text = make_table(course.table())
    if table and str(table) != "-":
        write_table(table, text)
    else:
        click.echo(text, nl=False)
    _say(course.summary())
    _say(f"Results: {escape(str(results.folder))}")
    if table:
        _say(f"Table: {escape(str(table))}")


def _say(text: str) -> None:
    """Words for the teacher, beside the table."""
    click.echo(text, err=True)
