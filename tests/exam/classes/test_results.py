"""Results are used again only for what is the same in every respect."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from classroom import SEEDS, form

from tfprep.exam.classes import results as module
from tfprep.exam.classes.found import Learner
from tfprep.exam.classes.results import (
    CLASS,
    Result,
    Results,
    mark_of,
    open_results,
    version_of,
)
from tfprep.exam.outcomes import ExamError
from tfprep.exam.taskspec.hidden import Seeds

(TASK,) = form("A")
ADA = Learner("ada")


def result(**changes: object) -> Result:
    """What ada's model came to."""
    usual = Result(
        learner="ada",
        task=TASK.name,
        sha256="ab",
        seeds=mark_of(SEEDS),
        version=version_of(TASK),
        score=4,
        value=0.5,
        remark="",
    )
    return usual.model_copy(update=changes)


@pytest.fixture
def results(tmp_path: Path) -> Results:
    """An empty folder of results."""
    return Results(tmp_path, SEEDS)


def test_the_same_model_is_known(results: Results) -> None:
    """With the same seeds and grader, for the same learner and task."""
    results.keep(result(), ADA, TASK)

    assert results.find(ADA, TASK) == result()
    assert results.find(Learner("ben"), TASK) is None
    assert results.find(ADA, form("B")[0]) is None
    other = Results(results.folder, Seeds.known(8))
    assert other.find(ADA, TASK) is None


def test_another_grader_or_task_grades_again(
    results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mark of the version covers sources and packages."""
    results.keep(result(version="older"), ADA, TASK)
    assert results.find(ADA, TASK) is None

    here = version_of.__wrapped__(TASK)
    assert here == version_of(TASK) != version_of(form("B")[0])
    monkeypatch.setattr(module, "installed", lambda _: "0")
    assert version_of.__wrapped__(TASK) != here


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 2}', "\0" * 50])
def test_what_can_t_be_read_is_graded_again(results: Results, content: str) -> None:
    """A disk that was full leaves no lasting trouble."""
    results.keep(result(), ADA, TASK)
    (path,) = results.folder.iterdir()
    path.write_text(content)
    assert results.find(ADA, TASK) is None

    results.keep(result(), ADA, TASK)
    assert results.find(ADA, TASK) == result()


def test_no_two_learners_share_a_file(results: Results) -> None:
    """Their names may differ in odd signs alone, or at their end."""
    names = ["a b", "a-b", "a\nb", "x" * 100, "x" * 101, "..", "/", "ä", "ö", ""]
    names += [os.fsdecode(b"\xe9"), os.fsdecode(b"\xe8")]
    for name in names:
        learner = Learner(name)
        results.keep(result(learner=learner.shown), learner, TASK)

    assert len(list(results.folder.iterdir())) == len(names)
    assert all(len(path.name) < 100 for path in results.folder.iterdir())
    for name in names:
        assert results.find(Learner(name), TASK) is not None


def test_a_secret_is_made_once(tmp_path: Path) -> None:
    """A run that goes on, and a part that starts later, have the same one."""
    first, is_new = open_results(tmp_path / "r", 7, None)
    assert is_new
    again, is_new = open_results(tmp_path / "r", 7, None)
    assert not is_new
    assert again.seeds == first.seeds
    other, _ = open_results(tmp_path / "s", 7, None)
    assert other.seeds.secret != first.seeds.secret
    given, is_new = open_results(tmp_path / "t", 7, SEEDS.secret)
    assert (given.seeds, is_new) == (SEEDS, False)
    assert (tmp_path / "r").stat().st_mode & 0o077 == 0


def test_results_of_other_seeds_are_refused(tmp_path: Path) -> None:
    """Nothing that was graded is lost to a slip."""
    open_results(tmp_path, 7, SEEDS.secret)

    with pytest.raises(ExamError, match="results of another --seed"):
        open_results(tmp_path, 8, None)
    with pytest.raises(ExamError, match="results of another --secret"):
        open_results(tmp_path, 7, "0" * 32)


def test_parts_that_were_graded_apart_are_told(tmp_path: Path) -> None:
    """Each made a secret of its own: their scores can't be compared."""
    one, _ = open_results(tmp_path / "1", 7, None)
    two, _ = open_results(tmp_path / "2", 7, None)
    two.keep(result(seeds=mark_of(two.seeds)), ADA, TASK)
    shutil.copytree(two.folder, one.folder, dirs_exist_ok=True)
    (one.folder / CLASS).write_bytes((tmp_path / "2" / CLASS).read_bytes())
    ben = Learner("ben")
    one.keep(result(seeds=mark_of(one.seeds), learner="ben"), ben, TASK)

    with pytest.raises(ExamError, match="1 result of another secret, such as ben-"):
        open_results(tmp_path / "1", 7, None)


def test_a_folder_that_can_t_be_used_is_said(tmp_path: Path) -> None:
    """With what to do instead."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ExamError, match=r"can't be kept in .*--results FOLDER"):
        open_results(tmp_path / "file", 7, None)
    (tmp_path / CLASS).write_text("{}")
    with pytest.raises(ExamError, match=r"can't be read\. Restore it"):
        open_results(tmp_path, 7, None)
