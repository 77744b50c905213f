"""The command `tfprep learn`: the course in the browser, with live exercises."""

from __future__ import annotations

import asyncio
import socket
from contextlib import nullcontext
from pathlib import Path

import click

from tfprep.content.library import Library
from tfprep.lessons.course import Course, read_course
from tfprep.practice.browser import opened
from tfprep.practice.progress_file import ProgressFile
from tfprep.practice.server.catalog import Catalog
from tfprep.practice.server.security import Place
from tfprep.practice.server.serving import PortInUseError, bind, serving
from tfprep.practice.site_folder import site_folder
from tfprep.problems import ProblemError, did_you_mean
from tfprep.project import find_course

PORT = 8888


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
    """The course in the browser: read, run the code, have your answers checked.

    Opens LESSON, such as first-model, or else goes on where you were. Everything
    happens on this machine; nothing needs the network. Ctrl-C ends it.
    """
    project = find_course(Path.cwd())
    library = Library(project.data)
    course = read_course(project, library)
    page = _page(course, lesson) if lesson else _last_page(course)
    with _bound(port) as bound:
        site = site_folder(project)
        place = Place(bound.getsockname()[1])
        catalog = Catalog(course, library)
        asyncio.run(_serve(catalog, bound, place, site, page, opens=not no_browser))


async def _serve(
    catalog: Catalog,
    bound: socket.socket,
    place: Place,
    site: Path,
    page: str,
    *,
    opens: bool,
) -> None:
    """Serve until Ctrl-C."""
    address = place.address(page)
    async with serving(catalog, bound, place, site):
        click.echo(f"The course is at\n\n    {address}\n")
        click.echo("Who has this address can run code as you. Ctrl-C ends the course.")
        async with opened(address) if opens else nullcontext(False) as there_is:
            if opens and not there_is:
                click.echo("No browser was found: open the address yourself.")
            await asyncio.Event().wait()


def _bound(port: int) -> socket.socket:
    """The socket to serve at.

    Raises:
        ClickException: it can't be had.
    """
    try:
        return bind(port)
    except PortInUseError as error:
        other = port + 1 if port < 65535 else 0
        raise click.ClickException(
            f"{error}, perhaps by another `tfprep learn`: go on there, or choose "
            f"another port: tfprep learn --port {other}"
        ) from None
    except OSError as error:
        raise click.ClickException(
            f"Port {port} can't be had ({error.strerror}): choose one above 1023, "
            f"such as --port {PORT}"
        ) from None


def _page(course: Course, name: str) -> str:
    """The page of a lesson, below the site's root.

    Raises:
        UsageError: there is no such lesson.
    """
    wanted = name.strip("/").removeprefix("lessons/")
    for lesson in course.lessons:
        if wanted in (lesson.slug, lesson.name):
            return f"lessons/{lesson.slug}/"
    names = [name for each in course.lessons for name in (each.name, each.slug)]
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
