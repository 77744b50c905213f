"""What the system refuses, a full disk say, in the words of an exam's command."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from tfprep.exam.errors import ExamError, one_line

_ADVICE = {
    errno.EACCES: "Give yourself the right to it, or take another folder",
    errno.EPERM: "Give yourself the right to it, or take another folder",
    errno.EROFS: "Take a folder on a disk that can be written",
    errno.ENOSPC: "Make room on the disk",
    errno.EDQUOT: "Make room: your share of the disk is used up",
    errno.EFBIG: "Take a disk, or a limit of your shell (ulimit -f), for larger files",
    errno.ENAMETOOLONG: "Take a shorter name",
    errno.ENOTDIR: "A part of that path is a file; take a path of folders",
    errno.EEXIST: "Something else stands there; take another name",
    errno.EISDIR: "It is a folder where a file belongs; move it away",
    errno.ENOENT: "Look for a slip in the path, or for a folder that is gone",
    errno.ELOOP: "Links lead in a circle there; take another path",
}
_OTHERWISE = "Fix that"


@contextmanager
def in_words() -> Iterator[None]:
    """Turn whatever the system refuses in here into an error that a command says.

    A reader that went away, at the other end of a pipe, is left to click.

    Raises:
        ExamError: the system refused something.
    """
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        raise ExamError(say(error)) from error


def say(error: OSError) -> str:
    """The path, the system's reason, and what to do about it."""
    paths = [shown(p) for p in (error.filename, error.filename2) if p is not None]
    where = " and ".join(paths) or "A file without a name, such as the terminal,"
    advice = _ADVICE.get(error.errno or 0, _OTHERWISE)
    return (
        f"{where} can't be used ({reason(error)}). {advice}, then type the command "
        "again; nothing that was finished is lost."
    )


def reason(error: OSError) -> str:
    """What the system says, without the path."""
    if isinstance(error, shutil.Error) and error.args and error.args[0]:
        (_, _, said), *_ = error.args[0]  # of a folder: a triple for each file
        return one_line(re.sub(r"^\[Errno \d+\] ", "", str(said)))
    return one_line(error.strerror or str(error) or type(error).__name__)


def shown(path: str | bytes | int | os.PathLike[str]) -> str:
    """A path for a message: one line, whatever bytes its name has."""
    if isinstance(path, int):
        return f"file {path}"
    return one_line(os.fsdecode(path))
