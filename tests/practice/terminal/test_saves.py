"""Saves are noticed, however an editor writes."""

import asyncio
import os
from collections import namedtuple
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from editor import until

from tfprep.practice.terminal import saves
from tfprep.practice.terminal.saves import Saves, needs_polling

pytestmark = pytest.mark.xdist_group("waiting")


def by_writing(path: Path) -> None:
    path.write_text("x = 2\n")


def by_renaming(path: Path) -> None:
    """As Vim and others do."""
    part = path.with_name(".x.py.swp")
    part.write_text("x = 2\n")
    part.replace(path)


def in_pieces(path: Path) -> None:
    with path.open("w") as file:
        for piece in ("x ", "= ", "2\n"):
            file.write(piece)
            file.flush()
            os.fsync(file.fileno())


@pytest.mark.parametrize("poll", [False, True], ids=["events", "polling"])
@pytest.mark.parametrize("save", [by_writing, by_renaming, in_pieces])
def test_a_save_is_reported_once(tmp_path: Path, save: object, poll: bool) -> None:
    """Written, renamed or in pieces; what is no exercise isn't reported."""

    async def learner() -> list[Path]:
        path = tmp_path / "x.py"
        path.write_text("x = 1\n")
        found: list[Path] = []
        with following(tmp_path, found, poll=poll):
            await started(tmp_path, found)
            (tmp_path / "notes.txt").write_text("no")
            (tmp_path / "before_x.py").write_text("no")
            save(path)  # type: ignore[operator]
            await until(lambda: found)
            await asyncio.sleep(0.3)
        return found

    assert asyncio.run(learner()) == [tmp_path / "x.py"]


@contextmanager
def following(folder: Path, found: list[Path], *, poll: bool) -> Iterator[None]:
    """Saves are reported to `found`."""
    work = Saves(
        folder,
        poll=poll,
        watched=lambda: folder / "x.py",
        saved=found.append,
        say=lambda words: found.append(Path(words)),
    )
    task = asyncio.create_task(work.follow())
    try:
        yield
    finally:
        task.cancel()


async def started(folder: Path, found: list[Path]) -> None:
    """Wait until a save is noticed: a watch takes a while to begin."""
    for number in range(20):
        (folder / "first.py").write_text("x" * number)
        with suppress(TimeoutError):
            await until(lambda: found, seconds=1)
            break
    await asyncio.sleep(0.2)
    found.clear()


def test_where_no_events_come_the_file_in_hand_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drive that says nothing of its files is noticed by what happens there."""

    async def silent(*_args: object, **_options: object) -> object:
        await asyncio.sleep(100)
        yield set()

    async def learner() -> list[Path]:
        (tmp_path / "x.py").write_text("x = 1\n")
        found: list[Path] = []
        with following(tmp_path, found, poll=False):
            await asyncio.sleep(0.05)
            (tmp_path / "x.py").write_text("x = 22\n")
            await until(lambda: found)
        return found

    monkeypatch.setattr(saves, "awatch", silent)
    monkeypatch.setattr(saves, "LOOK", 0.02)

    assert asyncio.run(learner()) == [tmp_path / "x.py"]


@pytest.mark.parametrize(
    ("kind", "options", "polls"),
    [
        ("ext4", "rw", False),
        ("apfs", "rw,local", False),
        ("NTFS", "rw,fixed", False),
        ("nfs4", "rw", True),
        ("fuse.sshfs", "rw", True),
        ("9p", "rw", True),
        ("NTFS", "rw,remote", True),
    ],
)
def test_a_distant_drive_is_polled(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    options: str,
    polls: bool,
) -> None:
    """By the kind of the drive that the folder is on, not of one around it."""
    part = namedtuple("part", "device mountpoint fstype opts")
    drives = [
        part("a", str(tmp_path), kind, options),
        part("b", str(tmp_path.parent), "nfs", ""),
        part("c", str(tmp_path / "other"), "cifs", ""),
    ]
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_options: drives)

    assert needs_polling(tmp_path / "mine") == polls
