"""The kernel application: IPython's, without the machine's settings.

Its streams also catch what programs and libraries write past Python, in order.
"""

from __future__ import annotations

import codecs
import json
import os
import select
import sys
import threading
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

from ipykernel.iostream import OutStream
from ipykernel.kernelapp import IPKernelApp
from jupyter_client import session
from typing_extensions import override

_CHUNK = 2**16
_FLOOD = 2**19
"""Characters after which a stream waits until they are sent: a loop that prints without
an end would fill the memory, and nobody would hear of it."""
_DESCRIPTORS = {"stdout": 1, "stderr": 2}


class Stream(OutStream):
    """Standard output or error, wherever it is written: both come in one order.

    ipykernel reads what is written past Python in a thread of its own, so that it
    comes before or after what `print` said as chance has it, or in the next cell.
    Here each write and flush reads the pipe first.
    """

    def __init__(self, session: Any, pub_thread: Any, name: str, **options: Any):
        options["watchfd"] = False
        super().__init__(session, pub_thread, name, **options)  # type: ignore[no-untyped-call]
        self._descriptor = _DESCRIPTORS[name]
        self._pipe, end = os.pipe()
        os.set_blocking(self._pipe, False)
        os.dup2(end, self._descriptor)
        os.close(end)
        self._decode = codecs.getincrementaldecoder("utf-8")("backslashreplace").decode
        self._reading = threading.RLock()
        self._owner = os.getpid()
        self._unsent = 0
        threading.Thread(target=self._watch, daemon=True).start()

    @override
    def fileno(self) -> int:
        return self._descriptor

    @override
    def write(self, string: str) -> int:
        self._read()
        if isinstance(string, str) and not string.isascii():
            # A half of a pair can't be sent; ipykernel would lose it with a traceback.
            string = string.encode("utf-8", "backslashreplace").decode()
        super().write(string)
        self._unsent += len(string)
        if self._unsent > _FLOOD:
            self.flush()
        return len(string)

    @override
    def flush(self) -> None:
        self._unsent = 0
        self._read()
        super().flush()  # type: ignore[no-untyped-call]

    @override
    def close(self) -> None:
        self.flush()
        super().close()  # type: ignore[no-untyped-call]

    def _watch(self) -> None:
        """Read what is written while no code of ours runs."""
        while True:
            select.select([self._pipe], [], [])
            if not self._read():
                return  # the lesson closed the descriptor

    def _read(self) -> bool:
        """Take what is in the pipe; whether more may come."""
        if os.getpid() != self._owner:
            return False  # a fork of the kernel leaves the pipe alone
        with self._reading, suppress(BlockingIOError):
            while chunk := os.read(self._pipe, _CHUNK):
                if not self.closed:
                    super().write(self._decode(chunk))
            return False
        return True


class KernelApp(IPKernelApp):
    """A kernel that reads no settings and no start-up files of the machine."""

    @override
    def load_config_file(self, *args: Any, **options: Any) -> None:
        """A profile could change what a cell shows."""

    @override
    def init_code(self) -> None:
        """A profile's start-up files could change anything."""

    @override
    def init_path(self) -> None:
        """A lesson may import what it wrote, as in every notebook."""
        if "" not in sys.path:
            places = [i for i, path in enumerate(sys.path) if "-packages" in path]
            sys.path.insert(min(places, default=len(sys.path)), "")

    @override
    def init_sockets(self) -> None:
        # A lesson may put anything in the place of functions of json: the kernel
        # goes on with the real ones, and can still answer.
        session.json = SimpleNamespace(**vars(json))  # type: ignore[assignment,attr-defined]
        super().init_sockets()  # type: ignore[no-untyped-call]

    @override
    def init_shell(self) -> None:
        super().init_shell()  # type: ignore[no-untyped-call]
        self._streams = sys.stdout, sys.stderr
        shell: Any = self.shell
        shell.events.register("post_run_cell", self._mend_streams)

    def _mend_streams(self, _result: object) -> None:
        """A kernel that can't flush never answers: give it back its own streams."""
        for name, ours in zip(("stdout", "stderr"), self._streams, strict=True):
            try:
                getattr(sys, name).flush()
            except Exception:  # noqa: BLE001 - the lesson put anything there
                setattr(sys, name, ours)
            ours.flush()
