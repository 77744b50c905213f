"""While serving: a server beside MkDocs' own that runs the code of the pages."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tfprep.problems import ProblemError
from tfprep.project import how_to_install

if TYPE_CHECKING:
    from tfprep.practice.server.serving import Background
    from tfprep.site.build import Build

log = logging.getLogger("mkdocs.tfprep")


class LivePages:
    """The server, if it can run here, and the address that makes pages live."""

    def __init__(self) -> None:
        self._server: Background | None = None

    def start(self, build: Build, url: str) -> None:
        """Start it, and say the address, or why there is none.

        Args:
            url: where MkDocs serves the pages.
        """
        if find_spec("jupyter_server") is None:
            log.info("Code on pages can't be run from here: %s.", how_to_install())
            return
        # What who only reads pages doesn't have installed.
        from tfprep.exam.live import folders
        from tfprep.exam.live.exam_room import ExamRoom
        from tfprep.exam.live.handlers import routes
        from tfprep.practice.server.catalog import Catalog
        from tfprep.practice.server.security import Place
        from tfprep.practice.server.serving import Background, bind

        pages = urlsplit(url)
        try:
            bound = bind(0)
            port = bound.getsockname()[1]
            place = Place(port, f"{pages.scheme}://{pages.netloc}")
            catalog = Catalog(build.course, build.library)
            others = routes(ExamRoom(folders.home(Path.cwd())))
            server = Background(catalog, bound, place, None, others)
            server.start()
        except (OSError, ProblemError) as error:
            log.warning("Code on pages can't be run from here: %s", error)
            return
        self._server = server
        log.info(
            "Run code and check answers on the pages at %s",
            place.address(pages.path[1:]),
        )

    def update(self, build: Build) -> None:
        """Take the lessons as they are now: what was edited begins anew when used."""
        if self._server:
            self._server.catalog.update(build.course, build.library)

    def stop(self) -> None:
        """End it, with its kernels."""
        if self._server:
            self._server.stop()
            self._server = None
