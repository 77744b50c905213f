"""Limits for a process that loads a stranger's model."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tfprep
from tfprep.exam.grading.landlock import keep_to
from tfprep.exam.grading.rights import give_up_rights
from tfprep.exam.grading.syscalls import forbid_calls

FILE = 512 * 2**20
"""Bytes that the process may write into one file."""
GRACE = 5
"""Seconds from the signal that the time is over to the one that nothing outlives."""
TENSORFLOW = 3 * 2**30
"""Bytes that TensorFlow has when it is imported, where the system doesn't tell."""
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/dev/urandom",
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/sys/vm",
    "/sys/devices/system",
)
"""What libraries read of the system: other libraries, the clock, the processor."""
_FORBIDDEN = (
    "ctypes.dlopen",
    "os.chdir",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "pickle.find_class",
    "socket.",
    "subprocess.Popen",
    "webbrowser.open",
)
"""Audit events (docs.python.org, "Audit events table") that end in an error."""
_CHANGES = {
    "os.chmod": 1,
    "os.chown": 1,
    "os.link": 2,
    "os.mkdir": 1,
    "os.remove": 1,
    "os.rename": 2,
    "os.rmdir": 1,
    "os.symlink": 2,
    "os.truncate": 1,
    "os.utime": 1,
}
"""Audit events whose first arguments, so many, are paths that must be inside."""


def confine(scratch: Path, readable: Iterable[Path]) -> None:
    """Leave all but a folder, where the system can: files, network, processes, rights.

    What can't be had is passed over: `walls` says what stands on a machine.

    Args:
        scratch: the one folder to write to; temporary files go there.
        readable: files and folders to read beside Python and its packages.
    """
    os.environ["TMPDIR"] = tempfile.tempdir = str(scratch)
    os.chdir(scratch)
    with contextlib.suppress(ImportError):  # Windows has none
        import resource

        _limit(resource.RLIMIT_FSIZE, FILE)
        _limit(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":
        # A network of its own, with nothing in it. Some systems refuse this to
        # ordinary users; the filter of calls holds there all the same.
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET):
            libc.unshare(_CLONE_NEWNET)
        give_up_rights()
        keep_to(scratch, [*_packages(), *map(Path, _SYSTEM), *readable])
        forbid_calls()  # the last: it forbids what the others need


def limit(memory: int, seconds: int) -> bool:
    """Limit memory (MiB) and CPU seconds, beside what the process has used so far.

    Returns:
        Whether these limits hold: somebody may have set a lower one before.
    """
    try:
        import resource
    except ImportError:  # Windows has none
        return True
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    is_ours = _limit(resource.RLIMIT_CPU, used + seconds, GRACE)
    if sys.platform == "linux":
        is_ours &= _limit(resource.RLIMIT_DATA, data_used() + memory * 2**20)
        most, _ = resource.getrlimit(resource.RLIMIT_AS)
        is_ours &= most == resource.RLIM_INFINITY
    return is_ours


def data_used() -> int:
    """Bytes that RLIMIT_DATA counts of this process, with what it had as it forked."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[5])
    except OSError:
        return TENSORFLOW
    return pages * os.sysconf("SC_PAGE_SIZE")


def forbid_reaching_out(scratch: Path) -> None:
    """From now on, Python code that reaches out fails; it can't be undone."""
    inside = os.fspath(scratch.resolve()) + os.sep

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(f"{event} is not allowed while a model is graded")
        written = arguments[: _CHANGES.get(event, 0)]
        if event == "open" and _writes(arguments):
            written = arguments[:1]
        for path in written:
            if not _is_in(inside, path):
                raise PermissionError(f"{path} may not be written")

    sys.addaudithook(hook)


def _packages() -> Iterator[Path]:
    """Where Python and all that it imports lies, with the libraries of both."""
    yield Path(tfprep.__file__).parent
    yield from map(Path, sysconfig.get_paths().values())
    yield Path(sys.base_prefix) / "lib"
    libraries = os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)
    yield from (Path(path) for path in (*sys.path, *libraries) if path)


def _limit(which: int, value: int, grace: int = 0) -> bool:
    """Set a limit and the hard one, so much above it; False: there is a lower one."""
    import resource

    _, most = resource.getrlimit(which)
    is_free = most == resource.RLIM_INFINITY
    hard = value + grace if is_free else min(value + grace, most)
    resource.setrlimit(which, (min(value, hard), hard))
    return is_free or value <= most


def _writes(arguments: tuple[Any, ...]) -> bool:
    _, mode, flags = arguments
    if isinstance(mode, str) and set(mode) & set("wax+"):
        return True
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))


def _is_in(folder: str, path: Any) -> bool:
    if isinstance(path, int):
        return True  # a file that is open already
    name: str = os.fsdecode(path)
    return name == os.devnull or os.path.realpath(name).startswith(folder)
