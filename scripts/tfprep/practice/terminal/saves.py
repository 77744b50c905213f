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

POLL = 0.5
"""Seconds between two looks at a folder, where there are no events."""
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
            group.create_task(self._events())
            group.create_task(self._look())

    def ignore(self, path: Path) -> None:
        """Take the file as it is now for seen: we wrote it ourselves."""
        self._seen[path] = _stamp(path)

    async def _events(self) -> None:
        try:
            await self._listen(polling=self._poll)
        except OSError as error:  # such as too many watches
            self._say(
                f"File events can't be had here ({error}): looking every {POLL:g} s."
            )
            await self._listen(polling=True)

    async def _listen(self, *, polling: bool) -> None:
        changes = awatch(
            self._folder,
            watch_filter=_is_python,
            debounce=400,
            step=50,
            force_polling=polling or None,
            poll_delay_ms=int(POLL * 1000),
        )
        async for found in changes:
            for path in sorted({Path(name) for _, name in found}):
                self._report(path)

    def _report(self, path: Path) -> None:
        stamp = _stamp(path)
        if stamp is not None and stamp != self._seen.get(path):
            self._seen[path] = stamp
            self._saved(path)

    async def _look(self) -> None:
        """Look at the one file that matters, in case that its events don't come."""
        while True:
            path = self._watched()
            self._seen.setdefault(path, _stamp(path))
            await asyncio.sleep(LOOK)
            if _stamp(path) != self._seen[path]:
                await asyncio.sleep(LOOK)  # an event has this long to come
                self._report(path)


def _is_python(_change: Change, path: str) -> bool:
    return path.endswith(".py") and not Path(path).name.startswith((".", "before_"))


def _stamp(path: Path) -> _Stamp | None:
    """What changes with each save; None if there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
