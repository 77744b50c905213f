"""A way to ask for help from a place on a page, where the repository is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata

from markupsafe import Markup

from tfprep.execution.cache import Entry
from tfprep.lessons.heading_ids import heading_id
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.repository import Repository
from tfprep.pages.lesson_frame import executed_with
from tfprep.pages.prose import render_prose
from tfprep.pages.templates import render

_SLOT = re.compile(r'<p data-stuck="([^"]*)"></p>')


@dataclass(frozen=True)
class Help:
    """The links of one page that open an issue."""

    repository: Repository | None
    page: str
    """Its address on the site, such as `guide/prepare/`."""
    title: str

    def link(
        self, section: str = "", anchor: str = "", entry: Entry | None = None
    ) -> str:
        """The address of a new issue that says where, or nothing.

        Args:
            section: a heading of the page, in plain text.
            entry: what the page ran with.
        """
        if self.repository is None:
            return ""
        name = f"{self.title}: {section}" if section else self.title
        place = f"{self.page}#{anchor}" if anchor else self.page
        return self.repository.issue_url(
            "stuck",
            f"Stuck: {name}",
            where=f"{name} ({place})" if place else name,
            versions=versions(entry),
        )

    def in_exercises(self, html: str, lesson: Lesson, entry: Entry | None) -> str:
        """A lesson's page with a link in each exercise, or without their places."""
        titles = {exercise.id: exercise.title for exercise in lesson.exercises}

        def fill(slot: re.Match[str]) -> str:
            title = titles[slot[1]]
            words = str(render_prose(title).html.striptags())
            href = self.link(words, heading_id(title), entry)
            return render("stuck", href=href) if href else Markup()

        return _SLOT.sub(fill, html)


def versions(entry: Entry | None) -> str:
    """What is known of the page: of the reader's own machine nothing is."""
    try:
        course = f"tfprep {metadata.version('tfprep')}"
    except metadata.PackageNotFoundError:
        course = "tfprep from a clone"
    ran = executed_with(entry) if entry else ""
    return f"{course}; the page ran with {ran}" if ran else course
