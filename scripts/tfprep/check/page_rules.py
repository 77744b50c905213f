"""Rules for the pages that people write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tfprep.check.prose import Line, headings, outside_fences
from tfprep.check.scope import Scope
from tfprep.pages.description import LONGEST
from tfprep.problems import Problem, ProblemError

DATED = ("guide", "topics", "resources", "reference", "exam")
"""Folders of docs whose pages state facts that age."""
SHORTEST = 40
"""Characters of a description that says something."""


@dataclass(frozen=True)
class Page:
    """A Markdown file of docs."""

    path: Path
    name: str
    """Its path below docs."""
    meta: Mapping[str, Any]
    """The front matter."""
    start: int
    """The first line below the front matter."""
    text: str

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The page's lines with their numbers, without front matter and code."""
        numbered = enumerate(self.text.split("\n"), 1)
        below = [(number, line) for number, line in numbered if number >= self.start]
        return tuple(outside_fences(below))

    def line_of(self, words: str) -> int:
        """The first line with these words; 1 if there is none."""
        lines = enumerate(self.text.split("\n"), 1)
        return next((number for number, line in lines if words in line), 1)


PAGE: Scope[Page] = Scope("a page")


def read_page(path: Path, docs: Path) -> Page:
    """A page of the folder `docs`.

    Raises:
        ProblemError: it isn't UTF-8, or its front matter is no YAML with keys.
    """
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        said = f"not UTF-8: got byte {error.object[error.start]:#04x}; save it as UTF-8"
        raise ProblemError([Problem(path, None, said)]) from None
    block = re.match(r"---\n(.*?\n)---[ \t]*(?:\n|\Z)", text, re.DOTALL)
    meta = _meta(path, block[1]) if block else {}
    start = text.count("\n", 0, block.end()) + 1 if block else 1
    return Page(path, path.relative_to(docs).as_posix(), meta, start, text)


def _meta(path: Path, block: str) -> dict[str, Any]:
    try:
        found = yaml.safe_load(block)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        said = f"got front matter that is no YAML, expected keys: {error.problem}"
        raise ProblemError([Problem(path, line, said)]) from None
    if not isinstance(found, dict):
        said = f"got {found!r:.60} as front matter, expected description: and others"
        raise ProblemError([Problem(path, 1, said)])
    return found


@PAGE.rule
def introduces_itself(page: Page) -> Iterator[Problem]:
    """A page has a description: search engines and shared links show it."""
    given, least, most = page.meta.get("description"), SHORTEST, LONGEST
    if not isinstance(given, str) or not least <= len(given) <= most:
        got = "no text" if not isinstance(given, str) else f"{len(given)} characters"
        text = (
            f"got {got} as description, expected {least} to {most} characters; say in "
            'the front matter, description: "…", what the page is about'
        )
        yield Problem(page.path, page.line_of("description:"), text)


@PAGE.rule
def says_when_it_was_reviewed(page: Page) -> Iterator[Problem]:
    """A page that states facts says when somebody last compared them."""
    if page.name.split("/")[0] not in DATED:
        return
    got = page.meta.get("reviewed")
    if type(got) is not date:
        text = (
            f"got {got!r} as reviewed, expected a date; write the day on which its "
            f"facts were compared, such as reviewed: {date.today()}"
        )
        yield Problem(page.path, page.line_of("reviewed:"), text)
    elif got > date.today():
        text = f"got reviewed: {got}, expected a day that has come; fix the date"
        yield Problem(page.path, page.line_of("reviewed:"), text)


@PAGE.rule
def has_one_title(page: Page) -> Iterator[Problem]:
    """One first-level heading is the page's name in menu, search and browser."""
    titles = [line for line, level, _ in headings(page.lines) if level == 1]
    if not titles:
        text = 'got no title, expected a line "# Title" below the front matter; add it'
        yield Problem(page.path, page.start, text)
    for line in titles[1:]:
        text = "got a second title, expected one; make this heading ## or lower"
        yield Problem(page.path, line, text)


@PAGE.rule
def no_code_is_typed(page: Page) -> Iterator[Problem]:
    """Python on a page comes from a file that is executed, so that it is true."""
    for number, line in enumerate(page.text.split("\n"), 1):
        if re.match(r"\s*(?:```+|~~~+)\s*(?:\{\s*\.)?py", line):
            text = (
                "got Python that is typed into the page, expected code that runs; "
                "put it into a sheet, as CONTRIBUTING.md, Change a sheet, tells"
            )
            yield Problem(page.path, number, text)
