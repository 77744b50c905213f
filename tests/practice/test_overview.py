"""What somebody has done, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from projects import EXERCISE, TinyCourse

from tfprep.practice.exercises import assignments
from tfprep.practice.overview import Ids, overview, what_came
from tfprep.practice.progress import Progress
from tfprep.practice.review import Due

AT = "2026-11-27T12:00:00.000Z"
LATER = "2026-11-27T12:00:01.000Z"
NOTHING = Due((), (), None)


@pytest.fixture
def ids(course: TinyCourse) -> Ids:
    """A course of three lessons with an exercise each, and two questions."""
    for name in ("one", "two", "three"):
        course.write(f"basics/{name}", EXERCISE)
    found = assignments(course.read(), course.library)
    return Ids(found, frozenset({"nn-1-a", "nn-1-b"}))


def solved(at: str = AT, outcome: str = "correct") -> dict[str, Any]:
    return {"attempts": [{"at": at, "outcome": outcome}]}


def test_each_lesson_has_a_state_and_a_count(ids: Ids) -> None:
    """Done by its exercises, begun by anything, or open."""
    progress = Progress().plus(
        {
            "exercises": {"basics/one/double": solved()},
            "lessons": {"basics/two": {"opened": AT}},
        }
    )

    lines = list(overview(progress, ids, NOTHING))

    assert sorted(lines[:3]) == [
        "begun  basics/two    0 of 1",
        "done   basics/one    1 of 1",
        "open   basics/three  0 of 1",
    ]
    assert lines[4] == "1 of 3 exercises done, 0 begun."


def test_the_last_answer_to_a_question_counts(ids: Ids) -> None:
    """Who was right once and wrong since has to look again."""
    replies = [{"at": AT, "right": True}, {"at": LATER, "right": False}]
    progress = Progress().plus(
        {
            "questions": {
                "nn-1-a": {"attempts": replies},
                "nn-1-b": {"attempts": replies[:1]},
            }
        }
    )

    assert "1 of 2 questions right at the last answer." in overview(
        progress, ids, NOTHING
    )


def test_exams_and_what_is_due_are_told(ids: Ids) -> None:
    """With their days, as far as there are any."""
    exam = {"form": 2, "started": AT, "points": 87.5, "of": 100, "at": AT}
    progress = Progress().plus({"exams": {"x": exam}})
    due = Due(("basics/one/double",), ("nn-1-a", "nn-1-b"), date(2026, 12, 1))

    lines = list(overview(progress, ids, due))

    assert "Exam of 27 November 2026, form 2: 87.5 of 100 points." in lines
    assert "Due again today: 1 exercise and 2 questions." in lines
    assert lines[-1] == "More will be due on 1 December 2026."
    assert not any("due" in line for line in overview(progress, ids, NOTHING))


def test_what_the_course_lacks_is_kept_and_reported(ids: Ids) -> None:
    """A renamed or removed exercise, and a question of a later version."""
    progress = Progress().plus(
        {
            "exercises": {"gone/for/good": solved(), "old/and/reset": {"reset": AT}},
            "questions": {"nn-9-later": {"attempts": [{"at": AT, "right": True}]}},
        }
    )

    lines = list(overview(progress, ids, NOTHING))

    assert lines[-3:] == [
        "Kept, though this version of the course lacks them:",
        "  gone/for/good",
        "  nn-9-later",
    ]


def test_what_came_in_is_counted() -> None:
    """Each part that is new or changed, and nothing else."""
    before = Progress().plus({"exercises": {"a/b/c": solved()}, "plan": {"at": AT}})
    after = before.plus(
        {
            "exercises": {"a/b/c": solved(LATER), "a/b/d": solved(), "a/b/e": solved()},
            "steps": {"set-up": {"done": True, "at": AT}},
            "placement": {"at": AT},
        }
    )

    assert what_came(before, before) == ""
    assert what_came(before, after) == "3 exercises, 1 step, the placement"
