"""A running `mkdocs serve`, asked as a browser asks it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from projects import TinySite


def loopback() -> bool:
    """Whether this machine has a loopback interface that answers."""
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname(), timeout=2).close()
    except OSError:
        return False
    return True


needs_loopback = pytest.mark.skipif(
    not loopback(), reason="no loopback interface: a server can't be asked anything"
)


class Server:
    """A running `mkdocs serve`."""

    def __init__(self, port: int, process: subprocess.Popen[str], log: Path) -> None:
        self.port = port
        self.process = process
        self._log = log
        self._seen = 0

    def log(self) -> str:
        """What the server has said since it was last asked."""
        said = self._log.read_text("utf-8")
        new, self._seen = said[self._seen :], len(said)
        return new

    def written(self) -> list[str]:
        """The pages that were made since the log was last read, by source path."""
        said = re.findall(r"Pages made: \d+ of \d+: (.+)", self.log())
        return [name for names in said for name in names.split(", ")]

    def get(self, path: str) -> str:
        """The page as served now."""
        url = f"http://127.0.0.1:{self.port}/{path}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            return str(answer.read().decode("utf-8"))

    def wait(
        self, path: str, holds: Callable[[str], object], seconds: float = 60
    ) -> str:
        """The page, once a condition holds for it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if holds(html := self.get(path)):
                    return html
            except OSError:
                assert self.process.poll() is None, "the server is gone"
            time.sleep(0.3)
        raise AssertionError(f"{path} never became what was expected")


@contextmanager
def serving(tiny: TinySite, *words: str) -> Iterator[Server]:
    """Start the server on a free port; stop it as Ctrl-C does.

    Args:
        words: options of `mkdocs serve`.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    path = tiny.course.root / "serve.log"
    log = path.open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}", *words],
        cwd=tiny.course.root,
        stdout=log,
        stderr=log,
        text=True,
        env=tiny.environ(),
    )
    try:
        yield Server(port, process, path)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        log.close()
