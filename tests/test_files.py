"""Tests of files that are written whole."""

from __future__ import annotations

from pathlib import Path

from tfprep.files import write_atomically


def test_writing_is_atomic(tmp_path: Path) -> None:
    """A file is replaced as a whole."""
    path = tmp_path / "state.json"
    write_atomically(path, "one")
    write_atomically(path, "two")

    assert path.read_text() == "two"
    assert list(tmp_path.iterdir()) == [path]
