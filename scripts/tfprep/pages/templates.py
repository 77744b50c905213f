"""The one place where data becomes markup: Jinja templates that escape it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

FOLDER = Path(__file__).parent / "templates"
"""Where the templates stand, each named by what it makes."""


def render(name: str, **data: Any) -> Markup:
    """What a template of `templates/` makes of the data.

    Every value is escaped unless it is Markup, as the result of this function is; a
    name that the template needs and `data` lacks is an error.

    Args:
        name: the file's name without its suffix, such as `lesson_frame`.
        data: what the template names.
    """
    return Markup(_environment().get_template(f"{name}.html.j2").render(data))  # noqa: S704 (made by an escaping template)


def one_line(markup: str) -> Markup:
    """Markup that may stand in a line of Markdown, such as a row of a table.

    Line ends become spaces, and `|`, which would end the cell, a reference to it.
    """
    return Markup(" ".join(str(markup).split()).replace("|", "&#124;"))  # noqa: S704 (markup stays markup)


def one_block(markup: str) -> Markup:
    """Markup that Markdown takes as one block and leaves alone, blank lines and all."""
    return Markup(str(markup).replace("\n", "&#10;"))  # noqa: S704 (markup stays markup)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
