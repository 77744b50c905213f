"""A command on a terminal, typed to and read as a person does."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path


class PseudoTerminal:
    """`tfprep` with these words on a terminal of 80 columns and 24 lines."""

    def __init__(self, cwd: Path, *words: str, **environ: str) -> None:
        self._main, end = os.openpty()
        fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tfprep", *words],
            cwd=cwd,
            env={**os.environ, "TERM": "xterm-256color", **environ},
            stdin=end,
            stdout=end,
            stderr=end,
            start_new_session=True,
        )
        os.close(end)
        self._heard = ""
        self.everything = ""

    def type(self, words: str) -> None:
        """Type a line."""
        os.write(self._main, f"{words}\n".encode())

    def wait_for(self, words: str, seconds: float = 60) -> None:
        """Read until these words come, and forget what came before them."""
        end = time.monotonic() + seconds
        while words not in self._heard:
            ready, _, _ = select.select([self._main], [], [], 0.5)
            if ready:
                self._take()
            assert time.monotonic() < end, f"no {words!r} in:\n{self.everything}"
        self._heard = self._heard.partition(words)[2]

    def _take(self) -> None:
        try:
            found = os.read(self._main, 65536).decode("utf-8", "replace")
        except OSError:  # the program has ended
            found = ""
        assert found, f"it ended after:\n{self.everything}"
        self._heard += found.replace("\r\n", "\n")
        self.everything += found

    def hang_up(self) -> None:
        """Close the window."""
        os.close(self._main)
