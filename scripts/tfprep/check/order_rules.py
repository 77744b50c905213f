"""Rules for the way through the course: the menu is its one order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import join, normpath

from tfprep.check.material import Material, line_of
from tfprep.check.scope import Scope
from tfprep.content.study_paths import LessonsStep
from tfprep.lessons.cells import Role
from tfprep.lessons.lesson import Lesson
from tfprep.problems import Problem

ORDER: Scope[Material] = Scope("the order of the lessons")

_NEXT = re.compile(r"^Next: .*?\]\(([^)#]+)", re.MULTILINE)


@ORDER.rule
def what_a_lesson_requires_stands_above_it(material: Material) -> Iterator[Problem]:
    """Who reads the lessons as the menu lists them has read what each builds on."""
    places = _places(material)
    for lesson in listed(material):
        for slug in lesson.header.requires:
            if places.get(slug, -1) > places[lesson.slug]:
                text = (
                    f"requires {slug}, which stands below {lesson.slug} in the menu of "
                    "mkdocs.yml, expected it above; move one of them"
                )
                yield Problem(lesson.path, line_of(lesson.path, "#.*requires:"), text)


@ORDER.rule
def next_leads_to_the_next_lesson(material: Material) -> Iterator[Problem]:
    """Who follows "Next" meets every lesson, in the order in which they build up."""
    following = dict(zip(order(material), order(material)[1:], strict=False))
    for lesson in listed(material):
        wanted = following.get(lesson.slug)
        line, got = _next_of(lesson)
        if wanted and got != wanted:
            found = f'"Next" to {got}' if got else 'no line "Next: [...](...)"'
            text = (
                f"got {found}, expected {wanted}, which the menu lists next; "
                f"link to ../{wanted}.ipynb"
            )
            yield Problem(lesson.path, line, text)


@ORDER.rule
def study_paths_keep_the_order(material: Material) -> Iterator[Problem]:
    """A plan of weeks and the menu lead through the topics in the same order."""
    path = material.project.data / "study_paths.yml"
    if not material.whole or not path.is_file():
        return
    topics = list(dict.fromkeys(slug.partition("/")[0] for slug in order(material)))
    for study_path in material.library.study_paths.study_paths:
        steps = [s.lessons for s in study_path.steps if isinstance(s, LessonsStep)]
        known = [topic for topic in steps if topic in topics]
        if known != sorted(known, key=topics.index):
            text = (
                f"got the topics {', '.join(known)}, expected "
                f"{', '.join(sorted(known, key=topics.index))}, as in the menu"
            )
            yield Problem(path, line_of(path, rf"\s+- id: {study_path.id}\b"), text)


def order(material: Material) -> list[str]:
    """The slugs of the lessons as the menu lists them."""
    pages = material.menu.pages if material.menu else []
    found = (re.fullmatch(r"lessons/([\w-]+/[\w-]+)\.ipynb", page) for page in pages)
    return [match[1] for match in found if match]


def _places(material: Material) -> dict[str, int]:
    return {slug: place for place, slug in enumerate(order(material))}


def listed(material: Material) -> Iterator[Lesson]:
    """The lessons that the menu lists."""
    known = _places(material)
    return (lesson for lesson in material.lessons if lesson.slug in known)


def _next_of(lesson: Lesson) -> tuple[int | None, str]:
    """The line of a lesson's last "Next", and the slug that its first link names."""
    last = [cell for cell in lesson.cells if cell.role is Role.PROSE][-1]
    found = list(_NEXT.finditer(last.source))
    if not found:
        return last.line, ""
    line = last.line + last.source[: found[-1].start()].count("\n")
    link = normpath(join(lesson.topic, found[-1][1].strip()))
    return line, link.removesuffix(".ipynb")
