"""Limits for a process that loads a stranger's model."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from pathlib import Path
from typing import Any

from tfprep.exam.grading.landlock import write_only_below

FILE = 512 * 2**20
"""Bytes that the process may write into one file."""
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_FORBIDDEN = (
    "ctypes.dlopen",
    "os.chdir",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "pickle.find_class",
    "socket.",
    "subprocess.Popen",
    "webbrowser.open",
)
"""Audit events (docs.python.org, "Audit events table") that end in an error."""
_CHANGES = {
    "os.chmod": 1,
    "os.chown": 1,
    "os.link": 2,
    "os.mkdir": 1,
    "os.remove": 1,
    "os.rename": 2,
    "os.rmdir": 1,
    "os.symlink": 2,
    "os.truncate": 1,
    "os.utime": 1,
}
"""Audit events whose first arguments, so many, are paths that must be inside."""


def confine(scratch: Path, memory: int, seconds: int) -> None:
    """Limit files, memory (MiB) and CPU time, and leave the network, where it can be.

    Temporary files go to `scratch`.
    """
    os.environ["TMPDIR"] = str(scratch)
    os.chdir(scratch)
    with contextlib.suppress(ImportError):  # Windows has none
        import resource

        _limit(resource.RLIMIT_FSIZE, FILE)
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_CPU, seconds)  # should nobody be left to end it
        if sys.platform == "linux":
            _limit(resource.RLIMIT_DATA, memory * 2**20)
    if sys.platform == "linux":
        # A network of its own, with nothing in it. Some systems refuse this to
        # ordinary users; Landlock and the audit hook hold there all the same.
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET):
            libc.unshare(_CLONE_NEWNET)
        write_only_below(scratch)


def forbid_reaching_out(scratch: Path) -> None:
    """From now on, Python code that reaches out fails; it can't be undone."""
    inside = os.fspath(scratch.resolve()) + os.sep

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(f"{event} is not allowed while a model is graded")
        written = arguments[: _CHANGES.get(event, 0)]
        if event == "open" and _writes(arguments):
            written = arguments[:1]
        for path in written:
            if not _is_in(inside, path):
                raise PermissionError(f"{path} may not be written")

    sys.addaudithook(hook)


def _limit(which: int, value: int) -> None:
    import resource

    _, most = resource.getrlimit(which)
    if most not in (-1, resource.RLIM_INFINITY):
        value = min(value, most)
    resource.setrlimit(which, (value, value))


def _writes(arguments: tuple[Any, ...]) -> bool:
    _, mode, flags = arguments
    if isinstance(mode, str) and set(mode) & set("wax+"):
        return True
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))


def _is_in(folder: str, path: Any) -> bool:
    if isinstance(path, int):
        return True  # a file that is open already
    name: str = os.fsdecode(path)
    return name == os.devnull or os.path.realpath(name).startswith(folder)
