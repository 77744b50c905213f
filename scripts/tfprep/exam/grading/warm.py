"""Ask the process that has TensorFlow in memory; start it, if there is none.

It is this process's own, and ends with it. Or it lasts, for the commands to come: then
its socket lies in a folder that only its user may enter, below the name of all that a
grade could depend on, so that another installation never meets it.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

import platformdirs
from filelock import FileLock

import tfprep
from tfprep.exam.grading import messages
from tfprep.exam.grading.meeting import LOCK, SOCKET, place_of
from tfprep.exam.limits import KEPT_MINUTES
from tfprep.execution.environment import (
    KEPT,
    child_environment,
    python,
    python_path,
)
from tfprep.execution.scratch import scratch
from tfprep.execution.versions import installed

CAN_FORK = sys.platform == "linux"
Say = Callable[[str], object]
_GONE = FileNotFoundError, ConnectionRefusedError
"""How a socket answers that nobody listens at."""
_LONGEST = 100
"""Characters that the path of a socket may have."""
_START = 120.0
"""Seconds that the imports may take."""
_MATTER = ("tensorflow", "keras", "numpy", "pandas", "h5py", "scikit-learn")
_QUIET = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""A process with threads can't be forked safely; so none is started by an import."""


def ask(
    request: messages.Request, say: Say | None = None, *, reuse: bool = False
) -> messages.Outcome:
    """What comes of a request.

    Args:
        say: if given, the process lasts for the next command, and this hears so.
        reuse: ask one that an earlier command left, if it is still there.

    Raises:
        OSError, ProblemError: no process could be started.
    """
    outcome: messages.Outcome = messages.Gone()
    for _ in range(2):  # it may have ended at the moment that it was found
        with suppress(*_GONE), _connect(say, reuse=reuse) as channel:
            outcome = _converse(channel, request)
        if not isinstance(outcome, messages.Gone):
            break
    while _starters:
        _starters.pop().wait()
    return outcome


def _converse(channel: socket.socket, request: messages.Request) -> messages.Outcome:
    channel.settimeout(request.patience + _START)
    said = b""
    try:
        channel.sendall(request.line())
        while heard := channel.recv(2**16):
            said += heard
            if len(said) > messages.LONGEST or _has_answer(said):
                break
    except TimeoutError:
        return messages.Trouble(text="the process with TensorFlow doesn't answer")
    except ConnectionError:
        pass
    return messages.outcome_of(said)


def _has_answer(said: bytes) -> bool:
    return said.endswith(b"\n") and isinstance(
        messages.outcome_of(said), messages.Answer | messages.Died
    )


def _connect(say: Say | None, *, reuse: bool) -> socket.socket:
    if say is not None or reuse:
        with suppress(OSError):  # no place for a socket: then without
            return _connect_to_lasting(say)
    with _own_lock:
        return _own().connect()


class _Own:
    """The process that ends with this one."""

    def __init__(self) -> None:
        place = scratch()
        self._folder = Path(tempfile.mkdtemp(dir=place.sockets))
        leash, self._leash = os.pipe()
        try:
            home = place.files / "home"
            self._process = _start(self._folder, home, leash, place.folders)
        finally:
            os.close(leash)
        self._owner = os.getpid()
        atexit.register(self.stop)

    @property
    def is_alive(self) -> bool:
        is_ours = self._owner == os.getpid() and self._process.poll() is None
        return is_ours and (self._folder / SOCKET).exists()

    def connect(self) -> socket.socket:
        return _reach(self._folder / SOCKET)

    def stop(self) -> None:
        """Let it go; it ends what it started, and removes its folder."""
        if self._owner == os.getpid():
            self._owner = 0
            os.close(self._leash)
            try:
                self._process.wait(2)
            except subprocess.TimeoutExpired:  # it still imports
                self._process.kill()
                self._process.wait()


_own_lock = threading.Lock()
_owned: list[_Own] = []
_is_over = threading.Event()


def end() -> None:
    """End this process's own one, and all that it grades; no other is started.

    Threads that wait for an answer get none.
    """
    _is_over.set()
    for own in _owned:
        own.stop()


def _own() -> _Own:
    if _is_over.is_set():
        raise InterruptedError("the run was stopped")
    if not _owned or not _owned[-1].is_alive:
        _owned.append(_Own())
    return _owned[-1]


_starters: list[subprocess.Popen[bytes]] = []
"""Processes that started a lasting one, and end at once."""


def _connect_to_lasting(say: Say | None) -> socket.socket:
    """Reach the process that lasts, or start it, which `say` hears.

    Raises:
        OSError: there is no safe place for its socket, it can't be started, or nobody
            would hear that it is.
    """
    place = _private_folder()
    where = _short(str(Path(tfprep.__file__).parent), sys.executable)
    folder = place / f"{where}-{_stamp()}"
    if len(str(folder / SOCKET)) > _LONGEST:
        raise OSError(f"{folder} has too long a name for a socket")
    with FileLock(place / LOCK, timeout=_START):  # two at once start one
        with suppress(*_GONE):
            return _reach(folder / SOCKET)
        if say is None:
            raise FileNotFoundError("no process lasts")
        for other in place.glob(f"{where}-*"):
            shutil.rmtree(other, ignore_errors=True)  # of older code: it ends
        folder.mkdir(mode=0o700)
        _starters.append(_start(folder, folder / "home"))
        if len(_starters) == 1:  # else it was said
            say(
                f"TensorFlow stays in memory for {KEPT_MINUTES} minutes after each "
                "hand-in, so that the next one is quicker."
            )
        return _reach(folder / SOCKET)


def _start(
    folder: Path, home: Path, leash: int = -1, left: Iterable[Path] = ()
) -> subprocess.Popen[bytes]:
    """Start a process that listens in the folder from now on.

    Args:
        leash: closed when the owner ends, if it has one.
        left: what the owner would leave then.
    """
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), tempfile.gettempdir())
    environment = {**child_environment(home), **_QUIET, **temporary}
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / SOCKET))
        listener.listen(128)
        seconds = str(60 * KEPT_MINUTES)
        place = place_of(folder / SOCKET)
        words = [str(listener.fileno()), str(leash), str(folder), place, seconds]
        words += map(str, left)
        return subprocess.Popen(  # noqa: S603 - our own module
            python("-m", "tfprep.exam.grading.warm_process", *words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            pass_fds=(listener.fileno(), *([leash] if leash >= 0 else [])),
            start_new_session=True,  # a closed terminal, and Ctrl-C, pass it by
        )


def _reach(path: Path) -> socket.socket:
    channel = socket.socket(socket.AF_UNIX)
    try:
        channel.connect(str(path))
    except BaseException:
        channel.close()
        raise
    return channel


def _private_folder() -> Path:
    """A folder that nobody else may enter; one for each machine that shares a home.

    Raises:
        OSError: there is none.
    """
    given = Path(os.environ.get("XDG_RUNTIME_DIR") or "")
    is_given = given.is_absolute() and given.is_dir()
    base = given / "tfprep" if is_given else platformdirs.user_cache_path("tfprep")
    folder = (
        base / f"grading-{hashlib.sha256(platform.node().encode()).hexdigest()[:8]}"
    )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in (folder, base):
        found = path.lstat()
        if found.st_uid != os.geteuid() or path.is_symlink():
            raise PermissionError(f"{path} is somebody else's")
    if folder.stat().st_mode & 0o077:
        raise PermissionError(f"{folder} is open to others")
    return folder


@cache
def _stamp() -> str:
    """Tells apart whatever could grade differently: Python, packages, our own code."""
    package = Path(tfprep.__file__).parent
    parts: list[object] = [
        sys.version,
        sys.executable,
        sys.prefix,
        tempfile.gettempdir(),
    ]
    parts += [*(os.environ.get(name) for name in KEPT), python_path()]
    parts += _shell_limits()
    parts += [(name, installed(name)) for name in _MATTER]
    for path in sorted(package.rglob("*.py")):
        found = path.stat()
        parts.append((str(path), found.st_mtime_ns, found.st_size))
    return _short(*parts)


def _shell_limits() -> list[tuple[int, int]]:
    """What a shell may have limited (ulimit), which a process has for its life."""
    import resource

    names = sorted(name for name in dir(resource) if name.startswith("RLIMIT_"))
    return [resource.getrlimit(getattr(resource, name)) for name in names]


def _short(*parts: object) -> str:
    """A name that hardly anything else has."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]
