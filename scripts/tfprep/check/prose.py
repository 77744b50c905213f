"""Rules for prose, wherever it stands: a page, a lesson, the brief of a task."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tfprep.check.scope import Scope
from tfprep.problems import Problem

Line = tuple[int, str]
"""A line of a file with its number, counted from 1."""

_TWO = re.compile(r"[a-z0-9)`*\"\]][.?!] [A-Z](?!\. )")
_ALLOWED = re.compile(r"^\s*(\*\*|[-|\d>#]|\[)|\b(e\.g|i\.e|vs)\. ")
_LINK = re.compile(r"(?<!!)\[([^\]^]*)\]\(")
_VAGUE = {"", "here", "this", "link", "this link", "click here", "this page", "more"}
_CODE = re.compile(r"`[^`]*`")
_BARE_PICTURE = re.compile(r"!\[\s*\]\(|<img(?![^>]*\balt=\"[^\"]+\")")


@dataclass(frozen=True)
class Prose:
    """The Markdown of one file."""

    path: Path
    lines: tuple[Line, ...]
    """Without code and front matter."""
    below: int
    """The level of the heading that all of it stands below; 0: of none."""


PROSE: Scope[Prose] = Scope("text on a page, in a lesson or in a task's brief")


def outside_fences(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that are no code."""
    fence = ""
    for number, line in lines:
        mark = re.match(r"\s*(```+|~~~+)", line)
        if mark and not fence:
            fence = mark.group(1)
        elif mark and line.strip() == fence:
            fence = ""
        elif not fence:
            yield number, line


def headings(lines: Iterable[Line]) -> list[tuple[int, int, str]]:
    """The line, the level and the text of each heading."""
    found = ((number, re.match(r"(#{1,6}) +(.*)", line)) for number, line in lines)
    return [(number, len(m[1]), m[2].strip()) for number, m in found if m]


def short(text: str) -> str:
    """A line as a message quotes it."""
    text = text.strip()
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..."'


@PROSE.rule
def one_sentence_a_line(prose: Prose) -> Iterator[Problem]:
    """A line holds one sentence: a change of one sentence is a change of one line."""
    for number, line in prose.lines:
        second = _TWO.search(_CODE.sub(lambda code: "`" * len(code[0]), line))
        if second and not _ALLOWED.search(line):
            start = line[second.end() - 1 :]
            text = (
                f"got two sentences on a line, expected one; "
                f"break the line before {short(start)}"
            )
            yield Problem(prose.path, number, text)


@PROSE.rule
def links_say_where_they_lead(prose: Prose) -> Iterator[Problem]:
    """A link makes sense alone: people who hear the page jump from link to link."""
    for number, line in prose.lines:
        for text in _LINK.findall(_CODE.sub("code", line)):
            if text.strip(" *").casefold() in _VAGUE:
                said = (
                    f"got the link text [{text}], expected words that say where it "
                    "leads; name the page or the thing"
                )
                yield Problem(prose.path, number, said)


@PROSE.rule
def pictures_have_a_text(prose: Prose) -> Iterator[Problem]:
    """A picture says in words what it shows, for people who can't see it."""
    for number, line in prose.lines:
        if _BARE_PICTURE.search(line):
            text = (
                "got a picture without a text alternative, expected one; "
                "write what it shows, as in ![What it shows](picture.svg)"
            )
            yield Problem(prose.path, number, text)


@PROSE.rule
def no_level_of_headings_is_left_out(prose: Prose) -> Iterator[Problem]:
    """A heading is at most one level below the one before: levels are an outline."""
    before = prose.below
    for number, level, text in headings(prose.lines):
        if level > before + 1:
            said = (
                f"got the heading {short('#' * level + ' ' + text)} below level "
                f"{before}, expected level {before + 1} at most; "
                "take # signs away, or add the heading between"
            )
            yield Problem(prose.path, number, said)
        before = level
