"""How long `tfprep learn` takes until a page is live, and how much memory it holds.

Run it in a clone with a built site. Memory is the proportional set size: what several
processes share is counted once, in parts.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psutil

LESSONS = ("basics/first-model", "images/convolutions", "text/two-classes")
MEGABYTE = 2**20


class Learner:
    """Somebody who has the course open in the browser."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self._process = process
        rest, _, token = address.partition("#live=")
        self._port = int(rest.split(":")[2].partition("/")[0])
        self._headers = {
            "Authorization": f"token {token}",
            "Content-Type": "application/json",
        }

    def ask(self, path: str, body: object = None) -> list[Any]:
        """Ask as a live page does; the lines of the answer."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=300)
        data = None if body is None else json.dumps(body)
        connection.request("POST" if data else "GET", path, data, self._headers)
        answer = connection.getresponse().read()
        connection.close()
        return [json.loads(line) for line in answer.splitlines()]

    def open(self, slug: str) -> None:
        """Open a lesson, and wait until its first exercise can be answered."""
        self.ask("/tfprep/lesson", {"lesson": slug})
        while self.ask(f"/tfprep/lesson?lesson={slug}")[0]["state"] != "ready":
            time.sleep(0.02)

    def megabytes(self) -> dict[str, float]:
        """Memory of the server, the warm process with its keepers, and the kernels."""
        server = psutil.Process(self._process.pid)
        (warm,) = server.children()
        keepers = warm.children()
        kernels = [child for keeper in keepers for child in keeper.children()]
        groups = {"server": [server], "warm": [warm, *keepers], "kernels": kernels}
        return {
            name: sum(x.memory_full_info().pss for x in found) / MEGABYTE
            for name, found in groups.items()
        }


@contextmanager
def learning() -> Iterator[tuple[Learner, float]]:
    """The course in the browser, and the seconds until it said its address."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "tfprep", "learn", "--no-browser", "--port", "0"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TFPREP_PROGRESS": str(Path(folder) / "progress.json")},
        )
        assert process.stdout
        said = iter(process.stdout.readline, "")
        address = next(line.strip() for line in said if "#live=" in line)
        try:
            yield Learner(process, address), time.monotonic() - start
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def main() -> None:
    """Measure, and print what was found."""
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    start = time.monotonic()
    with learning() as (learner, said):
        print(f"{said:5.2f} s  until the address is printed and pages are served")
        first, *others = LESSONS
        learner.open(first)
        ready = time.monotonic() - start
        print(f"{ready:5.2f} s  until the first lesson can be answered ({first})")
        for slug in others:
            begun = time.monotonic()
            learner.open(slug)
            print(f"{time.monotonic() - begun:5.2f} s  until {slug} can be, after that")
        begun = time.monotonic()
        learner.ask("/api/kernels", {})
        learner.ask("/api/kernels")
        print(f"{time.monotonic() - begun:5.2f} s  for one more kernel")
        found = learner.megabytes()
        parts = ", ".join(f"{name} {size:.0f}" for name, size in found.items())
        print(f"{sum(found.values()):5.0f} MB with these open: {parts}")


if __name__ == "__main__":
    main()
