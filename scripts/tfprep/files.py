"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_SHORT = 50
"""Letters of a file's name that its unfinished part has too."""


def write_atomically(path: Path, text: str) -> None:
    """Write a text file so that a crash leaves the old one or the new one.

    Raises:
        OSError: it could not be written; nothing is left behind.
    """
    with replacing(path) as file:
        file.write(text.encode("utf-8"))


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """An empty file to write; what was written takes the place of `path` at the end.

    After any exception, also one of the caller's own, `path` is as it was.

    Raises:
        OSError: no file can be made there, or not all could be written; nothing is
            left behind. It names `path`, not the unfinished part.
    """
    part = path.name[:_SHORT]  # a longer name would be too long for some systems
    handle, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".part-{part}-", suffix=".tmp"
    )
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in {None, name}:
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
