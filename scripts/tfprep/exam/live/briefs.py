"""A task's brief as HTML."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt

from tfprep.exam.taskspec.brief import brief
from tfprep.exam.taskspec.task import Task


def brief_html(task: Task) -> str:
    """The brief below its title; HTML of its author's is shown as text."""
    title, _, text = brief(task).partition("\n")
    assert title.startswith("# "), "a brief opens with its title"
    html: str = _reader().render(text)
    return html


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")
