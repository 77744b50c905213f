"""A model that a page sends: written to a private folder while it comes in."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import IO

from tfprep.execution.scratch import scratch

LONGEST = 80
"""Characters of a name that are kept; its end says what kind of file it is."""
_ODD = re.compile(r"[^\w.-]")


class Upload:
    """A file in a folder of its own, which nobody else may look into."""

    def __init__(self, name: str) -> None:
        """An empty file.

        Args:
            name: what its sender calls it; no part of it leads out of the folder.

        Raises:
            OSError: there is no place for it.
            ProblemError: there is no place for temporary files at all.
        """
        self._folder = Path(tempfile.mkdtemp(prefix="hand-in-", dir=scratch().files))
        self._path = self._folder / plain_name(name)
        self._file: IO[bytes] | None = None
        try:
            self._file = self._path.open("xb")
        except OSError:
            self.discard()
            raise

    def write(self, chunk: bytes) -> None:
        """Add what came in.

        Raises:
            OSError: the disk is full.
        """
        assert self._file, "it is open until it is taken or discarded"
        self._file.write(chunk)

    def take(self) -> Path:
        """The whole file; who takes it removes it, with the folder around it.

        Raises:
            OSError: the disk is full.
        """
        assert self._file, "it is taken once"
        self._file.close()
        self._file = None
        return self._path

    def discard(self) -> None:
        """Remove it."""
        if self._file:
            self._file.close()
            self._file = None
        shutil.rmtree(self._folder, ignore_errors=True)


def plain_name(name: str) -> str:
    """A name that is one of a file, and of no other, wherever it came from."""
    last = re.split(r"[/\\]", name)[-1]
    return _ODD.sub("_", last)[-LONGEST:].lstrip(".") or "model"
