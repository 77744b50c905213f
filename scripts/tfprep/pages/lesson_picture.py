"""A small picture of each lesson, for lists: its first diagram, or its first figure."""

from __future__ import annotations

from contextlib import suppress

from tfprep.execution.cache import Entry
from tfprep.lessons.diagrams import COLORS, INK
from tfprep.lessons.lesson import Lesson
from tfprep.pages.diagrams import Drawing, read_drawing
from tfprep.pages.outputs import shown_figures
from tfprep.problems import ProblemError

NAME = "picture.svg"
"""The file's name beside the lesson's page."""
DARK = {
    "--ink-soft": "#b4b7c0",
    "--rule": "#464a57",
    "--blue": "#6cc0f0",
    "--orange": "#ff9a57",
    "--green": "#3fcf9f",
}
"""A diagram's colors on a dark page: those of the style sheet."""
INK_ON_DARK = "#d5d7de"
SHAPES = {"circle", "ellipse", "line", "path", "polygon", "polyline", "rect"}


def picture_name(lesson: Lesson, entry: Entry | None) -> str | None:
    """The picture's file beside the lesson's page, or None where nothing is drawn."""
    if any(path.is_file() for path in lesson.diagram_paths()[:1]):
        return NAME
    return next((figure["src"] for figure in shown_figures(lesson, entry)), None)


def picture_file(lesson: Lesson) -> dict[str, str | bytes]:
    """The lesson's first diagram as a file of its own, if it has one."""
    if drawing := _drawing(lesson):
        return {NAME: drawing.file(_STYLE + _labels(drawing))}
    return {}


def _labels(drawing: Drawing) -> str:
    """A rule that hides words too small to read; a drawing of words keeps them."""
    tags = [str(part.tag).rpartition("}")[2] for part in drawing.root.iter()]
    words, shapes = tags.count("text"), sum(tag in SHAPES for tag in tags)
    return "" if 3 * shapes < words else "text{display:none}"


def _drawing(lesson: Lesson) -> Drawing | None:
    for path in lesson.diagram_paths()[:1]:
        with suppress(OSError, ProblemError):  # whoever looks at the lesson is told
            return read_drawing(path)
    return None


def _rule(colors: dict[str, str], ink: str) -> str:
    named = ";".join(f"{name}:{value}" for name, value in colors.items())
    return f":root{{color:{ink};{named}}}"


_STYLE = (
    _rule(COLORS, INK)
    + f"@media (prefers-color-scheme:dark){{{_rule(DARK, INK_ON_DARK)}}}"
)
"""A picture in a page takes over the scheme that the reader chose for the page."""
