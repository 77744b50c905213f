"""`mkdocs serve` never waits for a lesson."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from projects import TinySite
from tasks import write_task

pytestmark = pytest.mark.slow

SLOW = "\n# %%\nimport time\ntime.sleep(6)\nprint('slept' + ' well')\n"


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

    def __init__(self, port: int, process: subprocess.Popen[str]) -> None:
        self.port = port
        self.process = process

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
def serving(tiny: TinySite) -> Iterator[Server]:
    """Start the server on a free port; stop it as Ctrl-C does."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = (tiny.course.root / "serve.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
        cwd=tiny.course.root,
        stdout=log,
        stderr=log,
        text=True,
        env=tiny.environ(),
    )
    try:
        yield Server(port, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        log.close()


@needs_loopback
def test_pages_are_there_before_their_outputs(tiny: TinySite) -> None:
    """A page says that its outputs are being made, how many are left, and fills in."""
    tiny.course.write("basics/slow", SLOW)

    with serving(tiny) as server:
        early = server.wait("lessons/basics/slow/", bool)
        late = server.wait("lessons/basics/slow/", lambda html: "slept well" in html)

    assert "The outputs of this lesson are being made now" in early
    assert "this is the last one" in early
    assert "slept well" not in early
    assert "being made now" not in late


@needs_loopback
def test_an_edit_shows_and_only_code_is_executed_again(tiny: TinySite) -> None:
    """New prose keeps outputs, new code gets new ones, a mistake is shown."""
    page = "lessons/basics/edited/"
    path = tiny.course.write(
        "basics/edited", "\n# %%\nimport time\nprint(time.time_ns())\n"
    )
    stamp = 'class="output"'

    def number(html: str) -> str:
        return html.split('<div class="output"><pre tabindex="0">')[1].split("<")[0]

    with serving(tiny) as server:
        first = number(server.wait(page, lambda html: stamp in html))
        path.write_text(path.read_text() + "\n# %% [markdown]\n# Fresh words.\n")
        same = number(server.wait(page, lambda html: "Fresh words" in html))
        path.write_text(path.read_text() + "\n# %%\n1 / 0\n")
        broken = server.wait(page, lambda html: "ZeroDivisionError" in html)
        path.write_text(path.read_text().replace("1 / 0", "print('mend' + 'ed')"))
        server.wait(page, lambda html: "mended" in html)
        path.write_text("no header\n" + path.read_text())
        headless = server.wait(page, lambda html: "no header" in html)

    assert same == first
    assert "examples/basics/edited.py:" in broken
    assert "expected this" in headless


@needs_loopback
def test_an_edit_of_an_exam_task_shows(tiny: TinySite) -> None:
    """The briefs on the site follow the tasks' folders while it is served."""
    folder = write_task(tiny.course.project.exam_tasks, "one")
    (tiny.course.root / "docs/exam").mkdir()
    (tiny.course.root / "docs/exam/tasks.md").write_text(
        "---\nrender_macros: true\n---\n# Tasks\n\n{{ exam_briefs() }}\n"
    )

    with serving(tiny) as server:
        server.wait("exam/tasks/", lambda html: "Two numbers belong" in html)
        brief = folder / "brief.md"
        brief.write_text(brief.read_text().replace("Two", "Three"))
        server.wait("exam/tasks/", lambda html: "Three numbers belong" in html)
