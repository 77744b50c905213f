"""Jupyter Server, set up here and nowhere else: it reads no settings of the machine."""

from __future__ import annotations

import logging
import socket
from pathlib import Path
from typing import Any

from jupyter_server.serverapp import ServerApp
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from traitlets.config import Config
from typing_extensions import override

from tfprep.execution.warm_kernels import Specs
from tfprep.practice.server.kernels import LessonKernels
from tfprep.practice.server.security import HEADERS, Place, TokenOnly

LARGEST = 8 * 2**20
"""Bytes of a request that are read before the connection is cut."""


class App(ServerApp):
    """The server without what serves notebooks: files, terminals, extensions, log-in.

    What it answers is what `add` gives it, and nothing else.
    """

    default_services = ()  # type: ignore[assignment]  # fewer than there are

    @override
    def load_config_file(self, *args: Any, **options: Any) -> None:
        """A setting of the machine could open what is closed here."""

    @override
    def migrate_config(self) -> None:
        """Nor is anything written into the user's folders."""

    @override
    def init_signal(self) -> None:
        """Whoever runs the server answers Ctrl-C."""

    @override
    def init_logging(self) -> None:
        """Say what is broken here; what a client does wrong, it is told itself."""
        for log in (self.log, logging.getLogger("tornado")):
            log.setLevel(logging.ERROR)

    @override
    def init_httpserver(self) -> None:
        """Whoever runs the server has bound the socket already."""
        self._http_server = HTTPServer(self.web_app, max_body_size=LARGEST)

    @property
    def kernels(self) -> LessonKernels:
        """The kernels that run."""
        assert isinstance(self.kernel_manager, LessonKernels)
        return self.kernel_manager

    def add(self, handlers: list[Any]) -> None:
        """What it answers, first match first; the last has to match everything."""
        self.web_app.add_handlers(".*", handlers)  # type: ignore[no-untyped-call]

    def listen(self, bound: socket.socket) -> None:
        """Answer what comes in."""
        bound.setblocking(False)
        self.http_server.add_socket(bound)

    async def close(self) -> None:
        """Answer nobody any more; end the kernels."""
        self.http_server.stop()
        await self.http_server.close_all_connections()
        await self.kernels.shutdown_all(now=True)
        self.session_manager.close()


def make_app(place: Place, folder: Path) -> App:
    """The server, which listens to nobody yet; call it where the event loop runs.

    Args:
        folder: where it may write.
    """
    settings = {
        # There is no cookie that another page could use.
        "xsrf_cookies": False,
        "disable_check_xsrf": True,
        "headers": HEADERS,
        "log_function": lambda _handler: None,
    }
    fixed = {
        "allow_origin": place.pages,
        "allow_remote_access": False,
        "allow_root": True,
        "allow_unauthenticated_access": False,
        "base_url": "/",
        "config_dir": str(folder),
        "cookie_secret": b"unused",
        "data_dir": str(folder),
        "identity_provider_class": TokenOnly,
        "ip": "127.0.0.1",
        "jpserver_extensions": {},
        "kernel_manager_class": LessonKernels,
        "kernel_spec_manager_class": Specs,
        "log_level": logging.ERROR,
        "open_browser": False,
        "port": place.port,
        "root_dir": str(folder),
        "runtime_dir": str(folder),
        "terminals_enabled": False,
        "tornado_settings": settings,
    }
    config = Config({"TokenOnly": {"token": place.token}})
    app = App(config=config, **fixed)
    app.initialize([], find_extensions=False)
    assert IOLoop.current(instance=False) is not None, "no event loop runs"
    return app
