"""The one place where the exam's data become pages: Jinja templates that escape it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent / "templates"
"""Where the templates stand, each named by what it makes."""
_SPECIAL = re.compile(r"[\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])")
"""What would be markup in Markdown; an underscore within a word is none."""
_REFERENCES = {"&": "&amp;", "<": "&lt;", "|": "&#124;"}


def render(name: str, **data: Any) -> str:
    """What a template makes of the data.

    In HTML every value is escaped. In Markdown, where texts of a task's author are
    markup, the template says which are not: `{{ title | plain }}`.

    Args:
        name: the template's file, such as `brief.md.j2`.
        data: what the template names; a name that is missing is an error.
    """
    return _environment().get_template(name).render(data)


def plain(text: str) -> str:
    """Text that is to be read as it stands, written for a line or cell of Markdown."""
    escaped = _SPECIAL.sub(r"\\\g<0>", text)
    return "".join(_REFERENCES.get(letter, letter) for letter in escaped)


@cache
def _environment() -> Environment:
    from jinja2 import (  # most commands make no page
        Environment,
        FileSystemLoader,
        StrictUndefined,
        select_autoescape,
    )

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain
    return environment
