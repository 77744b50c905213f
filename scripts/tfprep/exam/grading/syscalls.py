"""A filter in the kernel: what a process that grades may not ask the system for.

Landlock guards files; this guards the rest: programs, other processes, sockets (those
with a path too, which no network namespace closes), memory that no limit counts, and
the rights and times of files. Linux 3.17 has it, and needs no rights for it. Packages
for it are bindings to libseccomp, which few systems have and no wheel brings; all that
is needed of it is one comparison a call. See man 2 seccomp and linux/filter.h.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Collection

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""What the kernel calls them (linux/audit.h)."""
NUMBERS: dict[str, tuple[int | None, int | None]] = {
    # Sockets.
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    "io_uring_setup": (425, 425),
    # Programs and processes.
    "execve": (59, 221),
    "execveat": (322, 281),
    "fork": (57, None),
    "vfork": (58, None),
    "kill": (62, 129),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    # Memory that outlives the process, or that no limit counts.
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    # Rights and times of files, which Landlock leaves alone.
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, None),
    "lchown": (94, None),
    "fchown": (93, 55),
    "fchownat": (260, 54),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    # The system itself, and what has often been a way into it.
    "mount": (165, 40),
    "umount2": (166, 39),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "chroot": (161, 51),
    "pivot_root": (155, 41),
    "unshare": (272, 97),
    "setns": (308, 268),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "open_by_handle_at": (304, 265),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
}
"""Calls that end in "not permitted", by their numbers here: x86_64, aarch64."""
WALLS = {"landlock_create_ruleset": (444, 444), "seccomp": (317, 277)}
"""Nobody forbids them here, but a test does, to see what holds without them."""
_CLONE, _CLONE3 = (56, 220), (435, 435)
_TGKILL, _PRLIMIT = (234, 131), (302, 261)
_THREAD = 0x10000
"""A flag of clone: a thread, and no process."""
_LOAD, _EQUAL, _ABOVE, _HAS, _END = 0x20, 0x15, 0x35, 0x45, 0x06
"""Load a word; jump if it is equal, at least, or has the bits; return."""
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_CALL, _ARCHITECTURE, _FIRST = 0, 4, 16
"""Where the filter finds a call's number, the architecture, and the first argument."""
_X32 = 0x40000000
"""Calls of another convention on x86_64: all of them are refused."""


def forbid_calls() -> bool:
    """Forbid this process, with all its threads, what no model needs; False: can't be.

    It needs no_new_privs, or rights; it can't be undone.
    """
    place = _place()
    if place is None:
        return False
    own, zero = os.getpid(), 0
    program = [
        *_refuse(_numbers(NUMBERS), errno.EPERM),
        # The C library then starts its threads with clone.
        *_refuse([_CLONE3[place]], errno.ENOSYS),
        *_only_if(_CLONE[place], _HAS, _THREAD),
        *_only_if(_TGKILL[place], _EQUAL, own),  # so does abort
        *_only_if(_PRLIMIT[place], _EQUAL, zero),
    ]
    return _install(program)


def refuse_calls(names: Collection[str]) -> bool:
    """Have these calls end as on a system that lacks them; False: it can't be."""
    known = {**NUMBERS, **WALLS}
    chosen = {name: known[name] for name in names}
    return _install(_refuse(_numbers(chosen), errno.EPERM))


def _place() -> int | None:
    """Of this machine in _ARCHITECTURES; None: its calls have other numbers."""
    machine, places = platform.machine(), list(_ARCHITECTURES)
    is_wide = struct.calcsize("P") == 8
    return places.index(machine) if machine in places and is_wide else None


def _numbers(names: dict[str, tuple[int | None, int | None]]) -> list[int]:
    place = _place()
    if place is None:
        return []
    return [found[place] for found in names.values() if found[place] is not None]  # type: ignore[misc]


def _step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, value)


def _refuse(numbers: Collection[int], error: int) -> list[bytes]:
    refused = _step(_END, _ERROR | error)
    return [s for n in numbers for s in (_step(_EQUAL, n, no=1), refused)]


def _only_if(number: int, test: int, value: int) -> list[bytes]:
    """Allow a call whose first argument passes a test, and refuse it otherwise."""
    return [
        _step(_EQUAL, number, no=4),
        _step(_LOAD, _FIRST),
        _step(test, value, no=1),
        _step(_END, _ALLOW),
        _step(_END, _ERROR | errno.EPERM),
    ]


def _install(steps: list[bytes]) -> bool:
    place = _place()
    if place is None:
        return False
    refused = _step(_END, _ERROR | errno.EPERM)
    program = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_EQUAL, list(_ARCHITECTURES.values())[place], yes=1),
        refused,
        _step(_LOAD, _CALL),
        _step(_ABOVE, _X32, no=1),
        refused,
        *steps,
        _step(_END, _ALLOW),
    ]
    code = ctypes.create_string_buffer(b"".join(program))
    # struct sock_fprog: how many steps, and where.
    given = struct.pack("@HP", len(program), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    set_filter, all_threads = 1, 1
    number = ctypes.c_long(WALLS["seccomp"][place])
    return bool(libc.syscall(number, set_filter, all_threads, given) == 0)
