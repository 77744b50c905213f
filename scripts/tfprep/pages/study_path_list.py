"""The study paths as lists for the page, from which the planner reads its steps."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tfprep.content.study_paths import (
    STUDY_PATHS_FILE,
    EitherStep,
    LessonsStep,
    ResourcePart,
    ResourceStep,
    StudyPath,
    TextStep,
)
from tfprep.lessons.lesson import Lesson
from tfprep.problems import Problem, ProblemError, did_you_mean


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
    text: str
    """Inline Markdown."""
    hours: float
    whose: str
    """Who says that it takes so long; nothing for a lesson."""


def study_path_list(
    study_path: StudyPath,
    lessons: Sequence[Lesson],
    resources: Mapping[str, ResourceLink],
    topics: Collection[str] = (),
) -> str:
    """A study path as a list with its total, for a page one folder below the start.

    Args:
        study_path: what `StudyPaths.study_path` gives: it includes no other any more.
        lessons: all lessons, in the order of the site.
        resources: what can be linked, by the ids of docs/data/resources.yml.
        topics: topics that exist even while they have no lesson.

    Raises:
        ProblemError: a step names an unknown resource or topic.
    """
    _refuse_unknown(
        study_path, {lesson.topic for lesson in lessons} | {*topics}, resources
    )
    items = list(_items(study_path, lessons, resources))
    entries = "\n".join(_entry(item) for item in items)
    title = html.escape(study_path.title)
    return (
        f'<ol class="path" data-path="{study_path.id}" data-title="{title}" markdown>\n'
        f'{entries}\n</ol>\n\n<p class="path-total">{_total(study_path, items)}</p>'
    )


def _refuse_unknown(
    study_path: StudyPath,
    topics: Collection[str],
    resources: Mapping[str, ResourceLink],
) -> None:
    problems = []
    for step in study_path.steps:
        if isinstance(step, LessonsStep) and step.lessons not in topics:
            problems.append(_unknown(study_path, "topic", step.lessons, topics))
        problems += [
            _unknown(study_path, "resource", choice.resource, resources)
            for choice in _choices(step)
            if choice.resource not in resources
        ]
    if problems:
        raise ProblemError(problems)


def _unknown(
    study_path: StudyPath, kind: str, got: str, known: Collection[str]
) -> Problem:
    where = {"topic": "docs/data/skills.yml", "resource": "docs/data/resources.yml"}
    text = (
        f'"{study_path.id}": unknown {kind} "{got}"; expected an id of {where[kind]}.'
    )
    return Problem(STUDY_PATHS_FILE, None, text + did_you_mean(got, sorted(known)))


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
            yield _Item(step.id, step.text, step.hours, _whose(step))
        elif isinstance(step, ResourceStep | EitherStep):
            text = _resource_text(_choices(step), resources)
            yield _Item(step.id, text, step.hours, _whose(step))


def _lesson_item(lesson: Lesson, practice: float) -> _Item:
    link = f"[{_plain(lesson.header.title)}](../lessons/{lesson.slug}.ipynb)"
    hours = lesson.header.minutes * practice / 60
    return _Item(
        f"lesson-{lesson.slug.replace('/', '-')}", f"Lesson: {link}", hours, ""
    )


def _resource_text(
    choices: Sequence[ResourcePart], resources: Mapping[str, ResourceLink]
) -> str:
    """One resource, or several to choose from, and what to do of each."""
    named = [resources[choice.resource] for choice in choices]
    links = [f"[{_plain(link.title)}](<{link.href}>)" for link in named]
    parts = [choice.do for choice in choices]
    if len(links) == 1:
        return f"{links[0]}: {parts[0]}."
    if len(set(parts)) == 1:
        return f"Choose one, {' or '.join(links)}: {parts[0]}."
    both = (f"{link}, {part}" for link, part in zip(links, parts, strict=True))
    return f"Choose one: {'; or '.join(both)}."


def _whose(step: TextStep | ResourceStep | EitherStep) -> str:
    return step.length or "our estimate"


def _entry(item: _Item) -> str:
    said = f"{_duration(item.hours)}{', ' if item.whose else ''}{_plain(item.whose)}"
    return (
        f'<li data-step="{item.id}" data-hours="{round(item.hours, 2):g}" markdown>'
        f'<span class="path-what">{item.text}</span> '
        f'<span class="path-hours">({said})</span></li>'
    )


def _total(study_path: StudyPath, items: Sequence[_Item]) -> str:
    """The sum, and whose hours they are; the parts always add up to it."""
    lessons = [item for item in items if not item.whose]
    guesses = [item for item in items if item.whose == "our estimate"]
    stated = [item for item in items if item.whose and item not in guesses]
    hours = [
        round(sum(item.hours for item in part)) for part in (lessons, stated, guesses)
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


def _duration(hours: float) -> str:
    """Minutes up to an hour and a half, hours above."""
    if hours <= 1.5 and hours % 1:
        return f"{round(hours * 60)} minutes"
    return f"{round(hours, 1):g} hour{'' if hours == 1 else 's'}"


def _plain(text: str) -> str:
    """Text that Markdown and HTML leave as it is."""
    return re.sub(r"([\\`*_{}\[\]])", r"\\\1", html.escape(text, quote=False))
