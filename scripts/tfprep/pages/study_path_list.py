"""The study paths as lists for the page, from which the planner reads its steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tfprep.content.ids import lesson_step
from tfprep.content.study_paths import (
    EitherStep,
    LessonsStep,
    ResourcePart,
    ResourceStep,
    StudyPath,
    TextStep,
)
from tfprep.lessons.lesson import Lesson
from tfprep.pages.markdown_text import render_markdown


@dataclass(frozen=True)
class ResourceLink:
    """What a study path shows of a resource."""

    title: str
    href: str
    """A URL, or a page's source path as docs/guide/prepare.md would write it."""


@dataclass(frozen=True)
class _Item:
    """One entry of a list."""

    id: str
    minutes: int
    whose: str = ""
    """Who says that it takes so long; nothing for a lesson."""
    text: str = ""
    """CommonMark; if there is none, it is a lesson, or a resource or several."""
    lesson: Lesson | None = None
    parts: Sequence[tuple[ResourceLink, str]] = ()
    """Each resource with what to do of it, in CommonMark."""

    @property
    def said(self) -> str:
        """How long it takes, and by whose word."""
        return ", ".join(filter(None, (_duration(self.minutes), self.whose)))


def study_path_list(
    study_path: StudyPath,
    lessons: Sequence[Lesson],
    resources: Mapping[str, ResourceLink],
) -> str:
    """A study path as a list with its total, for a page one folder below the start.

    Args:
        study_path: what `StudyPaths.study_path` gives: it includes no other any more.
        lessons: all lessons, in the order of the site.
        resources: what can be linked, by the ids of docs/data/resources.yml.
    """
    items = list(_items(study_path, lessons, resources))
    total = _total(study_path, items)
    return render_markdown("study_path", path=study_path, items=items, total=total)


def _choices(step: object) -> tuple[ResourcePart, ...]:
    """The resources that a step names."""
    if isinstance(step, EitherStep):
        return step.either
    return (step,) if isinstance(step, ResourceStep) else ()


def _items(
    study_path: StudyPath,
    lessons: Sequence[Lesson],
    resources: Mapping[str, ResourceLink],
) -> Iterator[_Item]:
    for step in study_path.steps:
        if isinstance(step, LessonsStep):
            for lesson in lessons:
                if lesson.topic == step.lessons:
                    yield _lesson_item(lesson, study_path.practice)
        elif isinstance(step, TextStep):
            yield _Item(step.id, _minutes(step), _whose(step), text=step.text)
        elif isinstance(step, ResourceStep | EitherStep):
            parts = [(resources[part.resource], part.do) for part in _choices(step)]
            yield _Item(step.id, _minutes(step), _whose(step), parts=parts)


def _lesson_item(lesson: Lesson, practice: float) -> _Item:
    minutes = round(lesson.minutes * practice)
    return _Item(lesson_step(lesson.slug), minutes, lesson=lesson)


def _minutes(step: TextStep | ResourceStep | EitherStep) -> int:
    return round(step.hours * 60)


def _whose(step: TextStep | ResourceStep | EitherStep) -> str:
    return step.length or "our estimate"


def _total(study_path: StudyPath, items: Sequence[_Item]) -> str:
    """The sum, and whose hours they are; the parts always add up to it."""
    lessons = [item for item in items if not item.whose]
    guesses = [item for item in items if item.whose == "our estimate"]
    stated = [item for item in items if item.whose and item not in guesses]
    hours = [
        round(sum(item.minutes for item in part) / 60)
        for part in (lessons, stated, guesses)
    ]
    count = f"{len(lessons)} lesson{'' if len(lessons) == 1 else 's'}"
    said = [
        f"{hours[0]} for {count} (the minutes that a lesson states, "
        f"times {study_path.practice:g} for practice)",
        f"{hours[1]} stated by others",
        f"{hours[2]} estimated by us",
    ]
    parts = zip(said, (lessons, stated, guesses), strict=True)
    told = [text for text, part in parts if part]
    return f"In all about {sum(hours)} hours: {', '.join(told)}."


def _duration(minutes: int) -> str:
    """Minutes up to an hour and a half, hours above."""
    if minutes <= 90 and minutes % 60:
        return f"{minutes} minutes"
    return f"{round(minutes / 60, 1):g} hour{'' if minutes == 60 else 's'}"
