"""What the search reads of a page: its headings, and what it explains.

Quizzes, hints, solutions, checks, outputs and stamps help nobody to find a page. Of
code the names stay that somebody may look for, and of outputs the messages of errors.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

NAMES = "\u2063"
"""Stands in a section's text between what it says and the names in its code."""

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "dt"}
_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_INLINE = {"a", "abbr", "b", "code", "em", "i", "span", "strong", "sub", "sup"}
_CELLS = {"td", "th"}
_HIDDEN_TAGS = {"button", "form", "nav", "script", "style", "svg", "template"}
_HIDDEN = {
    *("fold", "output", "skill-table", "glossary-see", "glossary-letters"),
    *("lesson-facts", "lesson-do", "lesson-stamp", "lesson-bands", "lesson-notice"),
    *("exercise-label", "exercise-proof", "reviewed", "stuck"),
    *("sample", "sample-report", "part-counts", "lesson-length"),
    *("headerlink", "footnote", "footnote-ref", "arithmatex"),
}
"""Classes of what isn't searched."""
_SHOWN = {"output-warning"}
"""Classes of what is searched all the same: the message of an error."""
_NAME = re.compile(r"(?<=\.)[A-Za-z]\w{3,}|\b[A-Za-z]\w{3,}(?==)|\b[A-Za-z]+_\w+")
"""In code: what stands behind a dot or before an equals sign, and what has a line."""
_MARKS = re.compile(r"</?span\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def searchable(content: str) -> str:
    """The part of a page's HTML that is searched: headings with ids, and text.

    Terms of the glossary, in `dt` with an id, become headings too.
    """
    reader = _Reader()
    reader.feed(_MARKS.sub("", content))
    reader.close()
    return "".join(reader.parts())


def light_entries(entries: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The entries of Material's index as plain text, with names in their own field.

    An entry has `location`, `title`, `text`, and where they differ from none and from 1
    also `names` and `boost`.
    """
    for entry in entries:
        text, _, names = _plain(entry["text"]).partition(NAMES)
        light = {**entry, "title": _plain(entry["title"]), "text": text.strip()}
        if names.strip():
            light["names"] = names.strip()
        yield light


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split(" ")).replace("\n", " ")


@dataclass
class _Section:
    """A heading with what stands below it, up to the next."""

    heading: str = ""
    text: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)

    def parts(self) -> Iterator[str]:
        said = re.sub(r"\s+", " ", "".join(self.text)).strip()
        found = dict.fromkeys(_NAME.findall(" ".join(self.code)))
        names = " ".join(name for name in found if name not in said)
        yield self.heading
        yield html.escape(f"{said}{NAMES}{names}" if names else said, quote=False)


class _Reader(HTMLParser):
    """Walks over a page, and notes in sections what is to be searched."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, bool]] = []
        """The tags that are open, and whether what they hold is searched."""
        self._sections = [_Section()]
        self._heading: list[str] | None = None

    def parts(self) -> Iterator[str]:
        """The page again, with less in it."""
        for section in self._sections:
            yield from section.parts()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._say(" ")
            return
        had = dict(attrs)
        classes = set((had.get("class") or "").split())
        shown = not self._open or self._open[-1][1]
        if classes & _SHOWN:
            shown = True
        elif tag in _HIDDEN_TAGS or classes & _HIDDEN:
            shown = False
        self._open.append((tag, shown))
        if shown and tag in _HEADINGS and had.get("id"):
            level = "h3" if tag == "dt" else tag
            self._sections.append(_Section(f'<{level} id="{had["id"]}">'))
            self._heading = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content says nothing."""

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _ in self._open):
            return
        while self._open.pop()[0] != tag:
            pass
        if tag in _HEADINGS and self._heading is not None:
            section = self._sections[-1]
            level = section.heading[1:3]
            title = html.escape(" ".join("".join(self._heading).split()), quote=False)
            section.heading += f"{title}</{level}>"
            self._heading = None
        elif tag in _CELLS:
            self._say(" · ")
        elif tag not in _INLINE:
            self._say(" ")

    def handle_data(self, data: str) -> None:
        self._say(data)

    def _say(self, text: str) -> None:
        if self._open and not self._open[-1][1]:
            return
        within = {tag for tag, _ in self._open}
        if self._heading is not None:
            self._heading.append(text)
        elif "pre" not in within or self._is_message():
            self._sections[-1].text.append(text)
        elif "section" not in within:  # an exercise's own code is a stub and a check
            self._sections[-1].code.append(text)

    def _is_message(self) -> bool:
        """Whether this is the message of an error, inside an output that is hidden."""
        return any(not shown for _, shown in self._open)
