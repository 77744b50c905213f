"""What stands around a lesson's text: facts and buttons above, the stamp below."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from tfprep.content.dates import long_date
from tfprep.content.skills import Syllabus
from tfprep.execution.cache import Entry
from tfprep.lessons.header import SheetHeader
from tfprep.lessons.lesson import Lesson

SiteLink = Callable[[str], str]
"""Turns a source path of the site (`topics/images.md#img-1`) into a link."""


@dataclass(frozen=True)
class Frame:
    """The frame of one lesson page."""

    lesson: Lesson
    syllabus: Syllabus
    titles: dict[str, str]
    """Title of every lesson, by slug."""
    link: SiteLink
    colab: str | None
    edit: str | None

    def above(self, notice: str = "") -> str:
        """HTML to stand below the page's title; the notice says why outputs lack."""
        header = self.lesson.header
        if isinstance(header, SheetHeader):
            return reviewed_line(header.reviewed, self.lesson.name) + notice_line(
                notice
            )
        return self._facts() + self._buttons() + notice_line(notice)

    def below(self, entry: Entry | None) -> str:
        """HTML to stand at the end: what the lesson was executed with."""
        parts = [_stamp(entry)] if entry else []
        if self.edit:
            parts.append(f'<a href="{html.escape(self.edit)}">Mend this page</a>')
        if not parts:
            return ""
        return f'<p class="lesson-stamp">{" · ".join(parts)}</p>'

    def _facts(self) -> str:
        header = self.lesson.header
        facts = [f"{header.minutes} minutes"]
        facts.append(
            "teaches " + " ".join(self._chip(skill) for skill in header.skills)
        )
        if header.requires:
            links = (
                f'<a href="{self.link(f"lessons/{slug}.ipynb")}">'
                f"{html.escape(self.titles.get(slug, slug))}</a>"
                for slug in header.requires
            )
            facts.append("builds on " + ", ".join(links))
        return f'<p class="lesson-facts">{" · ".join(facts)}</p>'

    def _chip(self, skill: str) -> str:
        topic = self.syllabus.topic_of[skill]
        href = self.link(f"topics/{topic.id}.md#{skill.lower()}")
        title = html.escape(self.syllabus.skills[skill].text)
        return f'<a class="skill" href="{href}" title="{title}">{skill}</a>'

    def _buttons(self) -> str:
        name = self.lesson.name
        base = f"lessons/{self.lesson.slug}/{name}"
        buttons = [
            f'<a class="md-button" href="{self.link(base + ".ipynb")}" download>'
            "Download the notebook</a>",
            f'<a class="md-button" href="{self.link(base + ".py")}" download>'
            "Download the script</a>",
        ]
        if self.colab:
            buttons.insert(
                0, f'<a class="md-button" href="{self.colab}">Open in Colab</a>'
            )
        return f'<p class="lesson-actions">{" ".join(buttons)}</p>'


def notice_line(notice: str) -> str:
    """HTML that says why outputs lack, or nothing."""
    return f'<p class="lesson-notice" role="status">{notice}</p>' if notice else ""


def reviewed_line(when: date, page: str) -> str:
    """HTML that says when a page's text was last compared with its sources.

    Args:
        page: the page's name, by which the style sheet knows it.
    """
    said = f"Last reviewed: {long_date(when)}"
    return f'<p class="reviewed" data-page="{page}">{said}</p>'


def executed_with(entry: Entry) -> str:
    """The versions that matter to a reader: TensorFlow, Keras and Python."""
    names = {"tensorflow": "TensorFlow", "keras": "Keras", "python": "Python"}
    known = entry.versions
    return ", ".join(f"{names[key]} {known[key]}" for key in names if key in known)


def _stamp(entry: Entry) -> str:
    when = long_date(datetime.fromisoformat(entry.executed))
    seconds = f"{entry.cpu_seconds:.0f}"
    used = executed_with(entry)
    return f"Executed on {when} with {used} in {seconds} s of processor time"
