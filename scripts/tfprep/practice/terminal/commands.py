"""The command tfprep practice."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click
from filelock import FileLock, Timeout

from tfprep.content.library import Library
from tfprep.execution.batch import of_the_stack
from tfprep.execution.warm_kernels import preload
from tfprep.lessons.commands import open_course
from tfprep.lessons.origin import find_origin
from tfprep.lessons.seeds import with_fresh_data
from tfprep.practice.answer import Outcome, Verdict
from tfprep.practice.exercises import Assignment, assignments
from tfprep.practice.progress_file import ProgressFile
from tfprep.practice.review import due
from tfprep.practice.session import Session
from tfprep.practice.terminal.attempts import remember
from tfprep.practice.terminal.exercise_file import UnreadableError, read_exercise_file
from tfprep.practice.terminal.figures import save_figures
from tfprep.practice.terminal.folder import LOCK, NAME, Folder
from tfprep.practice.terminal.plain import Plain, say_anything
from tfprep.practice.terminal.rounds import Result, Round
from tfprep.practice.terminal.words import tell
from tfprep.problems import Problem, ProblemError, did_you_mean

SEEDS = 10
"""As many as the weekly run tries on every lesson: with these its checks hold."""
CODES = {
    Outcome.CORRECT: 0,
    Outcome.INCORRECT: 1,
    Outcome.NOT_ATTEMPTED: 3,
    Outcome.COULD_NOT_RUN: 4,
}
"""Exit codes of --check; 2 is a wrong command line."""


@click.command()
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help=f"Where your files are; default: {NAME} in the current folder.",
)
@click.option("--plain", is_flag=True, help="Line by line, for screen readers.")
@click.option("--poll", is_flag=True, help="Look at the files; don't wait for events.")
@click.option("--list", "lists", is_flag=True, help="List the exercises; end.")
@click.option(
    "--check",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Check one file; end with 0 (correct), 1 (incorrect), 3 (not attempted), "
    "4 (could not run) or 2 (wrong use).",
)
@click.option("--review", is_flag=True, help="What is due: solved before, once more.")
@click.option("--reset", is_flag=True, help="Begin anew what LESSON names, or all.")
@click.option("--yes", is_flag=True, help="Don't ask before --reset.")
def practice(
    lessons: tuple[str, ...],
    folder: Path | None,
    plain: bool,
    poll: bool,
    lists: bool,
    file: Path | None,
    review: bool,
    reset: bool,
    yes: bool,
) -> None:
    """Do the exercises in your editor; each is checked when you save its file.

    LESSON is a lesson, a topic or an exercise, such as first-model, basics or
    basics/first-model/downhill; without any it goes on where you were. The files stand
    in a folder, one an exercise.
    """
    say_anything()
    if sum((lists, review, reset, file is not None)) > 1:
        text = "expected one of --list, --check, --review and --reset"
        raise click.UsageError(text)
    project, course = open_course()
    every = assignments(course, Library(project.data))
    origin = find_origin(project.root)
    desk = Folder((folder or _default_folder()).resolve(), every, origin)
    if file is not None:
        sys.exit(CODES[_check(desk, file.absolute())])
    chosen = _chosen(lessons, every)
    memory = ProgressFile()
    if lists:
        _list(desk, memory, chosen)
    elif reset:
        _reset(desk, memory, chosen, yes)
    elif (round_ := _round(desk, memory, chosen, review)) is not None:
        preload(of_the_stack(round_.current.lesson.modules))
        with _alone(desk):
            desk.make(chosen)
            _go_through(round_, plain, poll)


def _round(
    desk: Folder, memory: ProgressFile, chosen: Sequence[Assignment], review: bool
) -> Round | None:
    """The round through what was chosen, or through what is due of it, if any is."""
    if not review:
        return Round(desk, chosen, _where_you_were(memory, chosen))
    now = datetime.now().astimezone()
    ids = {assignment.id: assignment for assignment in chosen}
    found = due(memory.read(), now, ids)
    if not found.exercises:
        after = f"; the next one is due on {found.next:%d %B %Y}" if found.next else ""
        click.echo(f"No exercise is due today{after}.")
        return None
    seed = 1 + now.toordinal() % SEEDS
    again = [_with_fresh_data(ids[name], seed) for name in found.exercises]
    return Round(desk, again, again[0], since=now.replace(microsecond=0))


def _with_fresh_data(assignment: Assignment, seed: int) -> Assignment:
    """The exercise on data that somebody hasn't seen, if its lesson has a seed."""
    lesson = with_fresh_data(assignment.lesson, assignment.exercise, seed)
    exercise = lesson.exercises[assignment.number - 1]
    return replace(assignment, lesson=lesson, exercise=exercise)


def _default_folder() -> Path:
    """The folder that somebody stands in, if it is one; or else the usual name."""
    here = Path.cwd()
    made = (x for x in (here, *here.parents) if (x / LOCK).is_file())
    return next(made, here / NAME)


def _chosen(words: Sequence[str], every: Sequence[Assignment]) -> list[Assignment]:
    """The exercises that some words name; all of them without words.

    Raises:
        click.UsageError: a word names none.
    """
    names: dict[str, list[Assignment]] = {}
    for assignment in every:
        lesson = assignment.lesson
        for name in (lesson.topic, lesson.name, lesson.slug, assignment.id):
            names.setdefault(name, []).append(assignment)
    for word in words:
        if word not in names:
            raise click.UsageError(
                f"got {word!r}, expected a lesson, a topic or an exercise; "
                "tfprep practice --list names them." + did_you_mean(word, names)
            )
    wanted = {x.id for word in words for x in names[word]}
    return [x for x in every if not words or x.id in wanted]


def _where_you_were(
    memory: ProgressFile, chosen: Sequence[Assignment]
) -> Assignment | None:
    """The first open exercise of the lesson that was opened last, or after it."""
    progress = memory.read()
    placed = progress.placement.start if progress.placement else None
    slugs = [assignment.lesson.slug for assignment in chosen]
    slug = progress.last_lesson or placed
    place = slugs.index(slug) if slug in slugs else 0
    order = (*chosen[place:], *chosen[:place])
    return next((x for x in order if not progress.exercise(x.id).is_done), None)


def _list(desk: Folder, memory: ProgressFile, chosen: Sequence[Assignment]) -> None:
    progress = memory.read()
    for assignment in chosen:
        record, path = progress.exercise(assignment.id), desk.file_of(assignment)
        state = "done" if record.is_done else "begun" if record.is_begun else "new"
        shown = path if path.is_file() else "-"
        click.echo(f"{state:6}{assignment.id:44}{shown}")


def _reset(
    desk: Folder, memory: ProgressFile, chosen: Sequence[Assignment], yes: bool
) -> None:
    question = f"Begin {len(chosen)} exercises anew, and forget how they went?"
    if not (yes or click.confirm(question)):
        raise click.Abort
    with _alone(desk):
        memory.reset([assignment.id for assignment in chosen])
        for assignment in chosen:
            kept = desk.reset(assignment) if desk.file_of(assignment).exists() else None
            if kept:
                click.echo(f"Your text of {assignment.id} is kept: {kept}")
    click.echo(f"Reset: {len(chosen)}.")


@contextmanager
def _alone(desk: Folder) -> Iterator[None]:
    """Keep other programs from the folder, which is made.

    Raises:
        ProblemError: another one has it, or it can't be made.
    """
    desk.make(())
    lock = FileLock(desk.root / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        text = "another tfprep practice works here; end it, or name another --folder"
        raise ProblemError([Problem(desk.root, None, text)]) from None
    except (OSError, NotImplementedError):
        pass  # a drive without locks: nothing is lost, attempts may count twice
    try:
        yield
    finally:
        lock.release()


def _check(desk: Folder, path: Path) -> Outcome:
    """Check one file, and say what came of it.

    Raises:
        click.UsageError: it is the file of no exercise.
    """
    try:
        file = read_exercise_file(path)
    except (UnreadableError, OSError) as error:
        click.echo(f"Could not run: {error}")
        return Outcome.COULD_NOT_RUN
    assignment = desk.assignments.get(file.id)
    if assignment is None:
        raise click.UsageError(
            f"{path.name}: got {file.id or 'no id'!r}, expected an exercise's file, "
            "with a line such as # exercise: basics/first-model/downhill"
        )
    memory = ProgressFile()
    verdict = asyncio.run(_answer(assignment, file.code))
    remember(memory, assignment, file, verdict)
    figures = save_figures(verdict.outputs, path)
    told = tell(Result(assignment, verdict, tuple(figures)), desk.origin)
    for line in told.lines:
        click.echo(line)
    return verdict.outcome


async def _answer(assignment: Assignment, text: str) -> Verdict:
    session = Session(assignment.lesson)
    try:
        return await session.answer(assignment, text)
    finally:
        await session.close()


def _go_through(round_: Round, plain: bool, poll: bool) -> None:
    """Run on the screen, or line by line where there is none."""
    # Textual draws on standard error's terminal.
    screen = all(x.isatty() for x in (sys.stdin, sys.stdout, sys.stderr))
    if plain or not screen or os.environ.get("TERM") in ("dumb", "unknown"):
        asyncio.run(Plain(round_).run(sys.stdin, poll=poll))
        return
    from tfprep.practice.terminal.app import PracticeApp  # takes a while to import

    app = PracticeApp(round_, poll=poll)
    app.run()
    if app.return_code:
        sys.exit(app.return_code)
