"""Where a command and the process with TensorFlow meet."""

from __future__ import annotations

from pathlib import Path

SOCKET = "socket"
"""In the folder of that process, which nobody else may enter."""
LOCK = "lock"
"""In the folder above it; held by who starts such a process, or removes its folder."""


def place_of(path: Path) -> str:
    """What tells a socket from another one that took its place; nothing: it is gone."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_dev}:{found.st_ino}:{found.st_mtime_ns}"
