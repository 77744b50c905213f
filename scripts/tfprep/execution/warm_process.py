"""The process that kernels are forks of: it has imported what lessons import.

python -m tfprep.execution.warm_process CONTROL LOCK FOLDER,FOLDER MODULE...

Each message on the socket CONTROL asks for a kernel and carries a socket of its own.
The kernel is started by a keeper, another fork: to it all that the kernel leaves
running falls, so that it can end everything when the kernel ends, or when the other
end of its socket is closed. When CONTROL is closed, in whatever way the process at its
other end went, this one waits for the keepers and removes the folders.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass

import psutil

_PR_SET_CHILD_SUBREAPER = 36
_MESSAGE = 2**16


@dataclass(frozen=True)
class Request:
    """What a kernel needs to start."""

    connection_file: str
    folder: str
    """Where it starts to work."""
    environment: dict[str, str]

    def packed(self) -> bytes:
        return json.dumps(asdict(self)).encode()


def main(control: int, lock: int, folders: str, modules: list[str]) -> None:
    """Import the modules, then fork a kernel for each request."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops us
    # Imports make hundreds of thousands of objects that stay: looking for garbage
    # among them takes a third of the time of the imports. The kernels collect again.
    gc.disable()
    for name in modules:
        with suppress(Exception):  # the lesson that imports it will say so
            importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a keeper
    with socket.socket(fileno=control) as requests:
        while True:
            message, handles, _, _ = socket.recv_fds(requests, _MESSAGE, 1)
            if not message:
                break
            with socket.socket(fileno=handles[0]) as channel:
                if os.fork() == 0:
                    requests.close()
                    os.close(lock)
                    _keep(Request(**json.loads(message)), channel)
    with suppress(ChildProcessError):
        os.wait()  # returns, with this error, when no keeper is left
    for folder in folders.split(os.pathsep):
        shutil.rmtree(folder, ignore_errors=True)


def _keep(request: Request, channel: socket.socket) -> None:
    """Start a kernel, say its process id, and later its exit code; never return."""
    try:
        bell, end = socket.socketpair()
        end.setblocking(False)
        signal.set_wakeup_fd(end.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
        kernel = os.fork()
        if kernel == 0:
            signal.set_wakeup_fd(-1)
            for mine in (bell, end, channel):
                mine.close()
            _be_kernel(request)
        with suppress(OSError):  # nobody is there to hear it
            try:
                channel.send(str(kernel).encode())
                code = _watch(kernel, channel, bell)
            finally:
                _end_children()
            channel.send(str(code).encode())
    finally:
        os._exit(0)


def _watch(kernel: int, channel: socket.socket, bell: socket.socket) -> int:
    """Wait until the kernel ends, or is to be ended; its exit code."""
    while True:
        ready, _, _ = select.select([channel, bell], [], [])
        if channel in ready:
            return -signal.SIGKILL
        bell.recv(_MESSAGE)
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            if ended[0] == kernel:
                return os.waitstatus_to_exitcode(ended[1])


def _end_children() -> None:
    """Kill the kernel and all that it started, until nothing is left."""
    with suppress(ChildProcessError):
        while True:
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    child.kill()
            if not os.waitpid(-1, os.WNOHANG)[0]:
                time.sleep(0.002)


def _be_kernel(request: Request) -> None:
    """Become the kernel; never return."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        gc.freeze()  # what was imported is not searched, and stays shared
        gc.enable()
        # TensorFlow hands each step from thread to thread. As a batch process (man 7
        # sched) a kernel doesn't interrupt the lesson beside it for that: a course
        # takes a tenth less time.
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
        os.environ.clear()
        os.environ.update(request.environment)
        tempfile.tempdir = None  # to be found anew
        os.chdir(request.folder)
        from tfprep.execution.inside_kernel import launch

        launch(["-f", request.connection_file])
    finally:
        os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
