"""What somebody has done, in words for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tfprep.content.dates import long_date
from tfprep.content.library import Library
from tfprep.lessons.lesson import Lesson
from tfprep.practice.exercises import Assignment
from tfprep.practice.progress import Progress, to_datetime
from tfprep.practice.review import Due
from tfprep.problems import count


@dataclass(frozen=True)
class Ids:
    """The exercises and questions that the course has."""

    assignments: tuple[Assignment, ...]
    questions: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.questions | {each.id for each in self.assignments}


def ids_of(assignments: tuple[Assignment, ...], library: Library) -> Ids:
    """The ids of these exercises and of the questions of all quizzes."""
    quizzes = library.quizzes.values()
    return Ids(assignments, frozenset(q.id for quiz in quizzes for q in quiz.questions))


def overview(progress: Progress, ids: Ids, due: Due) -> Iterator[str]:
    """Line by line: each lesson, the sums, what is due, and what is kept besides."""
    lessons = dict.fromkeys(each.lesson for each in ids.assignments)
    width = max((len(lesson.slug) for lesson in lessons), default=0)
    for lesson in lessons:
        names = [each.id for each in ids.assignments if each.lesson == lesson]
        done = sum(progress.exercise(name).is_done for name in names)
        state = lesson_state(progress, lesson, names)
        yield f"{state:<5}  {lesson.slug:<{width}}  {done} of {len(names)}"
    yield ""
    yield from _sums(progress, ids)
    yield from _due(due)
    yield from unknown(progress, ids)


def lesson_state(progress: Progress, lesson: Lesson, names: Sequence[str]) -> str:
    """One of done, begun, open: by its exercises, and whether it was opened."""
    records = [progress.exercise(name) for name in names]
    if records and all(record.is_done for record in records):
        return "done"
    opened = progress.lessons.get(lesson.slug)
    is_begun = any(record.is_begun for record in records)
    return "begun" if is_begun or (opened and opened.opened) else "open"


def _sums(progress: Progress, ids: Ids) -> Iterator[str]:
    records = [progress.exercise(each.id) for each in ids.assignments]
    done = sum(record.is_done for record in records)
    begun = sum(record.is_begun for record in records) - done
    yield f"{done} of {count(len(records), 'exercise')} done, {begun} begun."
    last = [progress.question(x).attempts[-1:] for x in ids.questions]
    right = sum(reply.right for replies in last for reply in replies)
    yield f"{right} of {count(len(last), 'question')} right at the last answer."
    for exam in sorted(progress.exams.values(), key=lambda each: each.started):
        day = long_date(to_datetime(exam.started).astimezone().date())
        yield f"Exam of {day}, form {exam.form}: {exam.points:g} of {exam.of} points."


def _due(due: Due) -> Iterator[str]:
    if due:
        both = [
            count(len(names), noun)
            for names, noun in (
                (due.exercises, "exercise"),
                (due.questions, "question"),
            )
            if names
        ]
        yield f"Due again today: {' and '.join(both)}."
    if due.next:
        yield f"{'More' if due else 'The next'} will be due on {long_date(due.next)}."


def unknown(progress: Progress, ids: Ids) -> Iterator[str]:
    """What is kept of exercises and questions that the course doesn't have."""
    strange = [
        name
        for part in (progress.exercises, progress.questions)
        for name, record in part.items()
        if name not in ids.all and record.model_fields_set - {"reset"}
    ]
    if strange:
        yield "Kept, though this version of the course lacks them:"
        yield from (f"  {name}" for name in sorted(strange))


def what_came(before: Progress, after: Progress) -> str:
    """What is new or changed, in words; nothing, if nothing is."""
    old, new = before.to_json(), after.to_json()
    said = []
    for part in ("exercises", "questions", "steps", "lessons", "exams"):
        were, are = old.get(part, {}), new.get(part, {})
        if changed := sum(are[name] != were.get(name) for name in are):
            said.append(count(changed, part.removesuffix("s")))
    parts = ("plan", "placement")
    said += [f"the {part}" for part in parts if new.get(part) != old.get(part)]
    return ", ".join(said)
