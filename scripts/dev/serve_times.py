"""How long a writer waits for `mkdocs serve`: for the first page, and after an edit.

It works on copies of the repository, with nothing cached, and edits when all code has
run. Stock is the same server without our hook: the pages as they are written, and the
lessons as notebooks with their outputs, rendered by mkdocs-jupyter.

Seconds of CPU are those of the server, without the kernels that run the code. Unlike
the wall's they say something on a busy machine, too.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil

GUIDE = "docs/guide/prepare.md"
LESSON = "images/convolutions"
PATIENCE = 1800
"""Seconds after which a page will never come."""
QUIET = 2
"""Seconds without a build after which none is to come."""
ALL_DONE = "No lesson is left to be executed"
"""What the server says when nothing runs in the background any more."""


class Taken(NamedTuple):
    """What an edit took until it was to be seen."""

    seconds: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} ({self.cpu:.1f})"


class Served:
    """A server and what it serves."""

    def __init__(
        self, root: Path, port: int, log: Path, process: subprocess.Popen[bytes]
    ) -> None:
        self.root = root
        self._process = process
        self._url = f"http://127.0.0.1:{port}/"
        self._log = log

    def builds(self) -> int:
        """How often the site was built."""
        return self._log.read_text("utf-8").count("Documentation built in")

    def wait(self, page: str, holds: Callable[[str], object]) -> float:
        """Seconds until a page is there and a condition holds for it."""
        start = time.monotonic()
        while time.monotonic() - start < PATIENCE and self._process.poll() is None:
            try:
                url = self._url + page
                with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 (our own server)
                    if holds(answer.read().decode("utf-8")):
                        return time.monotonic() - start
            except OSError:
                pass  # it doesn't listen yet
            time.sleep(0.05)
        said = "\n".join(self._log.read_text("utf-8").splitlines()[-20:])
        sys.exit(f"{page!r} never came; the server's last words:\n{said}")

    def settle(self) -> float:
        """Seconds until all code has run, and the pages show it."""
        start = since = time.monotonic()
        while time.monotonic() - since < QUIET:
            time.sleep(0.05)
            said = self._log.read_text("utf-8")
            begun, ended = map(
                said.count, ("Detected file changes", "Reloading browsers")
            )
            if ALL_DONE not in said or begun > ended:
                since = time.monotonic()
            if since - start > PATIENCE:
                sys.exit(f"got no end of {PATIENCE} s of background work")
        return since - start

    def _cpu(self) -> float:
        times = psutil.Process(self._process.pid).cpu_times()
        return times.user + times.system

    def edit(self, path: Path, old: str, new: str, page: str, shown: str) -> Taken:
        """What a change of a file takes, until the page shows it."""
        text = path.read_text("utf-8")
        if old not in text:
            sys.exit(f"got no {old!r} in {path}, expected it to be replaced")
        before = self._cpu()
        path.write_text(text.replace(old, new, 1), "utf-8")
        seconds = self.wait(page, lambda html: shown in html)
        return Taken(seconds, self._cpu() - before)


def measure(repository: Path, folder: Path) -> None:
    """Measure ours and stock, one after the other, and print one table."""
    ours, stock = folder / "ours", folder / "stock"
    copy(repository, ours)
    with serving(ours) as (server, first):
        filled, builds = server.settle(), server.builds() - 1
        make_stock(ours, stock)  # before the edits, so that it gets them too
        taken = edits(server, ours / f"examples/{LESSON}.py", "# ", code="print(")
    with serving(stock) as (server, stock_first):
        notebook = stock / f"docs/lessons/{LESSON}.ipynb"
        stock_taken = edits(server, notebook, "", code=None)
    print("\n| seconds (of CPU) until | ours | stock |\n|---|---|---|")
    names = ("an edited guide page shows", "an edited sentence of a lesson shows")
    print(f"| the first page | {first:.1f} | {stock_first:.1f} |")
    for name, one, other in zip(names, taken, stock_taken, strict=False):
        print(f"| {name} | {one} | {other} |")
    print(f"| edited code of a lesson has run and shows | {taken[2]} | - |")
    print(f"\nAll code had run after {filled:.0f} s more, and {builds} builds.")
    print(f"The machine's load in the last five minutes: {os.getloadavg()[1]:.1f}.")


def edits(server: Served, lesson: Path, mark: str, code: str | None) -> list[Taken]:
    """What an edited page, an edited sentence, and edited code if any, take.

    Args:
        mark: what a line of prose begins with in the lesson's file.
        code: the beginning of a line of code, or None.
    """
    page = f"lessons/{LESSON}/"
    heading = "## What to remember"
    taken = [
        server.edit(
            server.root / GUIDE, "# How", "# Zebra How", "guide/prepare/", "Zebra"
        ),
        server.edit(
            lesson, f"{mark}{heading}", f"{mark}{heading} Quagga", page, "Quagga"
        ),
    ]
    if code:
        new = f"print('okapi', 6 * 7)\n{code}"
        taken.append(server.edit(lesson, code, new, page, "okapi 42"))
    return taken


def copy(repository: Path, folder: Path) -> None:
    """Copy what git tracks, and nothing that was made from it."""
    words = ["git", "-C", str(repository), "ls-files", "-z"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)  # noqa: S603 (no shell, fixed words)
    for name in filter(None, done.stdout.split("\0")):
        if (repository / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(repository / name, folder / name)


def make_stock(ours: Path, folder: Path) -> None:
    """The same pages without our hook; macros stay as they are typed."""
    shutil.copytree(ours / "docs", folder / "docs")
    shutil.copy(ours / "CHANGELOG.md", folder)
    shutil.copytree(ours / "scripts", folder / "scripts")  # pages show parts of it
    shutil.copytree(ours / "examples", folder / "examples")
    shutil.copytree(ours / ".cache/site", folder / "docs", dirs_exist_ok=True)
    for path in (folder / "docs").rglob("*.md"):
        text = path.read_text("utf-8")
        path.write_text(text.replace("render_macros: true\n", ""), "utf-8")
    config = (ours / "mkdocs.yml").read_text("utf-8")
    config = re.sub(r"^hooks: .*\n", "", config, flags=re.MULTILINE)
    (folder / "mkdocs.yml").write_text(config, "utf-8")


@contextmanager
def serving(root: Path) -> Iterator[tuple[Served, float]]:
    """A server of this folder, and the seconds from its command to its first page."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    path = root / "serve.log"
    with path.open("w") as log:
        process = subprocess.Popen(  # noqa: S603 (our own command)
            [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
            cwd=root,
            stdout=log,
            stderr=log,
        )
        try:
            server = Served(root, port, path, process)
            yield server, server.wait("", bool)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)
