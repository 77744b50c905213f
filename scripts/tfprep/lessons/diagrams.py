"""Diagrams: SVG files that the prose of lessons shows as pictures.

The site puts a diagram into its page, where it takes the page's colors. Colab shows no
SVG in a text cell, so a learner's notebook has each as a PNG. A script says in words
what it shows.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FOLDER = "../diagrams/"
"""Where the diagrams stand, as a lesson writes it."""
COLORS = {
    "--ink-soft": "#5a5a5a",
    "--rule": "#dcdcdc",
    "--blue": "#0068a3",
    "--orange": "#a84300",
    "--green": "#00704f",
}
"""A diagram's colors beside the ink: names of the page, and what they are on white."""
INK, PAPER = "#1f1f1f", "#ffffff"

_PICTURE = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)|\Z)"  # code
    rf"|^!\[(?P<alt>[^\]]*)\]\({re.escape(FOLDER)}(?P<name>[a-z0-9-]+)\.svg\)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_VARIABLE = re.compile(r"var\(\s*--[\w-]+\s*,\s*([^()]*?)\s*\)")
_ROOT = re.compile(r"<svg\b[^>]*>")
_ZOOM = 1.5
"""A PNG's pixels for each unit of the drawing: sharp, and not too wide in Jupyter."""


@dataclass(frozen=True)
class Picture:
    """A place in Markdown that shows a diagram."""

    name: str
    """The file's name without its suffix."""
    alt: str
    """What it shows, in words, on one line."""
    start: int
    """Where it begins in the Markdown."""


def pictures(markdown: str) -> Iterator[Picture]:
    """The diagrams that a text shows, each on lines of its own."""
    for found in _PICTURE.finditer(markdown):
        if found["name"] is not None:
            yield _picture(found)


def told(markdown: str) -> str:
    """A text with what each diagram shows in its place, for who sees no pictures."""
    return _replaced(markdown, lambda picture: f"Diagram: {picture.alt}")


def attached(markdown: str, folder: Path) -> tuple[str, dict[str, dict[str, str]]]:
    """A text cell's source and attachments, with each diagram as a PNG.

    Args:
        folder: where the SVG files stand.
    """
    made: dict[str, dict[str, str]] = {}

    def attach(picture: Picture) -> str:
        png = _drawn((folder / f"{picture.name}.svg").read_text("utf-8")).result()
        made[f"{picture.name}.png"] = {"image/png": base64.b64encode(png).decode()}
        return f"![{picture.alt}](attachment:{picture.name}.png)"

    return _replaced(markdown, attach), made


def draw_ahead(paths: Iterable[Path]) -> None:
    """Begin with the PNGs of these files, on whatever cores are free.

    A file that can't be read is left to whoever needs its drawing.
    """
    for path in paths:
        with suppress(OSError):
            _drawn(path.read_text("utf-8"))


def _replaced(markdown: str, write: Callable[[Picture], str]) -> str:
    return _PICTURE.sub(
        lambda found: found[0] if found["name"] is None else write(_picture(found)),
        markdown,
    )


def _picture(found: re.Match[str]) -> Picture:
    return Picture(found["name"], " ".join(found["alt"].split()), found.start())


@lru_cache(maxsize=256)
def _drawn(svg: str) -> Future[bytes]:
    """A drawing's PNG, as soon as a thread has made it."""
    return _threads().submit(png_of, svg)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count())


def png_of(svg: str, zoom: float = _ZOOM) -> bytes:
    """The drawing on white paper, which reads well on a dark page too.

    Args:
        zoom: pixels for each unit of the drawing.
    """
    import resvg_py  # only a notebook with diagrams or a card needs it

    png: bytes = resvg_py.svg_to_bytes(
        svg_string=on_paper(svg), zoom=zoom, background=PAPER, **_fonts()
    )
    return png


def on_paper(svg: str) -> str:
    """A drawing that needs no page: its colors are those that read well on white."""
    inked = _ROOT.sub(lambda root: f'{root[0][:-1]} color="{INK}">', svg, count=1)
    return _VARIABLE.sub(r"\1", inked)


def _fonts() -> dict[str, Any]:
    """Matplotlib's fonts, so that every machine draws the same; else the system's."""
    families = {
        "sans_serif_family": "DejaVu Sans",
        "monospace_family": "DejaVu Sans Mono",
    }
    package = find_spec("matplotlib")
    if package is None or not package.submodule_search_locations:
        return families
    folder = Path(package.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
    return {"skip_system_fonts": True, "font_dirs": [str(folder)], **families}
