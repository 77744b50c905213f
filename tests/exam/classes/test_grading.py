"""One row: what it comes to, and what of it is used again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from classroom import SEEDS, form, hand_in, read_score

from tfprep.exam.classes.found import Learner, Row
from tfprep.exam.classes.grading import Outcome, State, grade_row, open_outcome
from tfprep.exam.classes.results import Results
from tfprep.exam.classes.search import Candidate, Rank
from tfprep.exam.outcomes import Grade
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task

(TASK,) = form("A")
ADA = Learner("ada")


@pytest.fixture
def results(tmp_path: Path) -> Results:
    """An empty folder of results."""
    (tmp_path / "results").mkdir()
    return Results(tmp_path / "results", SEEDS)


def row_of(path: Path, *remarks: str) -> Row:
    """Ada's row with this model."""
    candidate = Candidate(path, path.name, (TASK,), Rank.OWN, 0.0)
    return Row(ADA, TASK, candidate, remarks)


def ended(outcome: Outcome) -> tuple[State, int | None, str]:
    return outcome.state, outcome.score, outcome.remark


def test_a_row_without_a_model_is_done(results: Results) -> None:
    """0 points only if nothing was there."""
    nothing = open_outcome(Row(ADA, TASK))
    unclear = open_outcome(Row(ADA, TASK, unclear="Which\none?"))

    assert ended(nothing) == (State.MISSING, 0, "nothing handed in")
    assert ended(unclear) == (State.UNCLEAR, None, "Which one?")


def test_a_model_is_graded_or_refused(tmp_path: Path, results: Results) -> None:
    """What was noticed when it was chosen stands before what the grader says."""
    good = grade_row(row_of(hand_in(tmp_path / "a"), "Taken: a."), results, read_score)
    assert ended(good) == (State.GRADED, 5, "Taken: a. A note.")
    bad = grade_row(row_of(hand_in(tmp_path / "a", "refused")), results, read_score)
    assert ended(bad) == (
        State.REFUSED,
        0,
        "refused: Got a stone; expected a model. Melt it.",
    )
    assert good.sha256 != bad.sha256


@pytest.mark.parametrize("content", ["trouble", "bug"])
def test_trouble_has_no_score_and_is_not_kept(
    tmp_path: Path, results: Results, content: str
) -> None:
    """Whatever the grader raises."""
    row = row_of(hand_in(tmp_path / "a", content))
    outcome = grade_row(row, results, read_score)

    assert (outcome.state, outcome.score) == (State.UNCLEAR, None)
    assert outcome.remark.isprintable()
    assert list(results.folder.iterdir()) == []


@pytest.mark.parametrize("place", ["gone", "pipe", "circle", "link"])
def test_what_is_no_file_any_more_is_not_refused(
    tmp_path: Path, results: Results, place: str
) -> None:
    """The folder may change while others are graded; that is nobody's 0."""
    path = tmp_path / place
    if place == "pipe":
        os.mkfifo(path)
    elif place == "circle":
        path.symlink_to(path)
    elif place == "link":
        path.symlink_to(hand_in(tmp_path / "other"))

    outcome = grade_row(row_of(path), results, read_score)
    assert (outcome.state, outcome.score) == (State.UNCLEAR, None)
    assert outcome.remark.startswith("Not graded (")


def test_what_may_not_be_read_is_not_refused(
    tmp_path: Path, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor a part of an exported folder: rights are the teacher's to give."""
    export = hand_in(tmp_path / "A/saved_model.pb").parent

    def refusing(path: Path, mode: str) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refusing)  # root may read everything
    outcome = grade_row(row_of(export), results, read_score)
    assert outcome.state is State.UNCLEAR
    assert "a file that you may not read" in outcome.remark


@pytest.mark.parametrize("place", ["empty", "folder"])
def test_what_is_no_model_from_outside_is_refused(
    tmp_path: Path, results: Results, place: str
) -> None:
    """With the reason; no process is started for it."""
    path = tmp_path / place
    if place == "empty":
        path.write_bytes(b"")
    else:
        (path / "inner").mkdir(parents=True)

    outcome = grade_row(row_of(path), results, read_score)
    assert outcome.state is State.REFUSED
    assert outcome.remark.startswith("refused: Got ")


def test_a_known_model_is_not_graded_again(tmp_path: Path, results: Results) -> None:
    """The same content counts, not the file; a changed model is graded."""

    def never(task: Task, seeds: Seeds, path: Path) -> Grade:
        raise AssertionError("graded again")

    first = grade_row(row_of(hand_in(tmp_path / "a", "3")), results, read_score)
    again = grade_row(row_of(hand_in(tmp_path / "b", "3")), results, never)
    assert (first.is_new, again.is_new) == (True, False)
    assert ended(again) == ended(first)
    assert again.value == first.value
    changed = grade_row(row_of(hand_in(tmp_path / "a", "4")), results, read_score)
    assert (changed.score, changed.is_new) == (4, True)


def test_what_was_hashed_is_what_is_graded(tmp_path: Path, results: Results) -> None:
    """The grader gets a copy that nobody else can enter."""
    path, seen = hand_in(tmp_path / "a", "3"), []

    def swapping(task: Task, seeds: Seeds, copy: Path) -> Grade:
        path.write_text("5")
        seen.append(copy)
        return read_score(task, seeds, copy)

    assert grade_row(row_of(path), results, swapping).score == 3
    (copy,) = seen
    assert not copy.is_relative_to(tmp_path)
    assert not copy.exists(), "it was removed"


def test_a_result_that_can_t_be_kept_is_still_told(
    tmp_path: Path, results: Results
) -> None:
    """A full disk costs the next run time, and nobody points."""
    results.folder.rmdir()
    outcome = grade_row(row_of(hand_in(tmp_path / "a", "3")), results, read_score)

    assert outcome.score == 3
    assert outcome.lost == "No such file or directory"


@pytest.mark.parametrize("content", ["3", "refused", "trouble"])
def test_nothing_of_a_stopped_run_is_kept(
    tmp_path: Path, results: Results, content: str
) -> None:
    """A grader that was ended may say anything."""
    row = row_of(hand_in(tmp_path / "a", content))
    outcome = grade_row(row, results, read_score, lambda: True)

    assert outcome.state is State.OPEN
    assert list(results.folder.iterdir()) == []
