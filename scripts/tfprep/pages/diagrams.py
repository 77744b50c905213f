"""Diagrams in a page: what one may hold, and how it becomes a part of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from markupsafe import Markup

from tfprep.lessons.lesson import Lesson
from tfprep.pages.templates import render
from tfprep.problems import Problem, ProblemError

SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = "circle ellipse line path polygon polyline rect"
_LOOKS = (
    "cx cy d dx dy fill fill-opacity font-family font-size font-style font-weight "
    "height opacity points r rx ry stroke stroke-dasharray stroke-linecap "
    "stroke-linejoin stroke-opacity stroke-width text-anchor transform viewBox width "
    "x x1 x2 y y1 y2"
)
ELEMENTS = frozenset(f"svg g text tspan {_SHAPES}".split())
ATTRIBUTES = frozenset(_LOOKS.split())
"""No `id`, which another diagram may have, no `style`, `class`, `href` or event."""
_FRAME = re.compile(r"0 0 ([1-9]\d*) ([1-9]\d*)")
_SLOT = re.compile(r'<svg data-diagram="([^"]*)" aria-label="([^"]*)"></svg>')


@dataclass(frozen=True)
class Drawing:
    """A diagram that a page can hold."""

    root: Element
    """Names of elements without their namespace."""
    width: int
    height: int
    """Of the frame, in the drawing's units: pixels, where there is room."""

    def markup(self, alt: Markup) -> Markup:
        """It as a part of a page, for which it is one picture.

        Args:
            alt: what it shows, escaped.
        """
        return render("diagram", alt=alt, **self._parts())

    def file(self, style: str) -> str:
        """It as a file of its own.

        Args:
            style: CSS that gives the colors.
        """
        return render("diagram_file", style=Markup(style), **self._parts())  # noqa: S704 (of our own)

    def _parts(self) -> dict[str, Any]:
        sizes = {"width": str(self.width), "height": str(self.height)}
        inside = "".join(tostring(part, "unicode") for part in self.root)
        attributes = {**self.root.attrib, **sizes}
        return {"attributes": attributes, "inside": Markup(inside)}  # noqa: S704 (escaped by tostring)


def read_drawing(path: Path) -> Drawing:
    """A diagram from its file.

    Raises:
        ProblemError: it holds what no page can take in.
    """
    return _parsed(path, path.read_bytes())


@lru_cache(maxsize=256)
def _parsed(path: Path, content: bytes) -> Drawing:
    try:
        root = fromstring(content, forbid_dtd=True)
    except ParseError as error:
        text = f"no well-formed XML: {error}; fix it there"
        raise ProblemError([Problem(path, error.position[0], text)]) from None
    except (DefusedXmlException, ValueError) as error:
        said = f"got XML that needs more than itself ({error}), expected none of that"
        raise ProblemError([Problem(path, None, said)]) from None
    lines = content.decode("utf-8", "replace").splitlines()
    found = [Problem(path, _line(lines, where), text) for where, text in _refused(root)]
    if found:
        raise ProblemError(found)
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
        if element.tag in ("svg", "g"):  # indentation, which no reader sees
            element.text = ""
            for inner in element:
                inner.tail = ""
    frame = _FRAME.fullmatch(root.get("viewBox", ""))
    assert frame, "refused otherwise"
    return Drawing(root, int(frame[1]), int(frame[2]))


def _refused(root: Element) -> Iterator[tuple[str, str]]:
    """What no page can take in: a word of its line, and what to do."""
    if root.tag != f"{SVG}svg":
        expected = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 …">'
        yield "<", f"got <{root.tag}> as the root, expected {expected}"
        return
    if not _FRAME.fullmatch(root.get("viewBox", "")):
        got = root.get("viewBox", "none")
        yield "<svg", f'got viewBox="{got}", expected one such as "0 0 480 200"'
    for element in root.iter():
        name = str(element.tag).removeprefix(SVG)
        if name not in ELEMENTS or (name == "svg" and element is not root):
            known = ", ".join(sorted(ELEMENTS))
            yield f"<{name}", f"got <{name}>, expected one of {known}"
        for attribute in element.attrib:
            if attribute not in ATTRIBUTES:
                text = f"got <{name} {attribute}=…>, expected shapes and text alone"
                yield f" {attribute}=", f"{text}; a page takes in no {attribute}"


def _line(lines: list[str], word: str) -> int | None:
    return next((i for i, line in enumerate(lines, 1) if word in line), None)


def drawing_problems(lesson: Lesson) -> Iterator[Problem]:
    """What is wrong with the diagrams that a lesson shows; missing ones aside."""
    for path in lesson.diagram_paths():
        try:
            if path.is_file():
                read_drawing(path)
        except ProblemError as error:
            yield from error.problems


def with_drawings(html: str, lesson: Lesson) -> str:
    """A lesson's page with its diagrams in the places that its prose left for them.

    Instead of one that can't be shown stands what it would show.
    """

    def drawn(slot: re.Match[str]) -> str:
        alt = Markup(slot[2])  # noqa: S704 (escaped by render_prose)
        try:
            drawing = read_drawing(lesson.diagram_folder / f"{slot[1]}.svg")
        except (OSError, ProblemError):
            return alt
        return drawing.markup(alt)

    return _SLOT.sub(drawn, html)


def words_in(path: Path) -> list[str]:
    """The texts of a diagram, in the order of its file; none, if it can't be read."""
    try:
        drawing = read_drawing(path)
    except (OSError, ProblemError):
        return []
    return ["".join(text.itertext()) for text in drawing.root.iter("text")]
