"""Tables of what others made: maker, license, and where we use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    taken = {
        each.slug: set(taken_sets(each.path.read_text("utf-8"))) for each in lessons
    }
    rows = [
        (
            credit,
            [
                *(
                    _page(x)
                    for x in lessons
                    if taken[x.slug].intersection(credit.takes)
                ),
                *_tasks(credit, tasks),
            ],
        )
        for credit in others.credits
    ]
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


def _tasks(credit: Credit, tasks: Sequence[Task]) -> Iterator[Place]:
    """The exam's tasks that are made of it."""
    for task in tasks:
        code = (task.folder / "data.py").read_text("utf-8")
        if task.folder.name in credit.tasks or set(credit.takes) & set(
            taken_sets(code)
        ):
            title = f"Exam task {task.spec.category}{task.spec.form}"
            yield title, f"../exam/tasks.md#{task.name}"
