"""The commands of a sitting: tfprep exam status, submit, finish, report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from tfprep.exam.options import Named
from tfprep.exam.outcomes import ExamError, Grade, RefusedError, one_line
from tfprep.exam.saying import time_left, width_of
from tfprep.exam.sitting import actions
from tfprep.exam.sitting.state import HandIn, Sitting, find_workspace, load
from tfprep.exam.sitting.workspace import folder_of
from tfprep.exam.strangers import with_warning
from tfprep.exam.system_errors import say, shown
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task


@click.command()
def status() -> None:
    """Show the time left, the best scores, and what is still to do."""
    workspace = find_workspace(Path.cwd())
    sitting = actions.look(workspace)
    tasks = actions.tasks_of(sitting)
    width = width_of(tasks)
    for task in tasks:
        letter, title = task.spec.category, f"{task.spec.title:<{width}}"
        weight = f"{task.category.weight:>2} pt"
        click.echo(f"{letter}  {title}  {weight}  {_so_far(sitting, task)}")
    for remark in sitting.remarks:
        click.echo(one_line(remark))
    click.echo(time_left(sitting))
    if sitting.is_over and not sitting.finished:
        click.echo(f"Next: tfprep exam finish (in {shown(workspace)})")


def _so_far(sitting: Sitting, task: Task) -> str:
    best = sitting.best(task.name)
    if best is None:
        return f"to do, in {folder_of(task)}"
    count = sum(hand_in.task == task.name for hand_in in sitting.hand_ins)
    value = task.metric.show(best.value, task.spec.unit)
    return f"{best.score} of 5 ({value}), best of {count}"


@click.command()
@click.argument("task", required=False)
@click.argument("file", required=False, type=Named())
def submit(task: str | None, file: Path | None) -> None:
    """Grade the model of TASK: its letter or name.

    Without FILE it is the last model saved in the task's folder; inside that folder
    TASK can be left out too.
    """
    workspace = find_workspace(Path.cwd())
    with actions.opened(workspace, waits=_wait) as sitting:
        tasks = actions.tasks_of(sitting)
        if task is None:
            chosen = _task_here(workspace, tasks)
        else:
            chosen = actions.pick_task(task, tasks)
        grader = _grader(tasks)
        sitting, words = with_warning(sitting)
        if words:
            click.echo(words)
        try:
            sitting = actions.submit(workspace, sitting, chosen, file, grader)
        except RefusedError as error:
            sys.exit(f"Not graded, and not counted. {error}")
    _tell(sitting.hand_ins[-1], chosen)
    click.echo(time_left(sitting))


def _tell(hand_in: HandIn, task: Task) -> None:
    """Say a score, and what the next one takes."""
    metric, spec = task.metric, task.spec
    said = metric.say(hand_in.value, spec.unit)
    click.echo(f"Score {hand_in.score} of 5: {said}.")
    if hand_in.score < 5:
        word = "at most" if metric.falls else "at least"
        band = metric.show(spec.bands[hand_in.score], spec.unit)
        click.echo(f"For {hand_in.score + 1}: {word} {band}.")
    for note in hand_in.notes:
        click.echo(note)


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask, even if something is open.")
def finish(yes: bool) -> None:
    """End the exam and write the report."""
    workspace = find_workspace(Path.cwd())
    with actions.opened(workspace, waits=_wait) as sitting:
        tasks = actions.tasks_of(sitting)
        left = [task.spec.category for task in tasks if not sitting.best(task.name)]
        if left and not sitting.is_over and not yes:
            question = f"Nothing handed in for {', '.join(left)}. Finish all the same?"
            if not _agreed(question):
                sys.exit("Not finished; the exam goes on. Without asking: --yes")
        sitting = actions.finish(workspace, sitting)
    try:
        _write(workspace, sitting, tasks, remembers=True)
    except OSError as error:
        raise ExamError(
            f"The exam is finished; only its report isn't there yet. {say(error)}"
        ) from error


@click.command()
def report() -> None:
    """Write report.html and report.json of a finished exam again."""
    workspace = find_workspace(Path.cwd())
    sitting = load(workspace)
    if sitting.finished is None:
        raise ExamError("This exam isn't finished. End it first: tfprep exam finish")
    _write(workspace, sitting, actions.tasks_of(sitting))


def _grader(tasks: Sequence[Task], *, says: bool = True) -> actions.Grader:
    """The grader for an exam of these tasks; if it `says` so, when it begins."""
    from tfprep.exam.grading import parent  # takes a while, and few commands grade

    def grade(task: Task, seeds: Seeds, path: Path) -> Grade:
        if says:
            click.echo(f"Grading {task.spec.category}, {task.spec.title} ...")
        keep = click.echo if says else None
        return parent.grade(task, seeds, path, others=tasks, keep=keep, reuse=True)

    return grade


def _task_here(workspace: Path, tasks: list[Task]) -> Task:
    """The task in whose folder the command was typed; the only one, if there is one.

    Raises:
        ExamError: it could be any of them.
    """
    here = Path.cwd().resolve()
    for task in tasks:
        if here.is_relative_to(workspace / folder_of(task)):
            return task
    if len(tasks) > 1:
        raise ExamError(
            "Got no task. Name it (tfprep exam submit A), or go into its folder first."
        )
    return tasks[0]


def _agreed(question: str) -> bool:
    """The answer to a question; no, where nobody can answer."""
    try:
        return click.confirm(question)
    except click.Abort:
        return False


def _wait(words: str) -> None:
    """Say what a command waits for."""
    click.echo(words, err=True)


def _write(
    workspace: Path, sitting: Sitting, tasks: list[Task], *, remembers: bool = False
) -> None:
    # These read the course's lessons and the progress, which no other command needs.
    from tfprep.exam.report import words
    from tfprep.exam.report.finished import report_on

    if sitting.hand_ins:
        click.echo("Looking at what your models did on the hidden data ...")
    grade = _grader(tasks, says=False)
    made, path, passed_on = report_on(
        workspace, sitting, tasks, grade, remembers=remembers
    )
    for line in words.summary(made):
        click.echo(line)
    click.echo(f"The report: {shown(path)}")
    click.echo(f"To pass on, with the folder: {shown(passed_on)}")
