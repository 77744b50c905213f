"""What to do next: few lessons, those first that would bring most points, and when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from tfprep.exam.report.advice import Guide, Places
from tfprep.exam.report.parts import Earlier, NextSitting, Repeat, TaskResult
from tfprep.exam.taskspec.task import CATEGORIES, FORMS
from tfprep.lessons.lesson import Lesson

MOST = 5
"""Lessons to repeat after one exam."""
EACH = 3
"""Sections of a lesson, and exercises, that are named."""
LEAST = 1.0
"""Points below which a lesson isn't worth a line, unless it is the first."""
AGAIN, NEXT = timedelta(days=7), timedelta(days=14)
"""From a lesson to its exercises once more, and from one exam to the next."""


def repeats(
    tasks: Sequence[TaskResult],
    guide: Guide,
    worth: Mapping[str, float],
    solved: Collection[str],
    end: date,
) -> Iterator[Repeat]:
    """The lessons that would bring most, one a day from the day after the exam on.

    The first teaches the skills that miss most points together. The others are chosen
    in the same way, by the skills that are left.

    Args:
        tasks: with their scores; if none has one, there is nothing to begin with.
        guide: knows the lessons.
        worth: the points that each skill could bring.
        solved: ids of exercises; those that were not solved come first.
        end: the day of the exam.
    """
    left = {skill: points for skill, points in worth.items() if points}
    if all(task.score is None for task in tasks):
        return
    for number in range(1, MOST + 1):
        best = max(  # of equals the first in the order of the course
            guide.lessons,
            key=lambda lesson: sum(left.get(s, 0) for s in guide.teaches(lesson)),
            default=None,
        )
        if best is None:
            return
        mine = {s: left.pop(s) for s in guide.sort(guide.teaches(best)) if s in left}
        if not mine or (number > 1 and sum(mine.values()) < LEAST):
            return
        day = end + timedelta(days=number)
        yield _repeat(best, mine, tasks, guide, solved, day)


def _repeat(
    lesson: Lesson,
    skills: Mapping[str, float],
    tasks: Sequence[TaskResult],
    guide: Guide,
    solved: Collection[str],
    day: date,
) -> Repeat:
    """What to do in one lesson for skills with their points."""
    return Repeat(
        lesson=lesson.header.title,
        slug=lesson.slug,
        address=guide.origin.home(lesson),
        points=round(sum(skills.values()), 1),
        tasks=_missing_in(tasks, skills),
        skills=tuple(guide.sort(skills)),
        read=_chosen(partial(guide.read, lesson), skills),
        practice=_chosen(partial(guide.practice, lesson), skills, solved),
        first=day,
        again=day + AGAIN,
    )


def next_sitting(form: int, earlier: Sequence[Earlier], end: date) -> NextSitting:
    """Two weeks later: the first form that was not sat, or the one sat longest ago.

    Practice, or a part of a form, is no sitting of it.
    """
    whole = sum(category.weight for category in CATEGORIES.values())
    sat = [*(sitting.form for sitting in earlier if sitting.of == whole), form]
    last = {each: place for place, each in enumerate(sat)}
    chosen = min(FORMS, key=lambda each: last.get(each, -1))
    return NextSitting(form=chosen, day=end + NEXT)


def _missing_in(
    tasks: Sequence[TaskResult], skills: Mapping[str, float]
) -> tuple[str, ...]:
    """The letters of the tasks that ask for one of the skills and miss points."""
    return tuple(
        task.letter
        for task in tasks
        if task.points < task.weight and not skills.keys().isdisjoint(task.skills)
    )


def _chosen(
    find: Callable[[str], Places],
    skills: Mapping[str, float],
    solved: Collection[str] = (),
) -> Places:
    """What is found for the skills that miss most, what was solved before last."""
    ranked = sorted(skills, key=lambda skill: -skills[skill])
    found = {place.heading: place for skill in ranked for place in find(skill)}
    places = [
        place.model_copy(update={"solved": place.exercise in solved})
        for place in found.values()
    ]
    return tuple(sorted(places, key=lambda place: place.solved)[:EACH])
