"""All that a model could try, if its code ran: what went through, by name.

It is run where it must not work, so it is a text: in a task's data.py, in a process of
its own. OUTSIDE is a folder with a file `kept` and a socket `bell` that answers.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tfprep.exam.grading import walls

CODE = """
import ctypes, json, os, signal, socket, subprocess, sys
from pathlib import Path

outside = Path(OUTSIDE)
libc = ctypes.CDLL(None, use_errno=True)


def asked(found):
    if found < 0:
        raise OSError(ctypes.get_errno(), "no")
    return found


def by_libc(path, flags):
    return asked(libc.open(os.fsencode(path), flags, 0o600))


def dial(family, address):
    handle = asked(libc.socket(family, 1, 0))
    asked(libc.connect(handle, address, len(address)))


def fork():
    if not asked(libc.fork()):
        os._exit(0)


TCP = bytes([2, 0, 0, 9, 127, 0, 0, 1]) + bytes(8)
BELL = bytes([1, 0]) + os.fsencode(outside / "bell") + bytes(1)
ATTEMPTS = {
    "socket": lambda: socket.socket(),
    "lookup": lambda: socket.getaddrinfo("localhost", 80),
    "shell": lambda: os.system("true"),
    "program": lambda: subprocess.run(["true"]),
    "fork": lambda: os.fork(),
    "library": lambda: ctypes.CDLL("libm.so.6"),
    "write": lambda: (outside / "new").write_text("x"),
    "append": lambda: (outside / "kept").open("a"),
    "remove": lambda: (outside / "kept").unlink(),
    "rename": lambda: (outside / "kept").rename(outside / "other"),
    "folder": lambda: (outside / "new").mkdir(),
    "link": lambda: Path("inside").symlink_to(outside / "kept"),
    "rights": lambda: (outside / "kept").chmod(0),
    "shorten": lambda: os.truncate(outside / "kept", 0),
    "go": lambda: os.chdir(outside),
    "files: read": lambda: (outside / "kept").read_text(),
    "files: list": lambda: os.listdir(outside),
    "files: read by libc": lambda: by_libc(outside / "kept", os.O_RDONLY),
    "files: write by libc": lambda: by_libc(outside / "libc", os.O_WRONLY | os.O_CREAT),
    "files: remove by libc": lambda: asked(libc.unlink(os.fsencode(outside / "kept"))),
    "files: another process": lambda: open(f"/proc/{os.getppid()}/environ").close(),
    "network: connect by libc": lambda: dial(2, TCP),
    "network: a socket with a path": lambda: dial(1, BELL),
    "processes: fork by libc": fork,
    "processes: signal by libc": lambda: asked(libc.kill(os.getppid(), 0)),
    "processes: trace": lambda: asked(libc.ptrace(16, os.getppid(), 0, 0)),
    "processes: rights by libc": lambda: asked(
        libc.chmod(os.fsencode(outside / "kept"), 0)
    ),
    "processes: hidden memory": lambda: asked(libc.memfd_create(b"x", 0)),
    "inside": lambda: Path("inside").write_text("x"),
    "libc inside": lambda: by_libc("by libc", os.O_WRONLY | os.O_CREAT),
    "remove inside": lambda: Path("inside").unlink(),
}


def try_all():
    done = []
    for name, attempt in ATTEMPTS.items():
        try:
            attempt()
            done.append(name)
        except Exception:
            pass
    return done
"""
INSIDE = ["inside", "libc inside", "remove inside"]
"""What goes through, and has to."""


@contextmanager
def outside_of(folder: Path) -> Iterator[Path]:
    """A folder of somebody's, with a file in it, and a socket that answers."""
    outside = folder / "outside"
    outside.mkdir()
    (outside / "kept").write_text("kept")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(outside / "bell"))
        server.listen()
        yield outside


def code(outside: Path) -> str:
    """The attempts, aimed at this folder; `try_all()` makes them."""
    return CODE.replace("OUTSIDE", repr(str(outside)))


def succeeded(found: list[str]) -> set[str]:
    """What went through of all that must not, though the wall against it stands."""
    assert found[-3:] == INSIDE
    lacking = {wall.name for wall in walls.missing()}
    return {name for name in found[:-3] if name.split(":")[0] not in lacking}
