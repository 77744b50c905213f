"""Rights that a process gives up for good: root's, and those of programs to come."""

from __future__ import annotations

import ctypes
import struct

_DROP_FROM_BOUND, _GET_NO_NEW, _SET_NO_NEW = 24, 39, 38
_VERSION = 0x20080522
"""Of the structures of capset (man 2 capget)."""
_CAPABILITIES = range(64)
"""More than any Linux has so far: what isn't known is refused, and no matter."""


def give_up_rights() -> bool:
    """Drop every capability, and gain none by a program; False: it can't be.

    It needs no rights, and can't be undone. A user of root's number still owns root's
    files, which Landlock guards.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in _CAPABILITIES:
        libc.prctl(_DROP_FROM_BOUND, capability, 0, 0, 0)
    dropped = libc.capset(struct.pack("=Ii", _VERSION, 0), bytes(24)) == 0
    return promise_to_gain_none() and bool(dropped)


def promise_to_gain_none() -> bool:
    """Gain no right by starting a program; without this no filter of calls is had."""
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.prctl(_SET_NO_NEW, 1, 0, 0, 0) == 0)


def has_rights() -> bool:
    """Whether this process has a capability, or may gain one."""
    libc = ctypes.CDLL(None, use_errno=True)
    found = ctypes.create_string_buffer(24)
    failed = libc.capget(struct.pack("=Ii", _VERSION, 0), found) != 0
    may_gain = libc.prctl(_GET_NO_NEW, 0, 0, 0, 0) != 1
    return bool(failed or may_gain or any(found.raw))
