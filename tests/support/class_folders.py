"""Folders of a class as hypothesis makes them: whatever a disk can hold."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

OUTSIDE = "outside.keras"
"""A file beside the class, to which links and hard links lead."""


@dataclass(frozen=True)
class File:
    """A file with this content."""

    content: bytes


@dataclass(frozen=True)
class Link:
    """A symbolic link."""

    target: str


@dataclass(frozen=True)
class Special:
    """A pipe, a socket, or another name of the file outside."""

    kind: str


Entry = File | Link | Special | Mapping[bytes, "Entry"]

_PLAUSIBLE = """
A.keras a.h5 B E.keras A (1).keras bent_sensor.keras model.keras model A-bent-sensor A
tfprep-exam exam.json .hand-ins 001-A-bent-sensor.keras data saved_model.pb ada_A.keras
submission.zip x.tflite __MACOSX ._A.keras .DS_Store notes.txt pyvenv.cfg =1+1.keras
failing-pumps.keras A_or_B.keras A.weights.h5
"""
NAMES = st.one_of(
    st.sampled_from([name.encode() for name in _PLAUSIBLE.split()]),
    st.sampled_from([b"A (1).keras", b"\x1b[2J", b"\xe9.keras", b"\n"]),
    st.binary(min_size=1, max_size=40).filter(
        lambda name: not {0, ord("/")} & set(name) and name not in {b".", b".."}
    ),
)
_FILES = st.builds(
    File,
    st.sampled_from(
        [b"5", b"0", b"refused", b"trouble", b"bug", b"", b"PK\x03\x04", b'{"seed": 8}']
    ),
)
_LINKS = st.builds(
    Link,
    st.sampled_from(["..", ".", "/", "A.keras", f"../../{OUTSIDE}", "gone", "\x1b"]),
)
_SPECIALS = st.builds(Special, st.sampled_from(["pipe", "socket", "hard link"]))
TREES: st.SearchStrategy[Entry] = st.recursive(
    _FILES | _LINKS | _SPECIALS,
    lambda inner: st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=12,
)
CLASSES = st.dictionaries(NAMES, TREES, max_size=5)


def make(folder: Path, entries: Mapping[bytes, Entry], outside: Path) -> None:
    """Write the entries of a folder, which is made."""
    folder.mkdir()
    for name, entry in entries.items():
        path = folder / os.fsdecode(name)
        match entry:
            case File(content):
                path.write_bytes(content)
            case Link(target):
                path.symlink_to(target)
            case Special("pipe"):
                os.mkfifo(path)
            case Special("socket"):
                _bind(path)
            case Special():
                os.link(outside, path)
            case _:
                make(path, entry, outside)


def snapshot(folder: Path) -> list[tuple[bytes, int, int, bytes]]:
    """All that a folder holds: names, kinds, times and contents."""
    found = []
    for path in sorted(folder.rglob("*"), key=os.fsencode):
        state = path.lstat()
        content = path.read_bytes() if stat.S_ISREG(state.st_mode) else b""
        entry = (os.fsencode(path), state.st_mode, state.st_mtime_ns, content)
        found.append(entry)
    return found


def _bind(path: Path) -> None:
    """Make a socket; the system takes a short path only, so it is entered first."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(os.fsencode(path.name))
    finally:
        os.chdir(before)
