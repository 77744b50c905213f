"""Where lessons leave their files while they run: one folder a process.

It goes when the process ends, whatever ends it: in peace by `atexit`; else, on Linux,
by the warm process; what both missed, because the machine fell over, by a later run.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tfprep.problems import Problem, ProblemError

if sys.platform != "win32":
    import fcntl

PREFIX = "tfprep-"
LOCK = "in-use"
LONGEST = 60
"""Characters of a folder below which a socket's path still fits (at most 103)."""
OLD = 60.0
"""Seconds after which a folder that nobody holds is taken for left over: it takes far
fewer from its making to the lock."""


class Scratch:
    """The folders of this process."""

    def __init__(self) -> None:
        place = Path(tempfile.gettempdir()).resolve()
        _sweep(place)
        self.files = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
        self.lock = os.open(self.files / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        _hold(self.lock)
        self._owner = os.getpid()
        self.sockets = self.files
        """A folder with a short name, for sockets."""
        if len(str(self.files)) > LONGEST:
            self.sockets = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_short_place()))
        atexit.register(self.remove)

    @property
    def folders(self) -> set[Path]:
        """What has to be removed at the end."""
        return {self.files, self.sockets}

    def remove(self) -> None:
        """Remove the folders, unless this is a fork of the process that made them."""
        if self._owner == os.getpid():
            for folder in self.folders:
                shutil.rmtree(folder, ignore_errors=True)


_made: list[Scratch] = []


def scratch() -> Scratch:
    """The folders of this process, made when they are first asked for.

    They are made again if something removed them, as cleaners of old files do.

    Raises:
        ProblemError: there is no place for temporary files.
    """
    if _made and all(folder.is_dir() for folder in _made[-1].folders):
        return _made[-1]
    try:
        _made.append(Scratch())
    except OSError as error:
        place = Path(os.environ.get("TMPDIR", "TMPDIR"))
        text = f"no place for temporary files: {error}; set TMPDIR to a folder with one"
        raise ProblemError([Problem(place, None, text)]) from None
    return _made[-1]


def _short_place() -> Path:
    """A folder for sockets where the usual one has too long a name."""
    places = [os.environ.get("XDG_RUNTIME_DIR"), "/tmp", "/var/tmp", "/dev/shm"]  # noqa: S108
    for place in places:
        if place and len(place) <= LONGEST - 20 and os.access(place, os.W_OK):
            return Path(place)
    raise OSError(
        f"its name is too long for a socket: got {tempfile.gettempdir()}, "
        f"expected at most {LONGEST - 20} characters"
    )


def _sweep(place: Path) -> None:
    """Remove what processes left behind that couldn't do it themselves."""
    for lock in place.glob(f"{PREFIX}*/{LOCK}"):
        with contextlib.suppress(OSError):
            if lock.stat().st_mtime < time.time() - OLD and _is_free(lock):
                shutil.rmtree(lock.parent, ignore_errors=True)


def _is_free(lock: Path) -> bool:
    """Whether no living process holds a folder."""
    handle = os.open(lock, os.O_RDWR)
    try:
        return _hold(handle)
    finally:
        os.close(handle)


def _hold(handle: int) -> bool:
    """Mark a folder as in use for as long as the handle, or a copy, is open."""
    if sys.platform == "win32":
        return False  # so that nothing is swept there
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
