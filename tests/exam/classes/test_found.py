"""What a learner handed in: found under any plausible name, told apart, or said."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Sequence
from pathlib import Path

import pytest
from classroom import SEEDS, every_task, form, hand_in

from tfprep.exam.classes.found import Learner, Row, rows_of
from tfprep.exam.classes.names import Names
from tfprep.exam.classes.search import DEPTH, Place
from tfprep.exam.taskspec.task import Task

NAMES = Names(form=1, every=every_task())


@pytest.fixture
def ada(tmp_path: Path) -> Path:
    """A learner's empty folder."""
    folder = tmp_path / "ada"
    folder.mkdir()
    return folder


def look(folder: Path, letters: str = "A") -> list[Row]:
    """What is found of the tasks of these letters."""
    tasks: Sequence[Task] = form(letters)
    return rows_of(Learner("ada", (Place(folder),)), tasks, NAMES, SEEDS.seed)


def remark(row: Row) -> str:
    """All that is said of a row."""
    return " ".join([*row.remarks, row.unclear]).strip()


@pytest.mark.parametrize(
    "name",
    [
        "A.keras",
        "a.keras",
        "A.KERAS",
        "A (1).keras",
        "A",
        "A.h5",
        "A.zip",
        "bent_sensor.keras",
        "bent-sensor.h5",
        "A-bent-sensor.keras",
        "A/model.keras",
        "a/Model (1).keras",
        "bent_sensor/model.h5",
        "A-bent-sensor/model.keras",
        "A-bent-sensor/model/saved_model.pb",
        "A/saved_model.pb",
        "tfprep-exam/A-bent-sensor/model.keras",
        "handed-in/week-3/tfprep-exam/A-bent-sensor/model.keras",
        "models/A.keras",
        "A-bent-sensor/best.keras",
        "A-bent-sensor/checkpoints/epoch-9.keras",
        "ada_A_final.keras",
        "A.keras.txt",
    ],
)
def test_what_is_unambiguous_is_taken(ada: Path, name: str) -> None:
    """One model, under any of many names, beside another task's."""
    path = hand_in(ada / name)
    hand_in(ada / "B.keras")

    row, other, _ = look(ada, "ABC")
    assert row.model is not None, remark(row)
    assert path.is_relative_to(row.model.path)
    assert other.model is not None
    assert other.model.path == ada / "B.keras"


def test_every_task_has_a_row(ada: Path) -> None:
    """Nothing like a model is nothing handed in."""
    hand_in(ada / "notes.txt")
    hand_in(ada / "A-bent-sensor/train.py")
    hand_in(ada / "C-glass-plates/data/base.keras")  # the learner got it
    hand_in(ada / "__MACOSX/._A.keras")
    hand_in(ada / "._A.keras")
    hand_in(ada / ".DS_Store")
    hand_in(ada / ".venv/lib/model.h5")
    hand_in(ada / "env/pyvenv.cfg")
    hand_in(ada / "env/lib/model.h5")
    hand_in(ada / "data/A.zip/notes.txt")

    rows = look(ada, "ABCDE")
    assert [row.task.spec.category for row in rows] == list("ABCDE")
    assert [(row.model, remark(row)) for row in rows] == [(None, "")] * 5


@pytest.mark.parametrize(
    "name",
    ["model.keras", "final.keras", "submission.zip", "x.tflite", "deep/er/best.h5"],
)
def test_what_says_no_task_is_said(ada: Path, name: str) -> None:
    """Never 0 points in silence; with one task alone there is no doubt."""
    hand_in(ada / name)

    for row in look(ada, "AB"):
        assert row.model is None
        assert name in row.unclear
        assert f"Rename the right one to {row.task.spec.category}.keras" in row.unclear
    (row,) = look(ada, "A")
    assert row.model is not None
    assert row.model.path == ada / name


def test_a_model_without_an_ending_or_with_an_odd_one_is_seen(ada: Path) -> None:
    """By its first bytes; office files are archives too, and no models."""
    (ada / "mine.bin").write_bytes(b"\x89HDF\r\n\x1a\n ...")
    (ada / "essay.docx").write_bytes(b"PK\x03\x04 ...")

    row, _ = look(ada, "AB")
    assert "mine.bin" in row.unclear
    assert "essay" not in row.unclear


def test_two_names_for_two_tasks_are_said_in_both_rows(ada: Path) -> None:
    """A name that says more than one thing says nothing."""
    hand_in(ada / "A_or_B.keras")

    one, two, three = look(ada, "ABC")
    assert "A_or_B.keras" in one.unclear
    assert "A_or_B.keras" in two.unclear
    assert remark(three) == ""


def test_a_model_of_another_form_is_said(ada: Path) -> None:
    """It is nobody's in this form, and its row is no silent 0."""
    hand_in(ada / "failing-pumps.keras")
    (ada / "dashboard-symbols.keras").symlink_to("failing-pumps.keras")

    row, other, third = look(ada, "ABC")
    assert row.unclear == "failing-pumps.keras is for a task of form 2."
    assert "dashboard-symbols.keras (a link to failing-pumps" in other.unclear
    assert remark(third) == ""


def test_what_lies_beside_an_export_or_an_environment_is_seen(ada: Path) -> None:
    """Some export into the task's folder itself, or make their environment there."""
    hand_in(ada / "A-bent-sensor/saved_model.pb", age=60)
    hand_in(ada / "A-bent-sensor/fingerprint.pb")
    hand_in(ada / "A-bent-sensor/variables/variables.index")
    new = hand_in(ada / "A-bent-sensor/model.keras")
    hand_in(ada / "pyvenv.cfg")
    hand_in(ada / "B.keras")

    row, other = look(ada, "AB")
    assert row.model is not None
    assert row.model.path == new
    assert other.model is not None


def test_of_several_the_newest_counts(ada: Path) -> None:
    """And it is said that there were others."""
    hand_in(ada / "A.keras", "1", age=60)
    new = hand_in(ada / "A (1).keras", "2")

    (row,) = look(ada)
    assert row.model is not None
    assert row.model.path == new
    assert remark(row) == "Taken: A (1).keras, the newest; not A.keras."


def test_of_several_of_the_same_time_none_counts(ada: Path) -> None:
    """Nobody knows which was meant; equal ones are no question."""
    hand_in(ada / "A.keras", "1")
    hand_in(ada / "A (1).keras", "22", age=1)
    (row,) = look(ada)
    assert row.model is None
    assert "A.keras, A (1).keras were saved at the same time" in row.unclear

    hand_in(ada / "A (1).keras", "1", age=1)
    (row,) = look(ada)
    assert row.model is not None


def test_a_group_is_not_a_learner(ada: Path) -> None:
    """Folders with a model each for the same task may be several learners'."""
    hand_in(ada / "one/A.keras", age=60)
    hand_in(ada / "two/A-bent-sensor/model.keras")
    hand_in(ada / "one/B.keras")
    (row, other) = look(ada, "AB")
    assert "Several folders hold a model for this task: one, two." in row.unclear
    assert other.model is not None

    for name in ("one", "two"):  # exams, of which a learner may begin two
        hand_in(ada / name / "exam.json", json.dumps({"seed": SEEDS.seed}))
    (row, _) = look(ada, "AB")
    assert row.model is not None
    assert remark(row).startswith("Taken: two/A-bent-sensor/model.keras, the newest;")


def test_an_unpacked_model_is_said(ada: Path) -> None:
    """Some systems unpack whatever is an archive."""
    for name in ("config.json", "metadata.json", "model.weights.h5"):
        hand_in(ada / "A.keras" / name)

    row, other = look(ada, "AB")
    assert row.unclear.startswith("Not taken: A.keras (a .keras file that was unpacked")
    assert remark(other) == ""


def test_one_model_in_several_formats_is_one(ada: Path) -> None:
    """A script may save both at once."""
    hand_in(ada / "A-bent-sensor/model.h5", "1", age=1)
    hand_in(ada / "A-bent-sensor/model.keras", "2")

    (row,) = look(ada)
    assert row.model is not None
    assert row.model.path.name == "model.keras"


def test_a_task_s_own_name_goes_before_a_newer_likely_one(ada: Path) -> None:
    """A checkpoint in the task's folder is not what was handed in."""
    own = hand_in(ada / "A-bent-sensor/model.keras", "1", age=60)
    hand_in(ada / "A-bent-sensor/checkpoints/epoch-9.keras", "2")

    (row,) = look(ada)
    assert row.model is not None
    assert (row.model.path, remark(row)) == (own, "")


def test_the_grader_s_own_copy_serves_if_nothing_else_is_there(ada: Path) -> None:
    """An exam's folder keeps what was handed in; the last of a task counts."""
    exam = ada / "tfprep-exam"
    hand_in(exam / "exam.json", json.dumps({"seed": SEEDS.seed}))
    for number in range(1, 12):
        hand_in(exam / f".hand-ins/{number:03}-A-bent-sensor.keras")

    row, other = look(ada, "AB")
    assert row.model is not None
    assert row.model.path.name == "011-A-bent-sensor.keras"
    assert "Taken: tfprep-exam/.hand-ins/011-A-bent-sensor.keras." in remark(row)
    assert remark(other) == ""


def test_a_model_of_other_data_is_remarked_on(ada: Path) -> None:
    """The exam's folder tells its seed; whatever else it holds stops nobody."""
    for content, said in (
        (json.dumps({"seed": 8}), "says seed 8, not 7: it was trained on other data"),
        (json.dumps({"seed": SEEDS.seed}), ""),
        ("[" * 100_000, ""),
        ('{"seed": "x"}', ""),
        ("\0", ""),
    ):
        hand_in(ada / "exam/exam.json", content)
        hand_in(ada / "exam/A-bent-sensor/model.keras")
        (row,) = look(ada)
        assert row.model is not None
        assert said in remark(row)
        assert bool(remark(row)) == bool(said)


def test_links_are_not_followed(ada: Path) -> None:
    """Another's model, a folder elsewhere, a circle: each is said."""
    other = hand_in(ada.parent / "ben/A.keras")
    (ada / "A.keras").symlink_to("../ben/A.keras")
    (ada / "B-shifted-digits").symlink_to(other.parent)
    (ada / "C.keras").symlink_to("C.keras")

    for row, link in zip(look(ada, "ABC"), ("A.keras", "B-", "C.keras"), strict=True):
        assert row.model is None
        assert f"Not taken: {link}" in row.unclear
        assert "a link to" in row.unclear


def test_what_is_no_file_is_not_opened(ada: Path) -> None:
    """A pipe would wait for ever."""
    os.mkfifo(ada / "A.keras")
    with socket.socket(socket.AF_UNIX) as door:
        os.chdir(ada)  # the name of a socket must be short
        door.bind("B.keras")

    one, two, three = look(ada, "ABC")
    assert "A.keras (a pipe)" in one.unclear
    assert "B.keras (a socket)" in two.unclear
    assert remark(three) == ""


def test_an_unfinished_copy_is_not_taken(ada: Path) -> None:
    """It would be refused as damaged; the rest of it may still come."""
    hand_in(ada / "A.keras.part")

    row, other = look(ada, "AB")
    assert "Not taken: A.keras.part (a copy not finished)" in row.unclear
    assert remark(other) == ""


def test_a_deep_folder_is_searched_to_a_depth(ada: Path) -> None:
    """Neither its names nor its number of folders stop anybody."""
    place = os.open(ada, os.O_RDONLY)
    for _ in range(20):  # longer than the system takes a path
        os.mkdir("d" * 250, dir_fd=place)
        inner = os.open("d" * 250, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(place)
    hand_in(ada / "A.keras")

    row, other = look(ada, "AB")
    assert row.model is not None
    assert f"below {DEPTH} folders" in other.unclear
    assert len(other.unclear) < 300


def test_a_folder_that_may_not_be_read_is_said(
    ada: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model may be in there, so the score stays empty."""
    hand_in(ada / "A.keras")
    (ada / "B").mkdir()
    original = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "B":
            raise PermissionError(13, "Permission denied")
        return original(path)

    monkeypatch.setattr(os, "scandir", refusing)  # root may read everything
    row, other, third = look(ada, "ABC")
    assert row.model is not None
    assert "B (can't be read: Permission denied)" in other.unclear
    assert remark(third) == ""


def test_whatever_happens_is_the_learner_s_own_trouble(ada: Path) -> None:
    """A learner who is gone by now, say."""
    rows = look(ada / "gone", "AB")

    assert [row.model for row in rows] == [None, None]
    assert all("can't be searched (No such file" in row.unclear for row in rows)
