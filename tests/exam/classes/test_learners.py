"""Who is in a class, however it was collected."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from classroom import every_task, form, hand_in

from tfprep.exam.classes.found import rows_of
from tfprep.exam.classes.learners import Class, find_class
from tfprep.exam.classes.names import Names
from tfprep.exam.outcomes import ExamError

NAMES = Names(form=1, every=every_task())


def look(folder: Path) -> Class:
    """Who is found."""
    return find_class(folder, NAMES, folder / "results")


def models(folder: Path) -> dict[str, list[str]]:
    """By learner: the letters of the tasks with a model."""
    return {
        learner.name: [
            row.task.spec.category
            for row in rows_of(learner, form(), NAMES, 7)
            if row.model is not None
        ]
        for learner in look(folder).learners
    }


def test_a_folder_is_a_learner(tmp_path: Path) -> None:
    """Also an empty one, and one with an odd name; what nobody owns is said."""
    names = ["ada", "-rf", "=1+1", "new\nline", os.fsdecode(b"caf\xe9"), "A"]
    for name in names:
        (tmp_path / name).mkdir()
    hand_in(tmp_path / "list.csv")
    hand_in(tmp_path / "A.keras")
    for name in (".git", "__MACOSX", "results"):
        (tmp_path / name).mkdir()

    found = look(tmp_path)
    assert {learner.name for learner in found.learners} == set(names)
    assert [learner.name for learner in found.learners] == sorted(
        names, key=os.fsencode
    )
    assert found.left_out == ["A.keras (whose is it?)", "list.csv"]


def test_flat_files_are_sorted_by_learner(tmp_path: Path) -> None:
    """A learner may have files beside a folder; a name without a task is said."""
    for name in ("ada_A.keras", "ada_B.h5", "B-ben.keras", "cyd.zip", "ada/E.keras"):
        hand_in(tmp_path / name)

    assert models(tmp_path) == {"ada": ["A", "B", "E"], "ben": ["B"], "cyd": []}
    *_, cyd = look(tmp_path).learners
    assert "cyd.zip" in rows_of(cyd, form(), NAMES, 7)[0].unclear


def test_folders_of_tasks_hold_learners(tmp_path: Path) -> None:
    """Where a platform collects by task."""
    hand_in(tmp_path / "A-bent-sensor/ada.keras")
    hand_in(tmp_path / "A-bent-sensor/ben (1)/model.h5")
    hand_in(tmp_path / "B/ada.h5")

    assert models(tmp_path) == {"ada": ["A", "B"], "ben (1)": ["A"]}


def test_learners_may_be_called_like_tasks(tmp_path: Path) -> None:
    """Anonymous ones often are."""
    hand_in(tmp_path / "A/A.keras")
    hand_in(tmp_path / "B/A-bent-sensor/model.keras")

    assert models(tmp_path) == {"A": ["A"], "B": ["A"]}


def test_a_learner_s_folder_that_is_a_link_is_said(tmp_path: Path) -> None:
    """It could lead anywhere; the learner has rows all the same."""
    hand_in(tmp_path / "ada/A.keras")
    (tmp_path / "ben").symlink_to("ada")

    _, ben = look(tmp_path).learners
    rows = rows_of(ben, form(), NAMES, 7)
    assert len(rows) == 5
    assert all("The folder is a link to ada" in row.unclear for row in rows)


def test_who_can_t_be_looked_at_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder may be gone by then; the others are found all the same."""
    for name in ("ada", "ben"):
        hand_in(tmp_path / name / "A.keras")
    original = Path.lstat

    def refusing(path: Path) -> object:
        if path.name == "ben":
            raise PermissionError(13, "Permission denied")
        return original(path)

    monkeypatch.setattr(Path, "lstat", refusing)  # root may look at everything
    ada, ben = look(tmp_path).learners
    assert (ada.unclear, ben.unclear) == (
        "",
        "It can't be looked at: Permission denied.",
    )


def test_a_folder_without_learners_is_refused(tmp_path: Path) -> None:
    """A wrong folder is more likely than an empty class."""
    hand_in(tmp_path / "A.keras")

    with pytest.raises(
        ExamError, match=r"has no folders; expected one for each learner.*A\.keras"
    ):
        look(tmp_path)


def test_one_learner_s_exam_is_no_class(tmp_path: Path) -> None:
    """Its tasks would be taken for learners."""
    hand_in(tmp_path / "exam.json", "{}")
    hand_in(tmp_path / "A-bent-sensor/model.keras")

    with pytest.raises(ExamError, match="is the exam of one learner"):
        look(tmp_path)
