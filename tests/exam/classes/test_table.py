"""The table: read by any spreadsheet, run by none, and never over somebody's file."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest
from classroom import form, grade_room, hand_in, open_room
from hypothesis import given
from hypothesis import strategies as st

from tfprep.exam.classes.found import Learner, Row
from tfprep.exam.classes.grading import Outcome, State
from tfprep.exam.classes.readable import LONGEST
from tfprep.exam.classes.table import COLUMNS, check_file, make_table, write_table
from tfprep.exam.outcomes import ExamError

(TASK,) = form("A")
ANY = st.text(st.characters(), max_size=20) | st.binary(max_size=20).map(os.fsdecode)
STARTS = st.sampled_from(
    ["=", "+", "-", "@", "\t", "\r", "\n", "'", ";=", "\t@", "\uff1d"]
)


def outcome(name: str = "ada", remark: str = "") -> Outcome:
    """A good model of this learner."""
    row = Row(Learner(name), TASK)
    return Outcome(row, State.GRADED, 4, 0.123456, "ab", remark)


def read(table: str) -> list[dict[str, str]]:
    """The rows, as a spreadsheet would have them."""
    return list(csv.DictReader(io.StringIO(table, newline="")))


def test_a_row_has_all_that_a_teacher_needs() -> None:
    """Numbers are numbers."""
    (row,) = read(make_table([outcome(remark="A note.")]))

    assert tuple(row) == COLUMNS
    assert row == {
        "learner": "ada",
        "task": "bent-sensor",
        "score": "4",
        "points": "8.0",
        "of": "10",
        "metric": "mae",
        "value": "0.1235",
        "sha256": "ab",
        "remark": "A note.",
    }


@given(st.tuples(STARTS | st.just(""), ANY).map("".join), ANY)
def test_no_cell_is_a_formula(name: str, remark: str) -> None:
    """Whatever a learner's folder is called, and whatever the grader quotes."""
    table = make_table([outcome(name, remark), outcome("other")])

    assert table.isascii() or table.encode("utf-8")
    assert all(letter == "\n" or letter.isprintable() for letter in table)
    rows = read(table)
    assert len(rows) == 2
    for cell in rows[0].values():
        assert not cell.startswith(
            ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
        )
    for part in csv.reader(io.StringIO(table, newline=""), delimiter=";"):
        assert not any(cell.startswith(("=", "+", "@")) for cell in part)


def test_what_is_harmless_stays_readable() -> None:
    """An apostrophe comes before a formula, and nowhere else."""
    names = ["=1+1", "-rf", "@ada", "ada-b", "ada=b", "'=x", "a\x1b[2J\r\n"]
    rows = read(make_table([outcome(name) for name in names]))

    assert [row["learner"] for row in rows] == [
        "'=1+1",
        "'-rf",
        "'@ada",
        "ada-b",
        "ada=b",
        "''=x",
        "a\\x1b[2J\\x0d\\x0a",
    ]


def test_a_huge_remark_is_cut() -> None:
    """A name of 30 MB in a model is not stored."""
    assert len(make_table([outcome(remark="x" * 10**6)])) < LONGEST + 500


def test_the_same_model_of_two_learners_is_remarked_on(tmp_path: Path) -> None:
    """In both rows, by content; a hard link by the file too."""
    for name in ("ada", "ben", "cyd", "dan", "eve"):
        hand_in(tmp_path / "class" / name / "A.keras", "3")
    hand_in(tmp_path / "class/fay/A.keras", "4")
    (tmp_path / "class/gus").mkdir()
    os.link(tmp_path / "class/fay/A.keras", tmp_path / "class/gus/A.keras")
    hand_in(tmp_path / "class/hal/A.keras", "5")
    room = open_room(tmp_path)
    grade_room(room, tmp_path)

    said = {row["learner"]: row["remark"] for row in read(make_table(room.table()))}
    assert said["ada"] == "A note. The same model as ben, cyd, dan and 1 more."
    assert said["fay"] == (
        "A note. The same model as gus. The same file on the disk (a hard link) as gus."
    )
    assert said["hal"] == "A note."


@pytest.mark.parametrize(
    "content", ["My notes\n", "learner,mark\nada,1\n", "\0\1\2", '"', "\n", "PK"]
)
def test_another_file_is_never_written_over(tmp_path: Path, content: str) -> None:
    """Only a table with these very columns is."""
    path = tmp_path / "file"
    path.write_text(content)
    (tmp_path / "link").symlink_to(path)

    for name in ("file", "link"):
        with pytest.raises(ExamError, match="is not a table that this command wrote"):
            check_file(tmp_path / name)
        with pytest.raises(ExamError, match="Name another file"):
            write_table(tmp_path / name, make_table([]))
    assert path.read_text() == content


def test_a_table_of_ours_is_replaced(tmp_path: Path) -> None:
    """Also an empty file, and what a link leads to; the link stays."""
    path, link = tmp_path / "a.csv", tmp_path / "link.csv"
    path.write_text("")
    link.symlink_to(path)
    for name in (path, link, path):
        table = make_table([outcome(name.name)])
        check_file(name)
        write_table(name, table)
        assert path.read_text() == table
    assert link.is_symlink()
    check_file(Path("-"))
    write_table(Path(os.devnull), table)


def test_a_place_for_no_table_is_said_before_anything_is_graded(tmp_path: Path) -> None:
    """A folder, a folder that isn't there, a circle of links."""
    (tmp_path / "circle").symlink_to("circle")
    for path in (tmp_path, tmp_path / "no/where.csv", tmp_path / "circle"):
        with pytest.raises(ExamError, match="--csv FILE"):
            check_file(path)
