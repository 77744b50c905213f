"""Rules for links to a place on a lesson's page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tfprep.check.material import Material
from tfprep.check.scope import Scope
from tfprep.lessons.lesson import Lesson
from tfprep.pages.page_files import page_uri, source_path
from tfprep.pages.prose import line_of, render_prose
from tfprep.problems import Problem, did_you_mean

LINKS: Scope[Material] = Scope("links to lessons")

_LINK = re.compile(r"\]\(([^()\s]+\.ipynb#[^()\s]+)")
_HERE = re.compile(r'<a href="#([^"]+)"')
_ID = re.compile(r'\sid="([^"]+)"')


@dataclass(frozen=True)
class _Link:
    path: Path
    line: int
    target: str
    """The source path of a page."""
    heading: str


@LINKS.rule
def links_lead_to_headings(material: Material) -> Iterator[Problem]:
    """A link to a heading that is called otherwise opens the page at its top."""
    ids = {page_uri(lesson): _ids(lesson) for lesson in material.lessons}
    for link in _links(material):
        known = ids.get(link.target)  # None: not asked for, or said elsewhere
        if known is not None and link.heading not in known:
            text = (
                f"got a link to #{link.heading} of {link.target}, expected the id of a "
                f"heading on that page.{did_you_mean(link.heading, known)}"
            )
            yield Problem(link.path, link.line, text)


def _links(material: Material) -> Iterator[_Link]:
    for lesson in material.lessons:
        if uri := page_uri(lesson):
            yield from _links_of(lesson, uri)
    for page in material.pages:
        for number, line in page.lines:
            for address in _LINK.findall(line):
                target = source_path(page.name, address)
                yield _Link(page.path, number, target, urlsplit(address).fragment)


def _links_of(lesson: Lesson, uri: str) -> Iterator[_Link]:
    for cell in lesson.cells:
        if cell.is_code:
            continue
        prose = render_prose(cell.source)
        for finding in prose.relative:
            if heading := urlsplit(finding.text).fragment:
                target = source_path(uri, finding.text)
                yield _Link(lesson.path, line_of(cell, finding), target, heading)
        for heading in _HERE.findall(prose.html):
            yield _Link(lesson.path, cell.line, uri, heading)


def _ids(lesson: Lesson) -> list[str]:
    """The ids on a lesson's page, as links know them."""
    prose = (cell.source for cell in lesson.cells if not cell.is_code)
    return [name for text in prose for name in _ID.findall(render_prose(text).html)]
