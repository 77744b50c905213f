"""Start the server, and end it with all that it started."""

from __future__ import annotations

import asyncio
import errno
import shutil
import socket
import tempfile
import threading
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager
from pathlib import Path

from tfprep.execution.batch import of_the_stack
from tfprep.execution.scratch import scratch
from tfprep.execution.warm_kernels import preload
from tfprep.lessons.lesson import Lesson
from tfprep.practice.server.app import App, make_app
from tfprep.practice.server.base import Room
from tfprep.practice.server.catalog import Catalog
from tfprep.practice.server.desk import Desk
from tfprep.practice.server.handlers import handlers
from tfprep.practice.server.keeping import Keeping
from tfprep.practice.server.kernels import ServedKernel
from tfprep.practice.server.security import LOOPBACK, Place
from tfprep.practice.session import Session
from tfprep.web import Route


class PortInUseError(Exception):
    """Something else listens on the port."""


def bind(port: int) -> socket.socket:
    """A socket on this machine's own address, which no other machine can reach.

    Args:
        port: 0 for any that is free.

    Raises:
        PortInUseError: it is taken.
        OSError: it can't be had.
    """
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(f"Port {port} of {LOOPBACK} is in use") from None
        raise


@asynccontextmanager
async def serving(
    catalog: Catalog,
    bound: socket.socket,
    place: Place,
    site: Path | None = None,
    others: Sequence[Route] = (),
) -> AsyncIterator[None]:
    """A server that answers; afterwards it is gone, with its kernels.

    Args:
        site: the folder of the built site, where this server has the pages.
        others: what it answers for other rooms, beside its own.

    Raises:
        ProblemError: there is no place for temporary files.
    """
    preload(of_the_stack(catalog.modules()))
    folder = Path(tempfile.mkdtemp(dir=scratch().files))
    app = make_app(place, folder)

    def make(lesson: Lesson) -> tuple[Session, ServedKernel]:
        kernel = ServedKernel(app.kernels)
        return Session(lesson, kernel=kernel), kernel

    desk = Desk(catalog, make)
    room = Room(catalog, desk, Keeping(), app.kernels)
    app.add(handlers(room, place, site, others))
    app.listen(bound)
    try:
        yield
    finally:
        await asyncio.shield(_end(app, desk, folder))


async def _end(app: App, desk: Desk, folder: Path) -> None:
    await desk.close()
    await app.close()
    shutil.rmtree(folder, ignore_errors=True)


class Background:
    """The server in a thread of its own, beside what the process does."""

    def __init__(
        self,
        catalog: Catalog,
        bound: socket.socket,
        place: Place,
        site: Path | None,
        others: Sequence[Route] = (),
    ) -> None:
        """Nothing answers yet; the arguments are those of `serving`."""
        self.catalog = catalog
        self._serving = serving(catalog, bound, place, site, others)
        self._loop = asyncio.new_event_loop()
        self._end = asyncio.Event()
        self._begun: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to answer.

        Raises:
            ProblemError: there is no place for temporary files.
        """
        self._thread.start()
        self._begun.result()

    def stop(self) -> None:
        """End it, and wait until it is gone."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._end.set)
            self._thread.join(timeout=10)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        try:
            async with self._serving:
                self._begun.set_result(None)
                await self._end.wait()
        except Exception as error:
            if self._begun.done():
                raise
            self._begun.set_exception(error)
