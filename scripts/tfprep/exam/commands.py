"""The commands: tfprep exam start, status, submit, finish, report, grade."""

from __future__ import annotations

import csv
import os
import re
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from typing_extensions import override

from tfprep.exam.outcomes import ExamError, Grade, RefusedError
from tfprep.exam.sitting import actions
from tfprep.exam.sitting.clock import say_duration
from tfprep.exam.sitting.state import Sitting, find_workspace, load
from tfprep.exam.sitting.workspace import folder_of
from tfprep.exam.taskspec.hidden import HEXADECIMAL, Seeds
from tfprep.exam.taskspec.task import CATEGORIES, FORMS, Task, read_tasks

if TYPE_CHECKING:
    from tfprep.exam.report.results import Report

FORM = click.option(
    "--form",
    type=click.Choice([str(form) for form in FORMS]),
    default="1",
    show_default=True,
    help="Which set of five tasks.",
)


class _Letters(click.ParamType):
    name = "A,C"

    @override
    def convert(self, value: object, param: object, ctx: object) -> tuple[str, ...]:
        letters = [part.strip().upper() for part in str(value).split(",")]
        if unknown := [letter for letter in letters if letter not in CATEGORIES]:
            known = ", ".join(CATEGORIES)
            self.fail(f"got {unknown[0]!r}, expected some of {known}")
        return tuple(sorted(set(letters)))


class _Secret(click.ParamType):
    name = "HEX"

    @override
    def convert(self, value: object, param: object, ctx: object) -> str:
        if not re.fullmatch(HEXADECIMAL, str(value)):
            self.fail("expected 32 digits, each one of 0123456789abcdef")
        return str(value)


ONLY = click.option("--only", type=_Letters(), help="Only these categories.")


@click.group()
def exam() -> None:
    """Sit the practice exam: five models, five hours, graded here."""


@exam.command()
@click.argument(
    "folder", default="tfprep-exam", type=click.Path(path_type=Path), metavar="[FOLDER]"
)
@FORM
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Makes the data.")
@click.option(
    "--hours", type=click.FloatRange(0.1, 24), default=actions.HOURS, show_default=True
)
@ONLY
@click.option(
    "--practice", metavar="TASK", help="One task of any form, without a clock."
)
def start(
    folder: Path,
    form: str,
    seed: int | None,
    hours: float,
    only: tuple[str, ...] | None,
    practice: str | None,
) -> None:
    """Make the workspace in FOLDER, by default tfprep-exam, and start the clock."""
    tasks = _chosen(form, only, practice)
    seeds = Seeds.draw(secrets.randbelow(10**6) if seed is None else seed)
    noun = "task" if len(tasks) == 1 else "tasks"
    click.echo(f"Making the data of {len(tasks)} {noun} ...")
    sitting = actions.start(
        folder, tasks, seeds=seeds, hours=None if practice else hours
    )
    click.echo(f"Ready: {folder / 'README.md'} says how it goes.")
    width = _width(tasks)
    for task in tasks:
        place = folder / folder_of(task)
        click.echo(f"  {task.spec.category}  {task.spec.title:<{width}}  {place}")
    click.echo(_time(sitting))


@exam.command()
def status() -> None:
    """Show the time left, the best scores, and what is still to do."""
    workspace = find_workspace(Path.cwd())
    with actions.opened(workspace) as sitting:
        tasks = actions.tasks_of(sitting, read_tasks())
    width = _width(tasks)
    for task in tasks:
        best = sitting.best(task.name)
        count = sum(hand_in.task == task.name for hand_in in sitting.hand_ins)
        if best:
            shown = task.metric.show(best.value, task.spec.unit)
            said = f"{best.score} of 5 ({shown}), best of {count}"
        else:
            said = f"to do, in {folder_of(task)}"
        letter, title = task.spec.category, f"{task.spec.title:<{width}}"
        click.echo(f"{letter}  {title}  {task.category.weight:>2} pt  {said}")
    for remark in sitting.remarks:
        click.echo(remark)
    click.echo(_time(sitting))
    if sitting.is_over and not sitting.finished:
        click.echo(f"Next: tfprep exam finish (in {workspace})")


@exam.command()
@click.argument("task", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path))
def submit(task: str | None, file: Path | None) -> None:
    """Grade the model of TASK: its letter or name.

    Without FILE it is the last model saved in the task's folder; inside that folder
    TASK can be left out too.
    """
    workspace = find_workspace(Path.cwd())
    with actions.opened(workspace) as sitting:
        tasks = actions.tasks_of(sitting, read_tasks())
        if task is None:
            chosen = _task_here(workspace, tasks)
        else:
            chosen = actions.pick_task(task, tasks)
        grader = _grader(tasks, says=True)
        try:
            sitting = actions.submit(workspace, sitting, chosen, file, grader)
        except RefusedError as error:
            sys.exit(f"Not graded, and not counted. {error}")
    hand_in, metric, spec = sitting.hand_ins[-1], chosen.metric, chosen.spec
    shown = metric.show(hand_in.value, spec.unit)
    click.echo(f"Score {hand_in.score} of 5: {metric.name} {shown}.")
    if hand_in.score < 5:
        word = "at most" if metric.falls else "at least"
        band = metric.show(spec.bands[hand_in.score], spec.unit)
        click.echo(f"For {hand_in.score + 1}: {word} {band}.")
    for note in hand_in.notes:
        click.echo(note)
    click.echo(_time(sitting))


@exam.command()
@click.option("--yes", is_flag=True, help="Do not ask, even if something is open.")
def finish(yes: bool) -> None:
    """End the exam and write the report."""
    workspace = find_workspace(Path.cwd())
    with actions.opened(workspace) as sitting:
        tasks = actions.tasks_of(sitting, read_tasks())
        left = [task.spec.category for task in tasks if not sitting.best(task.name)]
        if left and not sitting.is_over and not yes:
            question = f"Nothing handed in for {', '.join(left)}. Finish all the same?"
            if not _agreed(question):
                sys.exit("Not finished; the exam goes on. Without asking: --yes")
        sitting = actions.finish(workspace, sitting)
    _write(workspace, sitting, tasks, remembers=True)


@exam.command()
def report() -> None:
    """Write report.html and report.json of a finished exam again."""
    workspace = find_workspace(Path.cwd())
    sitting = load(workspace)
    if sitting.finished is None:
        raise ExamError("This exam isn't finished. End it first: tfprep exam finish")
    _write(workspace, sitting, actions.tasks_of(sitting, read_tasks()))


@exam.command("grade")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--seed", type=click.IntRange(0), required=True, help="Of the data.")
@click.option(
    "--secret",
    type=_Secret(),
    help="Draws the hidden data; by default a new one is made and shown.",
)
@FORM
@ONLY
@click.option("--csv", "table", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1)
def grade_many(
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
    from tfprep.exam.grading.whole_class import COLUMNS, find_rows, grade_rows

    tasks = _chosen(form, only, None)
    seeds = Seeds(seed, secret) if secret else Seeds.draw(seed)
    if not secret:
        click.echo(
            f"The hidden data are drawn by --secret {seeds.secret}; whoever grades "
            "with it again gets the same ones.",
            err=True,
        )
    rows, grader = find_rows(folder, tasks), _grader(tasks)
    with click.open_file(str(table or "-"), "w", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for number, line in enumerate(grade_rows(rows, seeds, grader, jobs), 1):
            writer.writerow(line)
            file.flush()  # a table that is cut off keeps what was graded
            click.echo(
                f"{number} of {len(rows)}: {line['learner']} {line['task']}", err=True
            )


def _chosen(
    form: str, only: tuple[str, ...] | None, practice: str | None
) -> list[Task]:
    every = read_tasks()
    if practice:
        return [actions.pick_task(practice, list(every.values()))]
    return [
        task
        for task in every.values()
        if task.spec.form == int(form) and task.spec.category in (only or CATEGORIES)
    ]


def _grader(tasks: Sequence[Task], *, says: bool = False) -> actions.Grader:
    """The grader for an exam of these tasks; if it `says` so, when it begins."""
    from tfprep.exam.grading import parent  # takes a while, and few commands grade

    def grade(task: Task, seeds: Seeds, path: Path) -> Grade:
        if says:
            click.echo(f"Grading {task.spec.category}, {task.spec.title} ...")
        return parent.grade(task, seeds, path, others=tasks)

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


def _width(tasks: list[Task]) -> int:
    """Of a column of titles."""
    return max(len(task.spec.title) for task in tasks)


def _write(
    workspace: Path, sitting: Sitting, tasks: list[Task], *, remembers: bool = False
) -> None:
    # These read the course's lessons and the progress, which no other command needs.
    from tfprep.exam.report import results
    from tfprep.exam.report.remember import remember, solved_exercises
    from tfprep.practice.progress_file import ProgressFile

    history, memory = results.history_folder(), ProgressFile()
    solved = solved_exercises(memory)
    made = results.make_report(sitting, tasks, history, solved=solved)
    page = results.write_report(made, workspace, history)
    click.echo(_summary(made, results.STATES))
    click.echo(f"The report: {page}")
    if remembers:
        remember(made, memory)


def _summary(made: Report, states: Sequence[str]) -> str:
    word = "Passed" if made.passed else "Not passed yet"
    summary = f"{word}: {made.points:g} of {made.of} points in {made.used}."
    for state in states[1:]:
        if ids := [skill.id for skill in made.skills if skill.state == state]:
            summary += f"\n{state.capitalize()}: {', '.join(ids)}"
    return summary


def _time(sitting: Sitting) -> str:
    if sitting.finished:
        return "Finished. The report: tfprep exam report"
    if sitting.left is None or sitting.deadline is None:
        return "Practice: there is no clock."
    if not sitting.left:
        return "The time is over."
    until = sitting.deadline.astimezone()
    return f"{say_duration(sitting.left)} left, until {until:%H:%M}."
