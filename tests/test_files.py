"""Tests of files that are written whole."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tfprep.files import replacing, write_atomically


def test_writing_is_atomic(tmp_path: Path) -> None:
    """A file is replaced as a whole."""
    path = tmp_path / "state.json"
    write_atomically(path, "one")
    write_atomically(path, "two")

    assert path.read_text() == "two"
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_midway_changes_nothing(tmp_path: Path) -> None:
    """The file is as it was, and no part of the new one is left."""
    path = tmp_path / "deck.apkg"
    path.write_text("one")

    def write() -> None:
        with replacing(path) as file:
            file.write(b"tw")
            raise KeyError

    with pytest.raises(KeyError):
        write()

    assert path.read_text() == "one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_may_be_as_long_as_the_system_takes(tmp_path: Path) -> None:
    """The unfinished part's name isn't longer."""
    path = tmp_path / ("ä" * 120 + ".csv")
    write_atomically(path, "one")

    assert path.read_text() == "one"


def test_what_can_not_be_written_is_named(tmp_path: Path) -> None:
    """By the file's own path; nobody knows the name of an unfinished part."""
    path = tmp_path / "state.json"
    path.mkdir()
    with pytest.raises(
        OSError, match=r"Is a directory: '[^']*/state\.json'$"
    ) as caught:
        write_atomically(path, "one")
    assert (caught.value.filename, caught.value.filename2) == (str(path), None)

    with pytest.raises(OSError, match="No space left") as caught, replacing(path):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert caught.value.filename == str(path)
    assert list(tmp_path.iterdir()) == [path]
