"""What scores say of skills, and what a skill could bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from projects import LIBRARY
from sat import every, sat

from tfprep.exam.report.advice import Guide
from tfprep.exam.report.parts import Report
from tfprep.exam.report.results import compose
from tfprep.exam.taskspec.task import EVERY_TASK, read_tasks

GUIDE = Guide(LIBRARY.syllabus)
Scores = Mapping[str, Sequence[int | None]]


def states(scores: Scores, guide: Guide = GUIDE) -> dict[str, str]:
    """The state of each skill after such hand-ins."""
    return {skill.id: skill.state for skill in report(scores, guide).skills}


def report(scores: Scores, guide: Guide = GUIDE) -> Report:
    sitting, tasks = sat(scores)
    return compose(sitting, tasks, guide)


@pytest.mark.parametrize(
    ("score", "state"), [(5, "solid"), (4, "solid"), (2, "shaky"), (1, "to learn")]
)
def test_a_skill_is_judged_by_the_scores(score: int, state: str) -> None:
    """From 4 of 5 on it is solid, from 2 shaky; what every task asks for was done."""
    found = states({"A": [score]})

    assert found["NN-2"] == state
    assert found["DEV-1"] == found["DEV-6"] == "solid"


def test_a_task_that_was_left_out_says_nothing_of_skills_shown_elsewhere() -> None:
    """Three times 5 of 5 and two tasks without a hand-in: fitting a model is solid."""
    found = states({"A": [5], "B": [5], "C": [5], "D": [], "E": [None]})

    assert found["NN-2"] == "solid"
    assert found["NLP-2"] == found["TS-8"] == "not shown"
    reasons = {skill.id: skill.why for skill in report({"A": [5], "D": []}).skills}
    assert (reasons["NN-2"], reasons["NLP-2"]) == ("", "Nothing was graded of D")


def test_what_leaves_no_trace_in_a_model_is_never_shown() -> None:
    """Full marks don't make a callback, a curve or a learning rate solid."""
    for form in (1, 2, 3):
        sitting, tasks = sat(every(5), form=form)
        made = compose(sitting, tasks, GUIDE)
        for skill in made.skills:
            why = LIBRARY.syllabus.skills[skill.id].no_trace
            assert (skill.state, skill.why) == (
                ("not shown", why) if why else ("solid", "")
            )
    silent = ("NN-16", "NN-8", "TS-6", "TS-10", "NN-18", "TS-4", "NN-5", "IMG-5")
    assert all(LIBRARY.syllabus.skills[skill].no_trace for skill in silent)


def test_without_the_list_of_skills_nothing_is_shown() -> None:
    """Nobody knows then which skills a model shows, so none is called solid."""
    full = report(every(5), Guide(trouble="No list."))

    assert {skill.state for skill in full.skills} == {"not shown"}
    assert all("could not be read" in skill.why for skill in full.skills)
    assert full.lacks == ("No list.",)


def test_missing_points_are_those_of_the_weak_skills() -> None:
    """They add up, and skills that other tasks showed have none of them."""
    made = report({"A": [5], "B": [5], "C": [5], "D": [1], "E": []})
    worth = {skill.id: skill.points for skill in made.skills}

    assert sum(worth.values()) == pytest.approx(made.of - made.points, abs=1)
    assert all(worth[skill] == 0 for skill in EVERY_TASK)
    assert worth["NLP-2"] > worth["NN-2"]
    assert worth["TS-8"] > worth["NN-2"]
    assert worth["IMG-1"] == 0


def test_four_of_five_everywhere_still_names_what_is_missing() -> None:
    """Every skill is solid then, and 20 points are missing all the same."""
    made = report(every(4))

    assert made.kind == "failed"
    assert sum(skill.points for skill in made.skills) == pytest.approx(20, abs=1)


def test_every_task_has_a_skill_that_its_score_shows() -> None:
    """Beside what every task asks for."""
    for task in read_tasks().values():
        assert any(not GUIDE.skills[skill].no_trace for skill in task.spec.skills)
