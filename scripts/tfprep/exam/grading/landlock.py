"""Landlock: the kernel itself keeps a process to the files that it needs.

Linux 5.13 has it, and needs no rights for it; a newer kernel holds more of what is
asked here. TensorFlow's operations read and write without Python, so that only this
stops one that was overlooked. See docs.kernel.org/userspace-api/landlock.html.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_NO_NEW_PRIVILEGES = 38
_EXECUTE, _WRITE, _READ, _TRUNCATE, _CONTROL = 1, 1 << 1, 1 << 2, 1 << 14, 1 << 15
_LIST = 1 << 3
_CHANGE = sum(1 << bit for bit in range(4, 13))
"""Remove a file or folder, or make one, or another kind of entry."""
_TCP = 0b11
_OUTSIDE = 0b11
"""Abstract sockets of other processes, and signals to them."""


def keep_to(scratch: Path, readable: Iterable[Path]) -> bool:
    """Keep this process to a folder, and to reading elsewhere; False: it can't be.

    Programs and TCP are forbidden too. It holds for all that this process starts, and
    can't be undone.

    Args:
        scratch: the one folder to write to.
        readable: files and folders that may be read too; those that are missing, or
            that may not be read anyway, are passed over.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    reading = _READ | _LIST
    writing = _WRITE | _CHANGE | (_TRUNCATE if version >= 3 else 0)
    asked = [_EXECUTE | reading | writing | (_CONTROL if version >= 5 else 0)]
    asked += [_TCP] * (version >= 4) + [_OUTSIDE] * (version >= 6)
    ruleset = struct.pack(f"={len(asked)}Q", *asked)
    rules = libc.syscall(
        _CREATE_RULESET, ruleset, ctypes.c_size_t(len(ruleset)), ctypes.c_uint(0)
    )
    if rules < 0:
        return False
    try:
        if not _allow(libc, rules, scratch, reading | writing):
            return False
        _allow(libc, rules, Path(os.devnull), _READ | writing & ~_CHANGE)
        for path in readable:
            _allow(libc, rules, path, reading)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(libc.syscall(_RESTRICT_SELF, rules, ctypes.c_uint(0)) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path, access: int) -> bool:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        if not path.is_dir():
            access &= ~(_LIST | _CHANGE)
        rule = struct.pack("=Qi", access, place)
        added = libc.syscall(_ADD_RULE, rules, ctypes.c_int(1), rule, ctypes.c_uint(0))
        return bool(added == 0)
    finally:
        os.close(place)
