"""The command `tfprep learn`: the course in the browser, with live exercises."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec
from pathlib import Path

import click

from tfprep.content.library import Library
from tfprep.execution.batch import of_the_stack
from tfprep.execution.warm_kernels import preload
from tfprep.lessons.course import Course, read_course
from tfprep.practice.progress_file import ProgressFile
from tfprep.practice.server.catalog import Catalog
from tfprep.practice.site_folder import site_folder
from tfprep.problems import ProblemError, did_you_mean
from tfprep.project import find_course, how_to_install

PORT = 8888
EXAM = "exam"
"""Opens the page of the practice exam instead of a lesson's."""


@click.command()
@click.argument("lesson", required=False)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Where to serve; 0 takes one that is free.",
)
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")
def learn(lesson: str | None, port: int, no_browser: bool) -> None:
    """The course in the browser: run the code, have your answers checked.

    Opens LESSON, such as first-model, or the practice exam, if LESSON is exam, or else
    goes on where you were. Everything happens on this machine; nothing needs the
    network. Ctrl-C ends it.
    """
    if find_spec("jupyter_server") is None:
        text = f"This needs jupyter-server, which is not installed: {how_to_install()}."
        raise click.ClickException(text)
    project = find_course(Path.cwd())
    library = Library(project.data)
    course = read_course(project, library)
    page = _page(course, lesson) if lesson else _last_page(course)
    catalog = Catalog(course, library)
    preload(of_the_stack(catalog.modules()))
    # While another process imports TensorFlow, this one imports the server.
    from tfprep.exam.live import folders
    from tfprep.exam.live.exam_room import ExamRoom
    from tfprep.exam.live.handlers import routes
    from tfprep.practice.server.foreground import bound_socket, serve

    with bound_socket(port) as bound:
        site = site_folder(project)
        others = routes(ExamRoom(folders.home(Path.cwd())))
        job = serve(catalog, bound, site, page, opens=not no_browser, others=others)
        asyncio.run(job)


def _page(course: Course, name: str) -> str:
    """The page of a lesson, or of the exam, below the site's root.

    Raises:
        UsageError: there is no such lesson.
    """
    wanted = name.strip("/").removeprefix("lessons/")
    if wanted == EXAM:
        return "exam/sit/"
    for lesson in course.lessons:
        if wanted in (lesson.slug, lesson.name):
            return f"lessons/{lesson.slug}/"
    names = [EXAM, *(x for each in course.lessons for x in (each.name, each.slug))]
    hint = did_you_mean(wanted, names) or " `tfprep learn` alone shows what there is."
    raise click.UsageError(f"got {name!r}, expected a lesson.{hint}")


def _last_page(course: Course) -> str:
    """The page of the lesson that was opened last, or the start page."""
    try:
        last = ProgressFile().read().last_lesson
    except ProblemError as error:
        click.echo(f"{error}\n", err=True)
        last = None
    return next((f"lessons/{x.slug}/" for x in course.lessons if x.slug == last), "")
