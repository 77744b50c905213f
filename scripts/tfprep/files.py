"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


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
            left behind.
    """
    handle, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".part-{path.name}-", suffix=".tmp"
    )
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
