"""Tell when a file of a folder is saved, also where the system doesn't say so."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
from watchfiles import Change, awatch

DISTANT = (
    *("9p", "afpfs", "cifs", "davfs", "drvfs", "fuse", "ncpfs", "nfs", "prl_fs"),
    *("smb", "vboxsf", "virtiofs", "vmhgfs", "webdav"),
)
"""How the names of file systems begin on which another machine, or another system on
this one, may save a file without an event here."""

POLL = 0.3
"""Seconds between two looks at a folder where there are no events; a file is taken
for saved when two looks find it alike."""
LOOK = 1.0
"""Seconds between two looks at one file, in case that events don't come after all."""
_Stamp = tuple[int, int]


def needs_polling(folder: Path) -> bool:
    """Whether the folder lies where events of its files may not arrive."""
    folder = folder.resolve()
    if sys.platform == "win32" and str(folder).startswith("\\\\"):
        return True  # a share of another machine
    kind, longest = "", -1
    for part in psutil.disk_partitions(all=True):
        length = len(part.mountpoint)
        if folder.is_relative_to(part.mountpoint) and length > longest:
            kind, longest = f"{part.fstype} {part.opts}".lower(), length
    return kind.startswith(DISTANT) or "remote" in kind


class Saves:
    """Reports the saves below a folder, several writes of one save as one.

    Args:
        poll: look at the files; don't wait for events.
        watched: the file that somebody works on just now. It is looked at, too, so
            that its saves are noticed where events should come and don't.
        saved: takes each path.
        say: takes a sentence, where events can't be had.
    """

    def __init__(
        self,
        folder: Path,
        *,
        poll: bool,
        watched: Callable[[], Path],
        saved: Callable[[Path], None],
        say: Callable[[str], None],
    ) -> None:
        self._folder = folder
        self._poll = poll or needs_polling(folder)
        self._watched = watched
        self._saved = saved
        self._say = say
        self._seen: dict[Path, _Stamp | None] = {}

    async def follow(self) -> None:
        """Report until it is cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._look())
            if not self._poll:
                group.create_task(self._listen())

    def ignore(self, path: Path) -> None:
        """Take the file as it is now for seen: we wrote it ourselves."""
        self._seen[path] = _stamp(path)

    async def _listen(self) -> None:
        changes = awatch(
            self._folder, watch_filter=_is_ours, debounce=400, force_polling=False
        )
        try:
            async for found in changes:
                for path in sorted({Path(name) for _, name in found}):
                    self._report(path)
        except OSError as error:  # such as too many watches
            self._say(f"No file events here ({error}): looking every {POLL:g} s.")
            self._poll = True

    def _report(self, path: Path) -> None:
        stamp = _stamp(path)
        if stamp is not None and stamp != self._seen.get(path):
            self._seen[path] = stamp
            self._saved(path)

    async def _look(self) -> None:
        """Look at all files; at the one that matters alone, where events should come.

        Not by watchfiles: it looks at whole seconds, and misses two saves in one.
        """
        before: dict[Path, _Stamp | None] = {}
        all_seen = False
        while True:
            polls = self._poll
            paths = await asyncio.to_thread(self._all) if polls else [self._watched()]
            for path in paths:
                stamp = _stamp(path)
                if path not in before and not (polls and all_seen):
                    self._seen.setdefault(path, stamp)
                if stamp == before.get(path):
                    self._report(path)
                before[path] = stamp
            all_seen = polls
            await asyncio.sleep(POLL if polls else LOOK)

    def _all(self) -> list[Path]:
        found = self._folder.rglob("*.py")
        return [path for path in found if _is_ours(Change.modified, str(path))]


def _is_ours(_change: Change, path: str) -> bool:
    return path.endswith(".py") and not Path(path).name.startswith((".", "before_"))


def _stamp(path: Path) -> _Stamp | None:
    """What changes with each save; None if there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
