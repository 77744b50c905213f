"""Is it the machine that failed? A full disk is no fault of a model."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

_ERRORS = (
    errno.ENOSPC,
    errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC,
    errno.EROFS,
    errno.EIO,
    errno.EMFILE,
    errno.ENFILE,
    errno.EAGAIN,
)
"""No room, no rights to any place, a broken disk, too many files or processes."""
_SAID = (*(os.strerror(number) for number in _ERRORS), "No usable temporary directory")
"""How libraries tell these that have exceptions of their own."""


def lack() -> str:
    """What TensorFlow needs of a machine, and would fall over without, or nothing."""
    if sys.platform == "linux" and not Path("/proc/self/stat").exists():
        return "/proc is not mounted, and TensorFlow needs it"
    return ""


def is_memory(error: Exception) -> bool:
    """Whether there was no more memory to be had."""
    number = error.errno if isinstance(error, OSError) else None
    return isinstance(error, MemoryError) or number == errno.ENOMEM


def trouble_in(error: BaseException | None) -> str:
    """What the machine lacked, if that is behind an error; else nothing."""
    seen: list[BaseException] = []  # an error may be its own cause
    while error is not None and error not in seen:
        seen.append(error)
        if isinstance(error, OSError) and error.errno in _ERRORS:
            return f"{error.strerror or error}"
        for said in _SAID:
            if said in str(error):
                return said
        error = error.__cause__ or error.__context__
    return ""
