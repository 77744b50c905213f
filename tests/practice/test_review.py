"""When exercises and questions come back, over a year of a clock that we set."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tfprep.practice.progress import Progress, to_text
from tfprep.practice.review import LONGEST, due, due_days

ONE, TWO = "basics/first-model/downhill", "basics/first-model/uphill"
ASKED = "nn-1-at-once"
START = datetime(2027, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def attempt(
    at: datetime, outcome: str = "correct", **more: object
) -> dict[str, object]:
    return {"at": to_text(at), "outcome": outcome, **more}


def exercise(*attempts: dict[str, object], **more: object) -> Progress:
    """Somebody who has done nothing but one exercise."""
    record = {"attempts": list(attempts), **more}
    return Progress.model_validate({"schema": 1, "exercises": {ONE: record}})


def question(*answers: tuple[datetime, bool]) -> Progress:
    """Somebody who has answered nothing but one question."""
    replies = [{"at": to_text(at), "right": right} for at, right in answers]
    state = {"schema": 1, "questions": {ASKED: {"attempts": replies}}}
    return Progress.model_validate(state)


def days_until(progress: Progress, now: datetime) -> int:
    """Days from now until the one thing that there is comes back."""
    (day,) = due_days(progress, now).values()
    return (day - now.date()).days


def a_year(right: list[bool], days: int = 365) -> list[int]:
    """The days between reviews of a question that is answered whenever it is due.

    Args:
        right: how the first answers go, each in its turn; later ones are right.
    """
    said, gaps, last = [(START, right[0])], list[int](), START
    for day in range(1, days):
        now = START + day * DAY
        if due(question(*said), now, [ASKED]):
            said.append((now, right[len(said)] if len(said) < len(right) else True))
            gaps.append((now - last).days)
            last = now
    return gaps


def test_what_is_known_comes_back_ever_more_rarely() -> None:
    """Somebody who is always right is asked a handful of times in a year."""
    gaps = a_year([True])

    assert 3 <= len(gaps) <= 6
    assert all(later > earlier for earlier, later in pairwise(gaps))


def test_what_is_never_known_comes_back_every_day() -> None:
    """Somebody who is always wrong gets the question again on each next day."""
    assert a_year([False] * 30, days=31) == [1] * 29 + [1]


def test_one_slip_brings_it_back_soon() -> None:
    """After a wrong answer it returns the next day, and then rises from low again."""
    kept, slipped = a_year([True]), a_year([True, True, True, False])

    assert slipped[:3] == kept[:3]
    assert slipped[3] < slipped[2] / 5
    assert len(slipped) > len(kept)


def test_nothing_waits_longer_than_a_year() -> None:
    """However often it was easy, it comes back within the longest interval."""
    tries = [attempt(START + days * DAY) for days in (0, 8, 75, 440, 900)]

    assert days_until(exercise(*tries), START + 900 * DAY) == LONGEST


@pytest.mark.parametrize(
    "aid",
    [
        {"solution": to_text(START - timedelta(minutes=1))},
        {"hints": [to_text(START - timedelta(minutes=1))]},
        {"hints": [to_text(START - 9 * DAY)]},
    ],
)
def test_help_before_the_pass_brings_an_exercise_back_sooner(
    aid: dict[str, object],
) -> None:
    """The solution, or a hint, however long before the first pass."""
    assert days_until(exercise(attempt(START), **aid), START) <= 2
    assert days_until(exercise(attempt(START)), START) >= 7


def test_help_after_the_pass_changes_nothing() -> None:
    """The solution is there to be looked at once it is solved, on later days too."""
    passed, again = attempt(START), attempt(START + 8 * DAY, solution=True, hints=2)
    later = to_text(START + timedelta(minutes=1))
    plain = exercise(passed, attempt(START + 8 * DAY))
    looked = exercise(passed, again, solution=later, hints=[later, later])

    assert due_days(looked, START + 8 * DAY) == due_days(plain, START + 8 * DAY)


def test_help_counts_again_on_the_day_of_a_review() -> None:
    """Who looks at the solution before the second pass sees it the next days."""
    passed, again = attempt(START), attempt(START + 8 * DAY, solution=True)
    looked = to_text(START + 8 * DAY - timedelta(minutes=5))

    now = START + 8 * DAY
    assert days_until(exercise(passed, again, solution=looked), now) <= 2
    assert days_until(exercise(passed, again), now) > 30


def test_tries_of_one_day_are_one_review() -> None:
    """More wrong tries before the right one bring it back sooner, not more often."""
    minute = timedelta(minutes=1)
    waits = []
    for wrong in (0, 1, 2, 3, 9):
        tries = [attempt(START + n * minute, "incorrect") for n in range(wrong)]
        solved = attempt(START + wrong * minute)
        waits.append(days_until(exercise(*tries, solved), START))
        more = [attempt(START + (wrong + 1) * minute, "incorrect"), *[solved] * 3]
        assert days_until(exercise(*tries, solved, *more), START) == waits[-1]

    assert waits[0] > waits[1] == waits[2] > waits[3] == waits[4] >= 1


def test_the_first_answer_of_a_day_tells_what_was_known() -> None:
    """A second try at a question, after the reason was shown, fixes nothing."""
    minute = timedelta(minutes=1)

    assert days_until(question((START, False), (START + minute, True)), START) == 1
    assert days_until(question((START, True), (START + minute, False)), START) > 1


@pytest.mark.parametrize("outcome", ["not attempted", "could not run", "new one"])
def test_what_says_nothing_is_no_review(outcome: str) -> None:
    """A stub that was saved, or a broken kernel, neither begins nor ends anything."""
    idle = attempt(START + DAY, outcome)

    assert due_days(exercise(idle), START + DAY) == {}
    assert due_days(exercise(attempt(START), idle), START + DAY) == due_days(
        exercise(attempt(START)), START + DAY
    )


def test_an_exercise_comes_back_once_it_was_solved() -> None:
    """Before that it is begun, not due; a failed review is due the next day."""
    wrong = attempt(START, "incorrect")
    failed = attempt(START + 9 * DAY, "incorrect")

    assert due_days(exercise(wrong), START) == {}
    assert days_until(exercise(attempt(START), failed), START + 9 * DAY) <= 2


def test_the_longest_overdue_comes_first() -> None:
    """What is not due yet is left out, and the day on which it will be is told."""
    records = {
        name: {"attempts": [attempt(START + days * DAY)]}
        for name, days in (("a/b/late", 4), ("a/b/soon", 20), (ONE, 2), (TWO, 0))
    }
    progress = Progress.model_validate({"schema": 1, "exercises": records})

    found = due(progress, START + 20 * DAY, [*records])

    assert found.exercises == (TWO, ONE, "a/b/late")
    assert found.next == date(2027, 1, 29)
    assert found.questions == ()


def test_what_the_course_lacks_never_comes_back() -> None:
    """Removed exercises are kept in the progress, and neither due nor announced."""
    progress = exercise(attempt(START))

    found = due(progress, START + 30 * DAY, {TWO})

    assert not found
    assert found.next is None
    assert due(progress, START, {TWO}).next is None


def test_a_clock_that_was_ahead_loses_nothing() -> None:
    """What is dated after today counts when its day comes; alone, it is due today."""
    ahead, now = attempt(START + 3650 * DAY), attempt(START)

    assert days_until(exercise(ahead), START) == 0
    assert due_days(exercise(now, ahead), START) == due_days(exercise(now), START)
    assert days_until(exercise(now, ahead), START + 3650 * DAY) > 30


def test_a_clock_that_runs_back_changes_nothing_that_was_done() -> None:
    """Attempts count in the order of their dates, however they are stored."""
    first, second = attempt(START), attempt(START + 8 * DAY, "incorrect")
    now = START + 9 * DAY

    assert due_days(exercise(first, second), now) == due_days(
        exercise(second, first), now
    )


def test_days_are_those_of_the_learner_s_calendar() -> None:
    """One evening that is two days in UTC is one review, also when clocks change."""
    tokyo, berlin = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Berlin")
    night = datetime(2027, 3, 28, 0, 30, tzinfo=berlin)  # clocks go forward at 2:00
    evening = night + timedelta(hours=22)
    tries = [(night, False), (evening, True)]

    assert days_until(question(*tries), evening) == 1
    assert due_days(question(*tries), evening) == due_days(
        question(*tries[:1]), evening
    )
    # Elsewhere the two are on two days, and so two reviews.
    far = evening.astimezone(timezone(timedelta(hours=-5)))
    assert due_days(question(*tries), far) != due_days(question(*tries), evening)
    assert due(question((START, True)), START.astimezone(tokyo) + 2 * DAY, [ASKED])


def test_a_time_without_a_zone_is_refused() -> None:
    """Nobody could tell which day it is."""
    with pytest.raises(ValueError, match="got a time without its zone"):
        due(Progress(), START.replace(tzinfo=None), [])
