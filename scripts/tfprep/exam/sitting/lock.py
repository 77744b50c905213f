"""One command at a time changes an exam; the others say what they wait for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tfprep.exam.outcomes import ExamError
from tfprep.exam.system_errors import shown

LOCK = ".exam.lock"
"""The file, in the exam's folder, by which commands wait for each other."""
PATIENCE = 600
"""Seconds that a command waits for another one."""
Waits = Callable[[str], None]
"""Gets a sentence, as soon as there is something to wait for."""


def in_silence(_words: str) -> None:
    """For who has nobody to tell."""


@contextmanager
def locked(folder: Path, waits: Waits = in_silence) -> Iterator[None]:
    """Keep other commands from changing the same exam.

    Args:
        folder: the exam's; the lock stands in it.
        waits: is told, if another command is at work there.

    Raises:
        ExamError: somebody else kept it for longer than PATIENCE, or it is no file.
        OSError: the folder can't be written.
    """
    from filelock import FileLock, Timeout  # takes a while, and reading needs none

    path = folder / LOCK
    _check_file(path)
    lock = FileLock(path, timeout=PATIENCE)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waits(
                f"Another tfprep exam command is at work in {shown(folder)}, and this "
                f"one waits for it, {PATIENCE // 60} minutes at most. Ctrl-C ends the "
                "waiting."
            )
            lock.acquire()
    except Timeout as error:
        raise ExamError(
            f"Another tfprep exam command is still at work in {shown(folder)}. Wait "
            "for it, or end it in the terminal in which it was typed; then type this "
            "one again."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _check_file(path: Path) -> None:
    """Refuse a lock that none can be.

    Raises:
        ExamError: a folder or a link stands there.
    """
    if path.is_dir() or path.is_symlink():
        kind, remove = ("link", "rm") if path.is_symlink() else ("folder", "rmdir")
        raise ExamError(
            f"Got a {kind} {shown(path)}; expected a file, by which commands wait for "
            f"each other. Remove the {kind}: {remove} {shown(path)}"
        )
