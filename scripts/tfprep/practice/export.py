"""The command tfprep notebooks: what a learner takes along to other programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from tfprep.content.library import Library
from tfprep.content.quiz import Quiz
from tfprep.execution.cache import Cache
from tfprep.execution.course_run import run_course
from tfprep.files import replacing
from tfprep.lessons.commands import open_course
from tfprep.lessons.course import Course
from tfprep.lessons.learner_notebook import write_learner_files
from tfprep.lessons.origin import find_origin
from tfprep.lessons.quiz_code import computed_keys
from tfprep.practice.anki import write_deck
from tfprep.problems import Problem, ProblemError, count
from tfprep.project import Project

_SUFFIX = ".apkg"


@click.command()
@click.argument(
    "folder", required=False, type=click.Path(file_okay=False, path_type=Path)
)
@click.option(
    "--anki",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=f"Write all quiz questions with their reasons as a deck, FILE{_SUFFIX}.",
)
def notebooks(folder: Path | None, anki: Path | None) -> None:
    """Write every lesson as notebook and script, or the questions for Anki.

    The lessons go below FOLDER, which is made if need be.
    """
    if folder is None and anki is None:
        raise click.UsageError("got neither FOLDER nor --anki FILE, expected one")
    if anki and anki.suffix != _SUFFIX:
        said = f"got {anki.name}, expected a name such as {anki.stem}{_SUFFIX}"
        raise click.BadParameter(f"{said}: Anki opens no other.", param_hint="--anki")
    project, course = open_course()
    if course.problems:
        raise ProblemError(course.problems)
    if folder:
        origin = find_origin(project.root)
        for lesson in course.lessons:
            write_learner_files(lesson, folder / lesson.topic, origin)
        lessons = count(len(course.lessons), "lesson")
        click.echo(f"Wrote {lessons}, each as .ipynb and .py, below {folder}.")
    if anki:
        _write_anki(anki, project, course)


def _write_anki(path: Path, project: Project, course: Course) -> None:
    """Write the deck; a file that can't be is refused before anything is executed."""
    library = Library(project.data)
    try:
        with replacing(path) as out:
            keys = _keys(project, course, library.quizzes)
            made = datetime.now(UTC)
            cards = write_deck(out, library.syllabus, library.quizzes, keys, made)
    except OSError as error:
        said = f"can't be written ({error.strerror}); choose a folder that is there "
        text = f"{said}and yours, on a disk with room"
        raise ProblemError([Problem(path, None, text)]) from error
    click.echo(f"Wrote {count(cards, 'question')} to {path}. In Anki: File, Import.")


def _keys(
    project: Project, course: Course, quizzes: Mapping[str, Quiz]
) -> dict[str, int]:
    """The right options that code decides; what has never run here runs now."""
    sources = {topic: course.lesson(f"quiz/{topic}") for topic in quizzes}
    entries = run_course([*sources.values()], Cache(project.cache / "lessons"))
    return {
        question: key
        for topic, source in sources.items()
        for question, key in computed_keys(
            source, quizzes[topic], entries[source.slug].outputs
        ).items()
    }
