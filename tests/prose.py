"""Rules for text that people write, shared by the tests of pages and of lessons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

Lines = Iterable[tuple[int, str]]

_TWO = re.compile(r"[a-z)`*\"\]][.?!] [A-Z](?!\. )")
_ALLOWED = re.compile(r"^\s*(\*\*|[-|\d>]|\[)|\b(e\.g|i\.e|vs)\. ")
_LINK = re.compile(r"(?<!!)\[([^\]^]*)\]\(")
_VAGUE = {"", "here", "this", "link", "this link", "click here", "this page", "more"}


def outside_fences(lines: Lines) -> Iterator[tuple[int, str]]:
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


def crowded(lines: Lines) -> list[str]:
    """Lines that hold more than one sentence."""
    return [
        f"{number}: {line}"
        for number, line in lines
        if _TWO.search(line) and not _ALLOWED.search(line)
    ]


def vague_links(lines: Lines) -> list[str]:
    """Links whose text does not say where they lead."""
    return [
        f"{number}: [{text}]"
        for number, line in lines
        for text in _LINK.findall(re.sub(r"`[^`]*`", "code", line))
        if text.strip(" *").casefold() in _VAGUE
    ]


def pictures_without_text(lines: Lines) -> list[str]:
    """Pictures without a text alternative."""
    return [
        f"{number}: {line}"
        for number, line in lines
        if re.search(r"!\[\s*\]\(|<img(?![^>]*\balt=\"[^\"]+\")", line)
    ]


def jumping_headings(lines: Lines, level: int) -> list[str]:
    """Headings more than one level below the one before; the first follows `level`."""
    found = []
    for number, line in lines:
        match = re.match(r"(#{1,6}) ", line)
        if match:
            if len(match.group(1)) > level + 1:
                found.append(f"{number}: {line}")
            level = len(match.group(1))
    return found
