"""The walls around a process that grades: which of them can this machine put up?

python -m tfprep.exam.grading.walls FILE SOCKET PORT

confines itself as a grading process does, then tries what each wall is there to hold
off: reading FILE and writing beside it, connecting to SOCKET and PORT, which answer
outside, and so on. It writes what holds, as JSON.
"""

from __future__ import annotations

import json
import mmap
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tfprep.exam.grading import sandbox
from tfprep.exam.grading.rights import has_rights
from tfprep.execution.environment import child_environment, python

_SECONDS = 30
_NEEDS_LINUX = "only Linux has what it takes"


@dataclass(frozen=True)
class Wall:
    """One thing that a grading process can't do, even if a model got through."""

    name: str
    holds_off: str
    """What it can't do."""
    stands: bool
    """Whether that holds on this machine: it was tried."""
    why_not: str = ""
    """What is missing, if it doesn't stand."""


_WALLS = {
    "files": (
        "reading or writing files other than its own",
        "the kernel has no Landlock (Linux 5.13), or it is switched off",
    ),
    "network": (
        "connections, to this machine's own services too",
        "neither namespaces nor filters of system calls are allowed here",
    ),
    "processes": (
        "starting programs, and touching other processes",
        "filters of system calls (seccomp) are not allowed here",
    ),
    "rights": (
        "using or gaining rights of an administrator",
        "rights can't be given up here",
    ),
    "memory": (
        "taking more memory than a model may",
        "the limit can't be set, or /proc is missing",
    ),
    "time": ("computing for longer than a model may", "the limit can't be set"),
}
"""Of each wall: what it holds off, and why it may be missing on Linux."""


@cache
def walls() -> tuple[Wall, ...]:
    """Every wall, tried once in a process of its own."""
    found, trouble = _try()
    usual = "" if sys.platform == "linux" else _NEEDS_LINUX
    return tuple(
        Wall(
            name, what, name in found, "" if name in found else trouble or usual or why
        )
        for name, (what, why) in _WALLS.items()
    )


def missing() -> tuple[Wall, ...]:
    """The walls that don't stand here."""
    return tuple(wall for wall in walls() if not wall.stands)


def _try() -> tuple[set[str], str]:
    """Names of the walls that hold; and what went wrong, if it could not be tried."""
    try:
        with tempfile.TemporaryDirectory(prefix="tfprep-") as name:
            done = _run(Path(name))
        return set(json.loads(done.stdout)), ""
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        return set(), f"it could not be tried: {error}"


def _run(folder: Path) -> subprocess.CompletedProcess[str]:
    secret = folder / "secret"
    secret.write_text("secret")
    scratch = folder / "scratch"
    scratch.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as server:
        words = [str(secret), str(folder / "socket"), str(server.getsockname()[1])]
        path = _listen(folder / "socket")
        try:
            return subprocess.run(  # noqa: S603 - our own module
                python("-m", "tfprep.exam.grading.walls", *words),
                cwd=scratch,
                env=child_environment(folder / "home"),
                capture_output=True,
                text=True,
                timeout=_SECONDS,
                check=False,
            )
        finally:
            if path is not None:
                path.close()


def _listen(path: Path) -> socket.socket | None:
    """A socket with a path, where there are such and the path is not too long."""
    if not hasattr(socket, "AF_UNIX"):
        return None
    server = socket.socket(socket.AF_UNIX)
    try:
        server.bind(str(path))
    except OSError:
        server.close()
        return None
    server.listen()
    return server


def _held(secret: Path, path: str, port: int) -> list[str]:
    """Go behind the walls, and try each."""
    if sys.platform != "linux":
        return ["time"]  # who waits for the process looks at its time
    sandbox.confine(Path.cwd(), [])
    sandbox.limit(memory=64, seconds=60)
    tried: dict[str, list[Callable[[], object]]] = {
        "files": [
            lambda: secret.read_bytes(),
            lambda: os.listdir(secret.parent),  # noqa: PTH208
            lambda: (secret.parent / "new").touch(),
            lambda: secret.unlink(),
        ],
        "network": [
            lambda: socket.create_connection(("127.0.0.1", port), 1),
            lambda: _dial(path),
        ],
        "processes": [_fork, lambda: os.kill(os.getppid(), 0), _execute],
        "rights": [_need_none],
        "memory": [lambda: mmap.mmap(-1, 2**28, mmap.MAP_PRIVATE), _have_proc],
        "time": [_compute_for_ever],
    }
    return [name for name, ways in tried.items() if not any(map(_goes, ways))]


def _goes(way: Callable[[], object]) -> bool:
    try:
        way()
    except (OSError, MemoryError):
        return False
    return True


def _dial(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as channel:
        channel.connect(path)


def _fork() -> None:
    if not os.fork():
        os._exit(0)


def _execute() -> None:
    """Start a program that isn't there: to be told so is more than is allowed.

    Raises:
        PermissionError: no program may be started.
    """
    try:
        os.execv("no such program", ["-"])  # noqa: S606, S607
    except FileNotFoundError:
        return


def _need_none() -> None:
    if not has_rights():
        raise PermissionError("no rights")


def _have_proc() -> None:
    """Go unseen: what limits don't count is watched from outside, by /proc."""
    if Path("/proc/self/statm").exists():
        raise PermissionError("it is seen")


def _compute_for_ever() -> None:
    import resource

    if resource.getrlimit(resource.RLIMIT_CPU)[0] != resource.RLIM_INFINITY:
        raise PermissionError("not for ever")


if __name__ == "__main__":
    print(json.dumps(_held(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
