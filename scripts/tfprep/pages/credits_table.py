"""Tables of what others made: maker, license, and where we use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tfprep.content.credits import KINDS, Credit, Credits
from tfprep.exam.taskspec.task import Task
from tfprep.lessons.foreign import taken_sets
from tfprep.lessons.lesson import Lesson
from tfprep.pages.markdown_text import render_markdown

HEADINGS = {
    "picture": "Pictures",
    "data": "Data",
    "text": "Texts",
    "script": "Scripts",
    "theme": "The look of the site",
}
Place = tuple[str, str]
"""The title of a page and its address, seen from docs/reference."""


def credits_table(
    others: Credits, lessons: Sequence[Lesson], tasks: Sequence[Task]
) -> str:
    """A section with a table for each kind of thing.

    Args:
        lessons: lessons and sheets, whose code says what they take.
        tasks: of the practice exam.
    """
    by_lesson = [
        (_page(lesson), _taken(lesson.path) | _opened(lesson)) for lesson in lessons
    ]
    by_task = [(task, _taken(task.folder / "data.py")) for task in tasks]

    def places(credit: Credit) -> Iterator[Place]:
        named = {*credit.takes, *credit.files}
        yield from (page for page, used in by_lesson if used & named)
        for task, taken in by_task:
            if taken & {*credit.takes} or task.folder.name in credit.tasks:
                yield _entry(task)

    rows = [(credit, [*places(credit)]) for credit in others.credits]
    sections = [
        (HEADINGS[kind], [row for row in rows if row[0].kind == kind]) for kind in KINDS
    ]
    return render_markdown("credits_table", sections=[s for s in sections if s[1]])


def _page(lesson: Lesson) -> Place:
    folder, _, name = lesson.slug.partition("/")
    if folder == "topics":
        return lesson.header.title, f"../topics/{name}.md"
    if folder == "reference":
        return lesson.header.title, f"{name}.ipynb"
    return lesson.header.title, f"../lessons/{lesson.slug}.ipynb"


def _entry(task: Task) -> Place:
    title = f"Exam task {task.spec.category}{task.spec.form}"
    return title, f"../exam/tasks.md#{task.name}"


def _opened(lesson: Lesson) -> set[str]:
    """The lesson's data files, by their paths in the repository."""
    return {f"examples/data/{name}" for name in lesson.header.data}


def _taken(path: Path) -> set[str]:
    """The sets that a program takes."""
    return set(taken_sets(path.read_text("utf-8")))
