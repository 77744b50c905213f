"""In which folder a page's exam lies, and in which the next one will."""

from __future__ import annotations

from pathlib import Path

import pytest

from tfprep.exam.live import folders
from tfprep.exam.sitting.state import STATE


def exam(folder: Path) -> Path:
    """A folder that looks like an exam from outside."""
    folder.mkdir()
    (folder / STATE).write_text("{}")
    return folder


def test_inside_an_exam_it_is_that_one(tmp_path: Path) -> None:
    """Elsewhere it is the folder that the command would make there."""
    mine = exam(tmp_path / "mine")
    (mine / "A-task").mkdir()

    assert folders.home(mine / "A-task") == mine
    assert folders.home(tmp_path) == tmp_path / "tfprep-exam"


@pytest.mark.parametrize(
    ("there", "newest", "fresh"),
    [
        ([], "exam", "exam"),
        (["exam"], "exam", "exam-2"),
        (["exam", "exam-2", "exam-10"], "exam-10", "exam-3"),
        (["exam-2"], "exam-2", "exam"),
        (["exam", "exam-x", "exams-2", "exam-2-old"], "exam", "exam-2"),
    ],
)
def test_exams_are_numbered(
    tmp_path: Path, there: list[str], newest: str, fresh: str
) -> None:
    """The last one is sat; the next one gets the first number that is free."""
    for name in there:
        exam(tmp_path / name)
    first = tmp_path / "exam"

    assert folders.newest(first) == tmp_path / newest
    assert folders.fresh(first) == tmp_path / fresh


def test_what_is_in_the_way_is_left_alone(tmp_path: Path) -> None:
    """A folder with something else in it, and a file, are passed by."""
    (tmp_path / "exam").mkdir()
    (tmp_path / "exam" / "notes.txt").touch()
    (tmp_path / "exam-2").touch()
    (tmp_path / "exam-3").mkdir()

    assert folders.fresh(tmp_path / "exam") == tmp_path / "exam-3"
