"""The server of `tfprep learn`, from the socket to Ctrl-C."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import click

from tfprep.practice.browser import opened
from tfprep.practice.server.catalog import Catalog
from tfprep.practice.server.security import Place
from tfprep.practice.server.serving import PortInUseError, bind, serving
from tfprep.web import Route


def bound_socket(port: int) -> socket.socket:
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
            f"Port {port} can't be had ({error.strerror}): choose one above 1023"
        ) from None


async def serve(
    catalog: Catalog,
    bound: socket.socket,
    site: Path,
    page: str,
    *,
    opens: bool,
    others: Sequence[Route] = (),
) -> None:
    """Serve, and open the browser at a page, until Ctrl-C.

    Args:
        others: what is answered for other rooms.
    """
    place = Place(bound.getsockname()[1])
    address = place.address(page)
    async with serving(catalog, bound, place, site, others):
        click.echo(f"The course is at\n\n    {address}\n")
        click.echo("Who has this address can run code as you. Ctrl-C ends the course.")
        async with opened(address) if opens else nullcontext(False) as there_is:
            if opens and not there_is:
                click.echo("No browser was found: open the address yourself.")
            await asyncio.Event().wait()
