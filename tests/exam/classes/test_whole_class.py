"""A whole class: every learner has every row, whatever lies in the folders."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import class_folders
import pytest
from classroom import grade_room, hand_in, open_room
from hypothesis import given

from tfprep.exam.classes.found import Learner
from tfprep.exam.classes.grading import State
from tfprep.exam.classes.search import is_left_out
from tfprep.exam.classes.table import COLUMNS, make_table
from tfprep.exam.classes.whole_class import WholeClass
from tfprep.exam.outcomes import ExamError


def models(folder: Path) -> Iterator[Path]:
    """Files that nobody may take for nothing."""
    for path in folder.iterdir():
        if is_left_out(path.name) or path.name == "data":
            continue
        if path.is_dir() and not path.is_symlink():
            yield from models(path)
        elif path.suffix in {".keras", ".h5"}:
            yield path


def check_rows(room: WholeClass) -> None:
    """Every learner has a row for every task, and none is without a word."""
    table = make_table(room.table())
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert len(rows) == 5 * room.learners
    for row, outcome in zip(rows, room.table(), strict=True):
        assert tuple(row) == COLUMNS
        assert row["score"] in {"", "0", "5"}
        assert row["remark"].isprintable()
        assert row["remark"] or row["score"] == "5"
        assert outcome.state is not State.OPEN
    for learner in _with_nothing(room):
        for place in learner.places:
            assert place.path.is_dir()
            assert list(models(place.path)) == []


def _with_nothing(room: WholeClass) -> list[Learner]:
    ends: dict[str, set[State]] = {}
    for outcome in room.table():
        ends.setdefault(outcome.row.learner.name, set()).add(outcome.state)
    return [
        outcome.row.learner
        for outcome in room.table()
        if ends[outcome.row.learner.name] == {State.MISSING}
    ]


@pytest.mark.fuzz
@given(class_folders.CLASSES)
def test_whatever_the_folders_hold_every_row_ends(
    entries: Mapping[bytes, class_folders.Entry],
) -> None:
    """With a score, a refusal, or what to look at; nothing in them changes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        outside = hand_in(folder / class_folders.OUTSIDE)
        class_folders.make(folder / "class", entries, outside)
        before = class_folders.snapshot(folder / "class")
        try:
            room = open_room(folder, "ABCDE")
        except ExamError:
            return  # nobody is there
        grade_room(room, folder, jobs=1)
        check_rows(room)
        assert class_folders.snapshot(folder / "class") == before
        again = open_room(folder, "ABCDE")
        grade_room(again, folder, jobs=1)
        assert make_table(again.table()) == make_table(room.table())
        for outcome in again.table():
            if outcome.state in {State.GRADED, State.REFUSED} and outcome.sha256:
                assert not outcome.is_new


def test_one_learner_never_stops_the_others(tmp_path: Path) -> None:
    """Every trouble that we know, in one class, beside a good model."""
    hand_in(tmp_path / "class/ada/A.keras")
    for content in ("refused", "trouble", "bug"):
        hand_in(tmp_path / "class" / content / "A.keras", content)
    (tmp_path / "class" / "caf\udce9").mkdir()
    (tmp_path / "class" / "x\ny").symlink_to("ada")
    room = open_room(tmp_path)
    grade_room(room, tmp_path)

    rows = csv.DictReader(io.StringIO(make_table(room.table()), newline=""))
    assert [(row["learner"], row["score"]) for row in rows] == [
        ("ada", "5"),
        ("bug", ""),
        ("caf\\xe9", "0"),
        ("refused", "0"),
        ("trouble", ""),
        ("x\\x0ay", ""),
    ]
    assert room.summary() == (
        "6 learners, 6 rows: 1 graded, 1 refused, 1 nothing handed in, 3 to look at."
    )


def test_parts_make_a_whole(tmp_path: Path) -> None:
    """Each learner is in one part; results merge by copying."""
    for name in "abcdefg":
        hand_in(tmp_path / "class" / name / "A.keras", "3")
    seen: list[str] = []
    for index in (1, 2, 3):
        part = open_room(tmp_path, shard=(index, 3))
        grade_room(part, tmp_path)
        seen += [outcome.row.learner.name for outcome in part.table()]
    assert sorted(seen) == list("abcdefg")

    whole = open_room(tmp_path)
    grade_room(whole, tmp_path)
    assert [outcome.score for outcome in whole.table()] == [3] * 7
    assert not any(outcome.is_new for outcome in whole.table())


def test_there_may_be_more_parts_than_learners(tmp_path: Path) -> None:
    """Some machines have nothing to do then."""
    hand_in(tmp_path / "class/ada/A.keras")

    assert open_room(tmp_path, shard=(9, 9)).summary().startswith("No learners in")
