"""The command tfprep exam verify."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tfprep.exam.options import Named
from tfprep.exam.outcomes import ExamError, Grade, TroubleError
from tfprep.exam.sitting import actions
from tfprep.exam.sitting.state import STATE, Sitting, find_workspace, load
from tfprep.exam.strangers import UNCONFINED, check_walls
from tfprep.exam.system_errors import shown
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task
from tfprep.problems import count

if TYPE_CHECKING:
    from tfprep.exam.verify.again import Again

LIMITS = (
    "This proves the models, and what they score. It doesn't prove who made them, "
    "or when: the times are what one machine's clock said, and whoever has the folder "
    "and this program could write them anew."
)


@click.command()
@click.argument("folder", required=False, type=Named())
@UNCONFINED
def verify(folder: Path | None, unconfined: bool) -> None:
    """Grade the kept models of an exam again; compare with what it states.

    FOLDER holds the exam, by default the one that you are in. Nothing in it is
    changed, and a stranger's models are opened as those of any hand-in: confined.
    """
    workspace = _workspace(folder)
    sitting = load(workspace)
    tasks = actions.tasks_of(sitting)
    check_walls(unconfined, _warn)
    for line in _introduction(workspace, sitting):
        click.echo(line)
    if said := [*_check(workspace, sitting, tasks)]:
        click.echo("Not as stated:", err=True)
        for line in said:
            click.echo(f"  {line}", err=True)
        sys.exit(f"Not verified: {count(len(said), 'difference')}.")
    click.echo(_verdict(sitting, tasks))
    click.echo(LIMITS)


def _warn(words: str) -> None:
    click.echo(words, err=True)


def _workspace(folder: Path | None) -> Path:
    """The exam's folder.

    Raises:
        ExamError: there is no exam.
    """
    if folder is None:
        return find_workspace(Path.cwd())
    if not (folder / STATE).is_file():
        raise ExamError(
            f"Got {shown(folder)}, expected the folder of an exam, with its {STATE}. "
            "Name that folder: tfprep exam verify FOLDER"
        )
    return folder


def _introduction(workspace: Path, sitting: Sitting) -> list[str]:
    """What is verified, and what is out of the ordinary in it."""
    hours = f"{sitting.hours or 0:g} hour" + "s" * (sitting.hours != 1)
    allowed = hours if sitting.hours else "practice without a clock"
    lines = [
        f"Verifying {shown(workspace)}: form {sitting.form}, seed {sitting.seed}, "
        f"{allowed}, started {sitting.started:%Y-%m-%d %H:%M} UTC."
    ]
    if sitting.finished is None:
        lines.append("It isn't finished yet.")
    return [*lines, *map(shown, sitting.remarks)]


def _check(workspace: Path, sitting: Sitting, tasks: list[Task]) -> list[str]:
    """Every difference, in words; each hand-in's outcome is said as it comes."""
    from tfprep.exam.verify.again import grade_again  # these take a while
    from tfprep.exam.verify.statements import check_statements

    found = [str(each) for each in check_statements(workspace, sitting, tasks)]
    for again in grade_again(workspace, sitting, tasks, _grader(tasks)):
        click.echo(_line(again))
        found += map(str, again.differences)
    return list(dict.fromkeys(found))


def _grader(tasks: list[Task]) -> actions.Grader:
    from tfprep.exam.grading import parent

    def grade(task: Task, seeds: Seeds, path: Path) -> Grade:
        try:
            return parent.grade(task, seeds, path, others=tasks)
        except TroubleError as error:
            raise TroubleError(
                f"Nothing was verified, and nothing refuted. {error}"
            ) from error

    return grade


def _line(again: Again) -> str:
    hand_in, task = again.hand_in, again.task
    value = task.metric.show(hand_in.value, task.spec.unit)
    outcome = "NOT as stated" if again.differences else "as stated"
    stated = f"{hand_in.score} of 5 ({value})"
    return f"{again.number:>3}  {task.spec.category}  {task.name}  {stated}  {outcome}"


def _verdict(sitting: Sitting, tasks: list[Task]) -> str:
    from tfprep.exam.sitting.points import has_passed, is_whole, most_points, points_of

    models = count(len(sitting.hand_ins), "model")
    passed = ""
    if is_whole(sitting, tasks):
        passed = ", passed" if has_passed(sitting, tasks) else ", not passed"
    return (
        f"Verified: {models}; scores and times are as stated. "
        f"{points_of(sitting, tasks):g} of {most_points(tasks)} points{passed}."
    )
