"""File and memory agree: the later text wins, the other is kept."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from editor import RIGHT, STUB, WRONG, Desk, write

from tfprep.practice.progress_file import ProgressFile
from tfprep.practice.terminal.folder import Folder
from tfprep.practice.terminal.settling import settle

ONE = "1-basics/01-one/1-double.py"
SAVED = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def folder(desk: Desk) -> Folder:
    """A folder, and a memory with a clock."""
    return desk.folder()


def remembered(desk: Desk, answer: str, minutes: int) -> ProgressFile:
    """A memory into which the browser wrote an answer, so long after SAVED."""
    memory = ProgressFile(
        desk.memory.path, now=lambda: SAVED + timedelta(minutes=minutes)
    )
    memory.answered("basics/one/double", f"def double(x):\n{answer}")
    return memory


def saved(desk: Desk, answer: str) -> Path:
    """The learner's file, saved at SAVED."""
    write(desk.place / ONE, answer)
    os.utime(desk.place / ONE, (SAVED.timestamp(), SAVED.timestamp()))
    return desk.place / ONE


def settled(desk: Desk, folder: Folder) -> str:
    return settle(folder, desk.memory, desk.memory.read(), desk.assignments[0])


def test_what_was_begun_in_the_browser_stands_in_the_file(
    desk: Desk, folder: Folder
) -> None:
    """Where the file is but the stub, nothing is kept of it."""
    remembered(desk, RIGHT, -5)
    said = settled(desk, folder)

    assert RIGHT in (desk.place / ONE).read_text("utf-8")
    assert "holds what you wrote elsewhere." in said
    assert not (desk.place / "kept").exists()


def test_what_was_begun_in_the_file_is_remembered(desk: Desk, folder: Folder) -> None:
    """Written while no program watched, it is there for the browser."""
    saved(desk, RIGHT)
    said = settled(desk, folder)

    answer = desk.memory.read().exercise("basics/one/double").answer
    assert answer is not None
    assert answer.text == f"def double(x):\n{RIGHT}\n"
    assert said == ""


@pytest.mark.parametrize(
    ("minutes", "wins", "loses"), [(5, WRONG, RIGHT), (-5, RIGHT, WRONG)]
)
def test_the_later_one_wins(
    desk: Desk, folder: Folder, minutes: int, wins: str, loses: str
) -> None:
    """And the other is kept beside, and said."""
    saved(desk, RIGHT)
    remembered(desk, WRONG, minutes)
    said = settled(desk, folder)

    [kept] = (desk.place / "kept").iterdir()
    assert loses in kept.read_text("utf-8")
    assert str(kept) in said
    assert wins in (desk.place / ONE).read_text("utf-8")
    answer = desk.memory.read().exercise("basics/one/double").answer
    assert answer is not None
    assert wins in answer.text


def test_the_same_twice_changes_nothing(desk: Desk, folder: Folder) -> None:
    """What agrees is left alone."""
    saved(desk, RIGHT)
    settled(desk, folder)
    before = (desk.place / ONE).stat(), desk.memory.path.read_bytes()

    assert settled(desk, folder) == ""
    assert ((desk.place / ONE).stat(), desk.memory.path.read_bytes()) == before


def test_a_reset_elsewhere_reaches_the_file(desk: Desk, folder: Folder) -> None:
    """The stub is back, and the text is kept."""
    remembered(desk, RIGHT, -5)
    settled(desk, folder)
    os.utime(desk.place / ONE, (SAVED.timestamp(), SAVED.timestamp()))
    ProgressFile(desk.memory.path, now=lambda: SAVED + timedelta(minutes=5)).reset()
    said = settled(desk, folder)

    [kept] = (desk.place / "kept").iterdir()
    assert STUB in (desk.place / ONE).read_text("utf-8")
    assert RIGHT in kept.read_text("utf-8")
    assert str(kept) in said


def test_what_was_deleted_is_not_remembered_again(desk: Desk, folder: Folder) -> None:
    """Deleting everything leaves the files, and what they hold is not taken back."""
    saved(desk, RIGHT)
    desk.memory.erase()
    settled(desk, folder)

    assert RIGHT in (desk.place / ONE).read_text("utf-8")
    assert desk.memory.read().is_empty


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe\0", None], ids=["empty", "odd", "gone"]
)
def test_a_broken_file_is_never_remembered(
    desk: Desk, folder: Folder, raw: bytes | None
) -> None:
    """An editor that was killed in the middle takes no answer away."""
    remembered(desk, RIGHT, -5)
    path = desk.place / ONE
    path.unlink() if raw is None else path.write_bytes(raw)
    settled(desk, folder)

    answer = desk.memory.read().exercise("basics/one/double").answer
    assert answer is not None
    assert RIGHT in answer.text
