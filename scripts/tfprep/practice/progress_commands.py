"""The command tfprep progress."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from tfprep.files import write_atomically
from tfprep.practice.progress import (
    BrokenProgressError,
    NewerProgressError,
    Progress,
    parse_progress,
)
from tfprep.practice.progress_file import ProgressFile
from tfprep.problems import Problem, ProblemError, did_you_mean

FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
STREAM = Path("-")


@click.command()
@click.option("--export", "target", type=FILE, help="Write a copy; - is the terminal.")
@click.option("--import", "origin", type=FILE, help="Take a copy in; - is the input.")
@click.option(
    "--reset",
    "names",
    multiple=True,
    metavar="ID",
    help="Forget an exercise, a question, or all exercises of a lesson; repeatable.",
)
@click.option("--reset-all", is_flag=True, help="Forget all exercises and questions.")
@click.option("--delete", is_flag=True, help="Forget everything: exams and plan too.")
@click.option("--yes", is_flag=True, help="Do not ask before all is forgotten.")
def progress(
    target: Path | None,
    origin: Path | None,
    names: tuple[str, ...],
    reset_all: bool,
    delete: bool,
    yes: bool,
) -> None:
    """Show what you have done and what is due; export, import or forget it."""
    wanted = [target, origin, names, reset_all, delete]
    if sum(map(bool, wanted)) > 1:
        raise click.UsageError(
            "got several of --export, --import, --reset, --reset-all and --delete, "
            "expected one; do one after the other"
        )
    file = ProgressFile()
    if target:
        _export(file, target)
    elif origin:
        _import(file, origin)
    elif names:
        _reset(file, names)
    elif reset_all or delete:
        _forget(file, everything=delete, asks=not yes)
    else:
        _show(file)


def _show(file: ProgressFile) -> None:
    # What reads the course is not needed for the rest.
    from tfprep.content.library import Library
    from tfprep.lessons.commands import open_course
    from tfprep.practice.exercises import assignments
    from tfprep.practice.overview import ids_of, overview
    from tfprep.practice.review import due

    kept = file.read()
    project, course = open_course()
    library = Library(project.data)
    ids = ids_of(assignments(course, library), library)
    for line in overview(kept, ids, due(kept, datetime.now().astimezone(), ids.all)):
        click.echo(line)
    click.echo(f"Kept in {file.path}")


def _export(file: ProgressFile, target: Path) -> None:
    text = file.read().to_text()
    if target == STREAM:
        click.echo(text, nl=False)
        return
    if target.resolve() == file.path.resolve():
        raise _problem(target, "got the file itself, expected another one; name a copy")
    try:
        if target.exists():
            _parse(target, target.read_bytes())  # nothing else is written over
        write_atomically(target, text)
    except OSError as error:
        said = f"can't be written ({error.strerror}); name a file in another folder"
        raise _problem(target, said) from None
    click.echo(f"Wrote {target}. Elsewhere: tfprep progress --import {target.name}")


def _import(file: ProgressFile, origin: Path) -> None:
    try:
        is_stream = origin == STREAM
        content = sys.stdin.buffer.read() if is_stream else origin.read_bytes()
    except OSError as error:
        said = f"can't be read ({error.strerror}); expected a copy that was exported"
        raise _problem(origin, said) from None
    copy = _parse(origin, content)
    # Imported here: it knows the course, which no other command needs.
    from tfprep.practice.overview import what_came

    before = file.read()
    after = file.merge(copy)
    _stop_unless_kept(file)
    if came := what_came(before, after):
        click.echo(f"Came in: {came}. Kept in {file.path}")
    elif after.erased and not copy.is_empty and after.is_empty:
        click.echo(
            f"Nothing came in: this copy is from before {after.erased[:10]}, when "
            f"you deleted everything. To have it back all the same, remove {file.path} "
            "first."
        )
    else:
        click.echo("Nothing new came in: all of it was here, or was reset since.")


def _reset(file: ProgressFile, names: tuple[str, ...]) -> None:
    kept = file.read()
    known = [*kept.exercises, *kept.questions]
    found: list[str] = []
    for name in names:
        mine = [each for each in known if each == name or each.startswith(f"{name}/")]
        if not mine:
            raise click.ClickException(
                f"got {name}, of which nothing is remembered, expected the id of an "
                f"exercise, a question or a lesson.{did_you_mean(name, known)} Nothing "
                "was forgotten."
            )
        found += mine
    file.reset(found)
    _stop_unless_kept(file)
    click.echo(f"Forgotten: {', '.join(found)}")


def _forget(file: ProgressFile, *, everything: bool, asks: bool) -> None:
    file.read()  # what a later version wrote is refused before anything is asked
    what = "everything" if everything else "all exercises and questions"
    if asks and not _agreed(f"Forget {what}? (Keep a copy: --export FILE)"):
        sys.exit("Nothing was forgotten. Without asking: --yes")
    if everything:
        file.erase()
    else:
        file.reset()
    _stop_unless_kept(file)
    click.echo(
        f"Forgot {what}. The day alone stays in {file.path}, so that no older copy, "
        "in a browser say, brings it back."
    )


def _agreed(question: str) -> bool:
    """The answer to a question; no, where nobody can answer."""
    try:
        return click.confirm(question)
    except click.Abort:
        return False


def _parse(path: Path, content: bytes) -> Progress:
    try:
        return parse_progress(content)
    except (BrokenProgressError, NewerProgressError) as error:
        raise _problem(path, str(error)) from None


def _problem(path: Path, text: str) -> ProblemError:
    name = Path("standard input") if path == STREAM else path
    return ProblemError([Problem(name, None, text)])


def _stop_unless_kept(file: ProgressFile) -> None:
    """End with a failure where the file has said that it can't be written."""
    if not file.is_kept:
        sys.exit(f"Nothing was changed in {file.path}.")
