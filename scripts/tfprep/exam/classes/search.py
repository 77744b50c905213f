"""Search a learner's folder for models, without following or opening what is odd."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import islice
from pathlib import Path

from tfprep.exam.classes.names import NO_HINT, Hint, Names, stem_of
from tfprep.exam.classes.readable import escape
from tfprep.exam.sitting.state import KEEP, STATE
from tfprep.exam.taskspec.task import Task

DEPTH = 8
"""Folders below a learner's in which models are looked for."""
ENTRIES = 20_000
"""Files and folders of a learner that are looked at."""
_EXPORT = "saved_model.pb"
_LEFT_OUT = {"__MACOSX", "__pycache__", "node_modules", "site-packages"}
_OF_EXPORT = {"assets", "assets.extra", "variables"}
_UNPACKED = {"config.json", "metadata.json", "model.weights.h5"}
_VENV = {"Lib", "Scripts", "bin", "include", "lib", "lib64", "share"}
_MODELS = {".keras", ".h5", ".hdf5", ".pb"}
LIKE = _MODELS | {
    *(".zip", ".tar", ".gz", ".tgz", ".7z", ".rar"),
    *(".tflite", ".onnx", ".pt", ".pth", ".pkl", ".pickle", ".joblib", ".ckpt"),
}
"""Endings of models, of archives that may hold one, and of other libraries' models."""
_UNFINISHED = {".crdownload", ".download", ".part", ".partial"}
_OTHERS = {
    *(".csv", ".gif", ".html", ".ipynb", ".jpg", ".jpeg", ".json", ".log", ".md"),
    *(".pdf", ".png", ".py", ".txt", ".yaml", ".yml"),
    *(".docx", ".jar", ".npz", ".odt", ".ods", ".pptx", ".whl", ".xlsx"),  # zips too
}
"""Endings of what is no model, so that nobody has to look inside."""
_HEADS = (b"PK\x03\x04", b"\x89HDF\r\n\x1a\n")
_GRADABLE = {stat.S_IFREG, stat.S_IFDIR}
_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class Rank(IntEnum):
    """How surely a file is for a task; the surest are chosen from."""

    OWN = 0
    """By the task's own name, or as the model of the task's folder."""
    LIKELY = 1
    """The task is a part of its name, or of a folder's above."""
    KEPT = 2
    """The grader's own copy in an exam's folder."""
    UNNAMED = 3
    """Nothing says a task."""


@dataclass(frozen=True)
class Place:
    """Where something of a learner lies, and for which task it is, if that is known."""

    path: Path
    hint: Hint = NO_HINT


@dataclass(frozen=True)
class Candidate:
    """A file, or an exported folder, that may be a model."""

    path: Path
    shown: str
    """Its path below the learner's folder, on one line."""
    tasks: tuple[Task, ...]
    """What it may be for; none: its name doesn't say."""
    rank: Rank
    time: float
    """When it was written, in seconds."""
    inode: tuple[int, int] | None = None
    """Which file on which disk, if it has other names there (hard links)."""


@dataclass(frozen=True)
class Odd:
    """Something that may hide a model, but is not opened."""

    shown: str
    why: str
    tasks: tuple[Task, ...] = ()


@dataclass
class Search:
    """All that was found in the places of one learner."""

    names: Names
    candidates: list[Candidate] = field(default_factory=list)
    odd: list[Odd] = field(default_factory=list)
    seeds: dict[Path, int] = field(default_factory=dict)
    """The seeds of exams' folders."""
    _left: int = ENTRIES

    def look_at(self, place: Place) -> None:
        """Search a folder, or take a file that lies beside the learners' folders.

        Raises:
            OSError: it can't be read.
        """
        state = place.path.lstat()
        if stat.S_ISDIR(state.st_mode):
            self._search(place)
        else:
            self._look(place.path, place.path.name, place.hint, state, own=place.hint)

    def _search(self, place: Place) -> None:
        folders = deque([(place.path, "", place.hint)])
        while folders:
            path, shown, hint = folders.popleft()  # what is near comes first
            entries = self._entries(path, shown or ".", hint)
            names = {entry.name for entry in entries}
            if _EXPORT in names:
                self._take(path, shown or ".", hint, (path / _EXPORT).lstat())
            if STATE in names:
                self._note_exam(path, shown)
            if names >= _UNPACKED:
                why = "a .keras file that was unpacked; the file itself is needed"
                self.odd.append(Odd(shown or ".", why, hint.tasks))
            for entry in entries:
                if not _is_part(entry.name, hint, names):
                    folders += self._enter(entry, shown, hint)

    def _entries(self, path: Path, shown: str, hint: Hint) -> list[os.DirEntry[str]]:
        """What a folder holds, in an order that is the same everywhere."""
        try:
            with os.scandir(path) as found:
                entries = list(islice(found, self._left + 1))
        except OSError as error:
            why = f"can't be read: {error.strerror or error}"
            self.odd.append(Odd(shown, why, hint.tasks))
            return []
        if len(entries) > self._left:
            self.odd.append(Odd(shown, f"more than {ENTRIES} files", ()))
        self._left -= min(len(entries), self._left)
        return sorted(entries, key=lambda entry: os.fsencode(entry.name))

    def _enter(
        self, entry: os.DirEntry[str], above: str, hint: Hint
    ) -> Iterator[tuple[Path, str, Hint]]:
        """Look at one entry; if it is a folder, it is still to be searched."""
        shown = f"{above}/{escape(entry.name)}" if above else escape(entry.name)
        path, own = Path(entry.path), self.names.hint(entry.name)
        if not entry.is_dir(follow_symlinks=False):
            with suppress(FileNotFoundError):  # gone in the meantime
                self._look(path, shown, hint, path.lstat(), own=own)
        elif shown.count("/") >= DEPTH:
            self.odd.append(Odd(f"{shown[:80]} ...", f"below {DEPTH} folders"))
        else:
            inner = own if own.tasks else Hint(hint.tasks, exact=False)
            yield path, shown, inner

    def _look(
        self, path: Path, shown: str, above: Hint, state: os.stat_result, *, own: Hint
    ) -> None:
        """Take a file if it is like a model."""
        if path.suffix.casefold() in _UNFINISHED:
            self.odd.append(Odd(shown, "a copy not finished", _joined(own, above)[0]))
            return
        if stat.S_ISREG(state.st_mode):
            if _is_like_a_model(path, own, above):
                self._take(path, shown, above, state, own=own)
            return
        if path.suffix.casefold() in _OTHERS:
            return
        if stat.S_ISLNK(state.st_mode):
            target = escape(str(path.readlink()))[:80]
            why = f"a link to {target}, which isn't followed"
        else:
            why = _KINDS.get(stat.S_IFMT(state.st_mode), "no file")
        self.odd.append(Odd(shown, why, _joined(own, above)[0]))

    def _take(
        self,
        path: Path,
        shown: str,
        above: Hint,
        state: os.stat_result,
        *,
        own: Hint = NO_HINT,
    ) -> None:
        """Note a candidate."""
        tasks, is_own = _joined(own, above)
        if not is_own and above.exact and tasks == above.tasks:
            is_own = stem_of(path.name).casefold() == "model"
        rank = Rank.OWN if is_own else Rank.LIKELY if tasks else Rank.UNNAMED
        inode = (state.st_dev, state.st_ino) if state.st_nlink > 1 else None
        self.candidates.append(
            Candidate(path, shown, tasks, rank, state.st_mtime, inode)
        )

    def _note_exam(self, folder: Path, shown: str) -> None:
        """Keep an exam's seed, and the last hand-in of each task in it."""
        with suppress(Exception):  # it may hold anything
            state = folder / STATE
            if stat.S_ISREG(state.lstat().st_mode) and state.stat().st_size < 10**7:
                self.seeds[folder] = int(json.loads(state.read_bytes())["seed"])
        kept = folder / KEEP
        if kept.is_symlink() or not kept.is_dir():
            return
        last: dict[str, Candidate] = {}
        for entry in self._entries(kept, f"{shown}/{KEEP}".lstrip("/"), NO_HINT):
            tasks = self.names.hint(entry.name).tasks
            there = entry.stat(follow_symlinks=False)
            if len(tasks) == 1 and stat.S_IFMT(there.st_mode) in _GRADABLE:
                name = f"{shown}/{KEEP}/{escape(entry.name)}".lstrip("/")
                last[tasks[0].name] = Candidate(
                    Path(entry.path), name, tasks, Rank.KEPT, there.st_mtime
                )
        self.candidates += last.values()


def _is_part(name: str, hint: Hint, beside: set[str]) -> bool:
    """Whether an entry belongs to something else that is known by what lies beside."""
    if is_left_out(name):
        return True
    if name == "data" and hint.tasks:  # what the task itself gave
        return True
    if "pyvenv.cfg" in beside and name in _VENV:
        return True
    if beside >= _UNPACKED and name in _UNPACKED:
        return True
    return _EXPORT in beside and (name.endswith(".pb") or name in _OF_EXPORT)


def _joined(own: Hint, above: Hint) -> tuple[tuple[Task, ...], bool]:
    """What a name and the folder above say together; whether it is the task's own."""
    tasks = {task.name: task for task in (*own.tasks, *above.tasks)}
    return tuple(tasks.values()), own.exact and len(tasks) == 1


def is_left_out(name: str) -> bool:
    """Whether a file or folder of this name is never anybody's model."""
    return name.startswith(".") or name in _LEFT_OUT


def _is_like_a_model(path: Path, own: Hint, above: Hint) -> bool:
    suffix = path.suffix.casefold()
    suffixes = {end.casefold() for end in path.suffixes}
    if suffix in LIKE or suffixes & _MODELS:  # such as A.keras.txt
        return True
    if not suffix and (own.exact or (above.exact and path.name == "model")):
        return True
    if suffix in _OTHERS:
        return False
    try:
        return head_of(path).startswith(_HEADS)
    except OSError:
        return bool(own.tasks)


def head_of(path: Path) -> bytes:
    """The first bytes of a file, whatever may have taken its place in the meantime.

    Raises:
        OSError: it can't be read, or is no file any more.
    """
    # A link would lead elsewhere, and a pipe would keep us waiting.
    careful = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, os.O_RDONLY | careful), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no file any more")
        return file.read(8)
