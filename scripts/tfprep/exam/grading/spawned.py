"""Ask a new process, where processes can't be forked: on macOS and Windows."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

import psutil

from tfprep.exam.grading import messages
from tfprep.execution.environment import child_environment, python
from tfprep.execution.scratch import scratch

_GLANCE = 0.5
"""Seconds between two looks at the CPU time that the process has used."""


def ask(request: messages.Request) -> messages.Outcome:
    """What comes of a request.

    Raises:
        OSError, ProblemError: no process could be started.
    """
    with tempfile.TemporaryDirectory(
        dir=scratch().files, ignore_cleanup_errors=True
    ) as folder:
        return _ask(request, Path(folder))


def _ask(request: messages.Request, folder: Path) -> messages.Outcome:
    command = python("-m", "tfprep.exam.grading.child", str(folder))
    with subprocess.Popen(  # noqa: S603 - our own module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=child_environment(folder),
        start_new_session=os.name == "posix",
    ) as child:
        try:
            said, late = _listen(child, request)
        finally:
            child.kill()  # also on Ctrl-C
    if late is not None:
        return late
    return messages.outcome_of(
        said + b"\n" + messages.Ended(code=child.returncode).line()
    )


def _listen(
    child: subprocess.Popen[bytes], request: messages.Request
) -> tuple[bytes, messages.Outcome | None]:
    """What the process says; or, if it has to be ended, what that comes to."""
    until = time.monotonic() + request.patience
    given: bytes | None = request.line()
    while time.monotonic() < until:
        try:
            said, _ = child.communicate(given, timeout=_GLANCE)
        except subprocess.TimeoutExpired:
            given = None
            if _cpu_seconds(child.pid) > request.seconds:
                return b"", messages.OutOfTime()
        else:
            return said, None
    return b"", messages.Trouble(text="no answer came, though it was not at work")


def _cpu_seconds(pid: int) -> float:
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)
