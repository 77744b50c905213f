"""The picture that others show beside a link to a page: its title on a card."""

from __future__ import annotations

import hashlib
from pathlib import Path
from textwrap import wrap

from tfprep.files import replacing
from tfprep.lessons.diagrams import COLORS, INK, png_of
from tfprep.pages.templates import render

WIDTH, HEIGHT = 1200, 630
"""Pixels of a card, as the sites that show them ask for."""
_FITS = 26
"""Characters that fit into a line of the title."""


def card_svg(title: str, part: str) -> str:
    """A card as a drawing; what the page is about stands beside it, as its description.

    Args:
        part: of the site that the page belongs to; empty if it stands alone.
    """
    return render(
        "card",
        width=WIDTH,
        height=HEIGHT,
        title=wrap(title, _FITS, max_lines=4, placeholder=" …"),
        part=part,
        ink=INK,
        soft=COLORS["--ink-soft"],
        accent=COLORS["--orange"],
    )


def card_png(svg: str, kept: Path) -> bytes:
    """A card as a picture, drawn only once.

    Args:
        kept: the folder of those that were drawn before.

    Raises:
        OSError: the folder can't be written.
    """
    path = kept / f"{hashlib.sha256(svg.encode()).hexdigest()[:32]}.png"
    if path.is_file():
        return path.read_bytes()
    png = png_of(svg, zoom=1)
    kept.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(png)
    return png
