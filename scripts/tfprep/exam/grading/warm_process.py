"""The process that grading processes are forks of: it has TensorFlow in memory.

python -m tfprep.exam.grading.warm_process LISTENER LEASH FOLDER PLACE SECONDS LEFT...

LISTENER is a handle of a socket at FOLDER/socket, which PLACE tells from a later one.
A connection is one request, and gets the answer; when its other end is closed, whatever
became of it, the grading process is ended. After some SECONDS without a request, or
when the socket is gone, this process ends by itself, and also when its owner does:
LEASH is a handle that is closed then, or -1 where there is no owner. All that it leaves
is removed; and what is LEFT, when the owner ends, who may have had no time for it.
"""

from __future__ import annotations

import gc
import importlib
import os
import selectors
import shutil
import signal
import socket
import struct
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from tfprep.exam.grading import messages
from tfprep.exam.grading.child import IMPORTS, answer_it
from tfprep.exam.grading.dying import die_with_parent
from tfprep.exam.grading.meeting import LOCK, SOCKET, place_of
from tfprep.exam.grading.prepared import ask, prepare
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task
from tfprep.execution.scratch import scratch

_LATER = ("sklearn.metrics",)
"""What scoring imports: done while there is nothing else to do, like the making of
hidden data, so that nobody waits for it."""
_GLANCE, _LOOK = 0.05, 1.0
"""Seconds between two looks at what is going on, while grading and while idle."""


class OwnerEnded(SystemExit):
    """So this process ends too."""


@dataclass
class Job:
    """One request, from the connection to the end of the process that answers it."""

    channel: socket.socket
    asked: bytes = b""
    """What has come of the request so far."""
    pid: int = 0
    """Of the grading process; 0: it has not started."""
    scratch: Path = Path()
    pages: int = 0
    """Of memory that it may have in all, shared ones too."""
    until: float = 0.0

    def say(self, message: messages.Answer | messages.Ended) -> None:
        """One line, if anybody listens; it begins after whatever stands there."""
        with suppress(OSError):
            self.channel.send(b"\n" + message.line(), socket.MSG_DONTWAIT)


class Warm:
    """Takes requests and starts a process for each, until it is over."""

    def __init__(
        self, listener: socket.socket, leash: int, folder: Path, place: str
    ) -> None:
        self._listener, self._leash = listener, leash
        self._has_owner = leash >= 0
        self._path = folder / SOCKET
        self._place = place
        self._jobs: dict[int, Job] = {}
        """By the handles of their channels."""
        self._selector = selectors.DefaultSelector()
        self._selector.register(listener, selectors.EVENT_READ)
        if self._has_owner:
            self._selector.register(leash, selectors.EVENT_READ)
        self._later = list(_LATER)
        self._wanted: list[tuple[Task, Seeds]] = []
        self._used = time.monotonic()
        self._has_graded = False

    def serve(self, seconds: float) -> None:
        """Answer requests until the owner ends, or nobody has asked for so long."""
        while not self._is_over(seconds):
            running = any(job.pid for job in self._jobs.values())
            has_work = self._has_graded and bool(self._later or self._wanted)
            self._step(_GLANCE if running else 0 if has_work else _LOOK)
            if self._jobs:
                self._used = time.monotonic()
            elif has_work:
                self._work_ahead()

    def _work_ahead(self) -> None:
        """One thing that somebody would wait for: a module, or hidden data."""
        if not self._later:
            prepare(*self._wanted.pop(0))
            return
        with suppress(Exception):  # the data that need it will say so
            importlib.import_module(self._later.pop(0))

    def end(self) -> None:
        """End what is still running, and remove what is left."""
        for job in list(self._jobs.values()):
            self._end(job)
        if self._has_owner:
            shutil.rmtree(self._path.parent, ignore_errors=True)
            return
        lock = self._path.parents[1] / LOCK
        if not lock.exists():
            return  # it all went, and must not come back
        # Another one may begin in this place, by hand of who holds the lock.
        with suppress(OSError), FileLock(lock, timeout=0):
            if place_of(self._path) in (self._place, ""):
                shutil.rmtree(self._path.parent, ignore_errors=True)

    def _is_over(self, seconds: float) -> bool:
        if place_of(self._path) != self._place:  # it is gone, or another's
            return not self._jobs
        if time.monotonic() - self._used > seconds:
            self._path.unlink(missing_ok=True)  # from now on nobody comes
            self._step(0)  # but for who came at the last moment
        return False

    def _step(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            if key.fileobj is self._listener:
                self._accept()
            elif key.fd == self._leash:
                raise OwnerEnded
            elif key.fd in self._jobs:
                self._hear(self._jobs[key.fd])
        for job in list(self._jobs.values()):
            if job.pid:
                self._look_at(job)

    def _accept(self) -> None:
        channel, _ = self._listener.accept()
        found = channel.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        if struct.unpack("=3i", found)[1] != os.geteuid():
            channel.close()  # the folder keeps others out; this does too
            return
        self._jobs[channel.fileno()] = Job(channel)
        self._selector.register(channel, selectors.EVENT_READ)

    def _hear(self, job: Job) -> None:
        """More of a request, or the news that nobody waits for the answer."""
        try:
            heard = job.channel.recv(2**16)
        except OSError:
            heard = b""
        job.asked += heard
        if not heard or job.pid or len(job.asked) > messages.LONGEST:
            self._end(job)
        elif job.asked.endswith(b"\n"):
            self._start(job)

    def _start(self, job: Job) -> None:
        try:
            request = messages.Request.model_validate_json(job.asked)
            # A learner hands in again, so the data are made where every fork has them.
            # In a class, those of one learner may be asked for once.
            (ask if self._has_owner else prepare)(request.task, request.seeds)
            tasks = (request.task, *request.others)
            self._wanted = [(task, request.seeds) for task in tasks]
            job.scratch = Path(tempfile.mkdtemp(dir=scratch().files))
            before = os.getpid()
            job.pid = os.fork()
        except Exception as error:  # noqa: BLE001 - no room, no process: it is told
            job.say(messages.Trouble(text=f"{type(error).__name__}: {error}"))
            self._end(job)
            return
        if not job.pid:
            self._become_child(job, before)
        allowed = request.memory * 2**20 // os.sysconf("SC_PAGE_SIZE")
        job.pages = _resident(os.getpid()) + allowed
        job.until = time.monotonic() + request.patience

    def _become_child(self, job: Job, parent: int) -> None:
        """Answer, and never return."""
        try:
            os.setsid()
            die_with_parent(parent)
            for signum in (signal.SIGTERM, signal.SIGHUP):
                signal.signal(signum, signal.SIG_DFL)
            for key in list(self._selector.get_map().values()):
                if key.fileobj is not job.channel:
                    os.close(key.fd)
            self._selector.close()
            os.close(scratch().lock)
            gc.freeze()  # what was imported is not searched, and stays shared
            gc.enable()
            answer_it(job.asked, job.scratch, job.channel.sendall)
        finally:
            os._exit(0)

    def _look_at(self, job: Job) -> None:
        """See whether the process has ended, or has to be."""
        ended, status = os.waitpid(job.pid, os.WNOHANG)
        if ended:
            self._has_graded = True
            job.pid = 0
            job.say(messages.Ended(code=os.waitstatus_to_exitcode(status)))
            self._end(job)
        elif job.pages and _resident(job.pid) > job.pages:
            job.say(messages.OutOfMemory())
            self._end(job)
        elif time.monotonic() > job.until:
            job.say(messages.Trouble(text="no answer came, though it was not at work"))
            self._end(job)

    def _end(self, job: Job) -> None:
        del self._jobs[job.channel.fileno()]
        if job.pid:
            with suppress(OSError):
                os.killpg(job.pid, signal.SIGKILL)
            with suppress(OSError):
                os.kill(job.pid, signal.SIGKILL)  # it had no group yet
            os.waitpid(job.pid, 0)
        self._selector.unregister(job.channel)
        job.channel.close()
        if job.scratch.name:
            shutil.rmtree(job.scratch, ignore_errors=True)


def _resident(pid: int) -> int:
    """Pages of a process that are in memory, shared ones too; 0: nobody tells."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0


def main(
    listener: int,
    leash: int,
    folder: Path,
    place: str,
    seconds: float,
    left: Sequence[Path],
) -> None:
    """Import what grading needs, then grade."""
    if leash < 0 and os.fork():
        os._exit(0)  # who started us need not wait for us
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is answered by who asked
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    # Imports make hundreds of thousands of objects that stay: looking for garbage
    # among them takes a third of the time of the imports. Its forks collect again.
    gc.disable()
    for name in IMPORTS:
        with suppress(Exception):  # the grading process will say so
            importlib.import_module(name)
    with socket.socket(fileno=listener) as taken:
        warm = Warm(taken, leash, folder, place)
        try:
            warm.serve(seconds)
        except OwnerEnded:
            for path in left:
                shutil.rmtree(path, ignore_errors=True)
        finally:
            warm.end()


def read_words(
    words: Sequence[str],
) -> tuple[int, int, Path, str, float, list[Path]]:
    """The command line, as `main` takes it."""
    listener, leash, folder, place, seconds, *left = words
    paths = [*map(Path, left)]
    return int(listener), int(leash), Path(folder), place, float(seconds), paths


if __name__ == "__main__":
    main(*read_words(sys.argv[1:]))
