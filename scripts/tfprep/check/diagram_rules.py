"""Rules for the diagrams of the lessons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from tfprep.check.scope import Scope
from tfprep.lessons.diagrams import COLORS
from tfprep.pages.diagrams import Drawing, read_drawing
from tfprep.problems import Problem, ProblemError

SIZE = 8192
"""Bytes of a file: a page of 40 kB holds a few of them."""
WIDTH = 368
"""Pixels that a page has for its text on a screen of 400."""
LETTERS = 11
"""Pixels of the smallest letters that everybody reads."""

_ALLOWED = {"none", "currentColor", *(f"var({n}, {c})" for n, c in COLORS.items())}
_PAINTS = ("fill", "stroke")
_MOVES = re.compile(r"\s*(?:(?:translate|rotate)\([^()]*\)\s*)*")
_FAINT = ("opacity", "fill-opacity")


@dataclass(frozen=True)
class Diagram:
    """A file of the folder of diagrams."""

    path: Path
    drawing: Drawing | None
    """What it draws; None if no page can take it in."""
    problems: tuple[Problem, ...] = ()
    """Why none can."""

    @property
    def elements(self) -> Iterator[tuple[Element, tuple[Element, ...]]]:
        """Each element with those around it, itself included, the innermost first."""
        if self.drawing:
            yield from _walk(self.drawing.root, ())


def _walk(
    element: Element, around: tuple[Element, ...]
) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    yield element, (element, *around)
    for inner in element:
        yield from _walk(inner, (element, *around))


DIAGRAM: Scope[Diagram] = Scope("a diagram")


def read_diagrams(folder: Path) -> Iterator[Diagram]:
    """Every file of the folder of diagrams, hidden ones aside."""
    for path in sorted(folder.rglob("[!.]*")):
        if path.is_dir():
            continue
        try:
            yield Diagram(path, read_drawing(path))
        except ProblemError as error:
            yield Diagram(path, None, tuple(error.problems))


@DIAGRAM.rule
def a_lesson_can_name_it(diagram: Diagram) -> Iterator[Problem]:
    """A lesson shows ../diagrams/NAME.svg, and nothing else stands in the folder."""
    name = diagram.path.name
    beside = diagram.path.parent.name == "diagrams"
    if not beside or not re.fullmatch(r"[a-z0-9-]+\.svg", name):
        text = (
            f"got {name}, expected examples/diagrams/NAME.svg in a-z, 0-9, hyphens; "
            "rename it, or take it away"
        )
        yield Problem(diagram.path, None, text)


@DIAGRAM.rule
def a_page_can_take_it_in(diagram: Diagram) -> Iterator[Problem]:
    """It becomes a part of pages: shapes and text alone, which reach nothing else."""
    if diagram.path.suffix == ".svg":
        yield from diagram.problems


@DIAGRAM.rule
def it_is_small(diagram: Diagram) -> Iterator[Problem]:
    """A page with its diagrams loads at once; a few shapes say more than many."""
    got = diagram.path.stat().st_size
    if got > SIZE:
        text = f"got {got} bytes, expected {SIZE} at most; draw fewer shapes"
        yield Problem(diagram.path, None, text)


@DIAGRAM.rule
def its_colors_are_the_page_s(diagram: Diagram) -> Iterator[Problem]:
    """A fixed color, such as black, vanishes on one of the two schemes of a page."""
    for element, around in diagram.elements:
        for name in _PAINTS:
            got = element.get(name)
            if got is not None and got not in _ALLOWED:
                listed = ", ".join(sorted(_ALLOWED))
                text = f'got {name}="{got}", expected one of {listed}'
                yield _problem(diagram, element, text)
        if len(around) == 1 and element.get("fill") is None:
            text = (
                "got <svg> without fill, so that shapes are black; "
                'expected fill="currentColor" or fill="none" on it'
            )
            yield _problem(diagram, element, text)


@DIAGRAM.rule
def its_words_can_be_read(diagram: Diagram) -> Iterator[Problem]:
    """Words are neither faint nor too small for a telephone, where drawings shrink."""
    if diagram.drawing is None:
        return
    least = LETTERS * max(diagram.drawing.width / WIDTH, 1)
    for element, around in diagram.elements:
        if element.tag not in ("text", "tspan"):
            continue
        size = _inherited(around, "font-size") or "none"
        if not re.fullmatch(r"\d+(?:\.\d+)?", size) or float(size) < least:
            text = (
                f'got letters of font-size="{size}", expected {least:.1f} or more in a '
                f"drawing of width {diagram.drawing.width}: on a telephone they have "
                f"{LETTERS} pixels then"
            )
            yield _problem(diagram, element, text)
        paint = _inherited(around, "fill") or ""
        faint = any(around_it.get(name) for around_it in around for name in _FAINT)
        if faint or paint == "none" or "--rule" in paint:
            text = "got faint words, expected them in the full ink or color"
            yield _problem(diagram, element, text)


@DIAGRAM.rule
def nothing_is_scaled(diagram: Diagram) -> Iterator[Problem]:
    """A number in the file is a size on the page: letters and lines stay as thick."""
    for element, _ in diagram.elements:
        got = element.get("transform", "")
        if not _MOVES.fullmatch(got):
            text = f'got transform="{got}", expected translate and rotate alone'
            yield _problem(diagram, element, text)


def _inherited(around: tuple[Element, ...], name: str) -> str | None:
    """What an element has from itself or from those around it."""
    given = (element.get(name) for element in around)
    return next((value for value in given if value is not None), None)


def _problem(diagram: Diagram, element: Element, text: str) -> Problem:
    words = "".join(element.itertext()).strip() if element.tag == "text" else ""
    what = f'<{element.tag}> "{words}"' if words else f"<{element.tag}>"
    return Problem(diagram.path, None, f"in {what}, {text}")
