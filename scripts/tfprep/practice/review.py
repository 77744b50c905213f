"""When something comes back: FSRS, replayed over what somebody has done.

Nothing of the schedule is stored. It follows from the attempts alone, so that two
machines with the same progress agree, and a better scheduler needs no new file.

A review is a day on which something was tried: all tries of one day are one review.
An exercise begins to come back when it is solved, a question when it is answered.
In the browser docs/assets/review.js does the same.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from itertools import groupby
from typing import TypeVar

from fsrs import Card, Rating, Scheduler

from tfprep.practice.progress import (
    CORRECT,
    Attempt,
    ExerciseRecord,
    Progress,
    QuestionRecord,
    Reply,
    to_datetime,
)

TRIED = (CORRECT, "incorrect")
"""Outcomes that say something of what somebody knows; others are no review."""
MANY = 3
"""Wrong tries before the right one that make an exercise hard."""
LONGEST = 365
"""Days after which everything comes back, however well it went."""
# In steps of days: what was forgotten comes back tomorrow, not in ten minutes.
_SCHEDULER = Scheduler(
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=LONGEST,
    enable_fuzzing=False,
)

Reviews = Iterator[tuple[date, Rating]]
"""The days on which something was tried, in order, and how it went."""
Try = TypeVar("Try", Attempt, Reply)


@dataclass(frozen=True)
class Due:
    """What is due on a day, the longest overdue first, and when more will be."""

    exercises: tuple[str, ...]
    questions: tuple[str, ...]
    next: date | None
    """The first day after this one on which more is due; None: nothing is."""

    def __bool__(self) -> bool:
        return bool(self.exercises or self.questions)


def due(progress: Progress, now: datetime, known: Container[str]) -> Due:
    """What is due on the day of `now`, as its time zone has it.

    Args:
        now: with a time zone, such as `datetime.now().astimezone()`.
        known: ids of the exercises and questions that there are; what a later course
            has, or an earlier one had, waits until it is there (again).

    Raises:
        ValueError: `now` has no time zone.
    """
    days = due_days(progress, now)
    ready = sorted((day, name) for name, day in days.items() if name in known)
    names = [name for day, name in ready if day <= now.date()]
    return Due(
        exercises=tuple(name for name in names if name in progress.exercises),
        questions=tuple(name for name in names if name in progress.questions),
        next=next((day for day, _ in ready if day > now.date()), None),
    )


def due_days(progress: Progress, now: datetime) -> dict[str, date]:
    """The day on which each exercise and question comes back, by its id.

    Raises:
        ValueError: `now` has no time zone.
    """
    zone = now.tzinfo
    if zone is None:
        raise ValueError("got a time without its zone, expected one with it")
    reviews = {x: exercise_reviews(it, zone) for x, it in progress.exercises.items()}
    reviews |= {x: question_reviews(it, zone) for x, it in progress.questions.items()}
    days = ((name, next_day(its, now.date())) for name, its in reviews.items())
    return {name: day for name, day in days if day}


def next_day(reviews: Iterable[tuple[date, Rating]], today: date) -> date | None:
    """The day on which something with these reviews comes back; None without any.

    A review of a later day than today, dated by a clock that was wrong then or is now,
    counts when its day has come; if there are only such, today is the day.
    """
    card, day = None, None
    for day, rating in reviews:
        if day > today:
            return card.due.date() if card else today
        moment = datetime.combine(day, time(), UTC)  # FSRS takes UTC; it counts days
        card = card or Card(card_id=1, due=moment)  # without an id it would sleep
        card, _ = _SCHEDULER.review_card(card, rating, moment)
    return card.due.date() if card else None


def exercise_reviews(record: ExerciseRecord, zone: tzinfo) -> Reviews:
    """The reviews of an exercise, from the day on which it was first solved.

    At once and without help it was easy; with a hint, or after many wrong tries, it
    was hard. Whoever saw the solution first, or didn't find one, has to try again.
    """
    is_new = True
    for day, tries in _by_day(record.attempts, zone):
        outcomes = [each.outcome for each in tries if each.outcome in TRIED]
        solved = next((each for each in tries if each.outcome == CORRECT), None)
        if solved:
            since = None if is_new else datetime.combine(day, time(), zone)
            yield day, _rating(record, solved, outcomes.index(CORRECT), since)
            is_new = False
        elif outcomes and not is_new:
            yield day, Rating.Again


def _rating(
    record: ExerciseRecord, solved: Attempt, wrong: int, since: datetime | None
) -> Rating:
    """How it went until the exercise was solved.

    Args:
        wrong: tries before, on the same day.
        since: help that is older is forgotten; None: all that there was counts.
    """

    def helped(moments: Iterable[str]) -> bool:
        whens = [to_datetime(moment) for moment in moments]
        return any(when <= solved.when and when >= (since or when) for when in whens)

    if helped(filter(None, [record.solution])) or (since is None and solved.solution):
        return Rating.Again
    if wrong >= MANY or helped(record.hints) or (since is None and solved.hints):
        return Rating.Hard
    return Rating.Good if wrong else Rating.Easy


def question_reviews(record: QuestionRecord, zone: tzinfo) -> Reviews:
    """The reviews of a question: the first answer of a day tells what was known.

    Right is never more than good, because some are guessed.
    """
    for day, (first, *_) in _by_day(record.attempts, zone):
        yield day, Rating.Good if first.right else Rating.Again


def _by_day(tries: Iterable[Try], zone: tzinfo) -> Iterator[tuple[date, list[Try]]]:
    """The tries of each day of a time zone's calendar, in order."""
    in_order = sorted(tries, key=lambda each: each.at)
    for day, its in groupby(in_order, lambda each: each.when.astimezone(zone).date()):
        yield day, list(its)
