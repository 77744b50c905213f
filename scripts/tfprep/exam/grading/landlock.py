"""Landlock: the kernel itself keeps a process from writing outside one folder.

Linux 5.13 has it, and needs no rights for it; a newer kernel holds more of what is
asked here. TensorFlow's operations write without Python, so that only this stops one
that was overlooked. See docs.kernel.org/userspace-api/landlock.html.
"""

from __future__ import annotations

import ctypes
import os
import struct
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_NO_NEW_PRIVILEGES = 38
_EXECUTE, _WRITE, _TRUNCATE = 1 << 0, 1 << 1, 1 << 14
_CHANGE = sum(1 << bit for bit in range(4, 13))
"""Remove a file or folder, or make one, or another kind of entry."""
_TCP = 0b11
_OUTSIDE = 0b11
"""Abstract sockets of other processes, and signals to them."""


def write_only_below(folder: Path) -> bool:
    """Forbid this process all other writing, programs, and TCP; False: it can't be.

    It holds for all that this process starts, and can't be undone.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    writing = _WRITE | _CHANGE | (_TRUNCATE if version >= 3 else 0)
    asked = [_EXECUTE | writing]
    asked += [_TCP] * (version >= 4) + [_OUTSIDE] * (version >= 6)
    ruleset = struct.pack(f"={len(asked)}Q", *asked)
    rules = libc.syscall(
        _CREATE_RULESET, ruleset, ctypes.c_size_t(len(ruleset)), ctypes.c_uint(0)
    )
    if rules < 0:
        return False
    try:
        _allow(libc, rules, folder, writing)
        _allow(libc, rules, Path(os.devnull), writing & ~_CHANGE)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(libc.syscall(_RESTRICT_SELF, rules, ctypes.c_uint(0)) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path, access: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", access, place)
        libc.syscall(_ADD_RULE, rules, ctypes.c_int(1), rule, ctypes.c_uint(0))
    finally:
        os.close(place)
