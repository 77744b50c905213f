"""Data in Markdown: text shows as it stands, whatever it holds.

What Markdown, its extensions or HTML would read as markup becomes a character reference
(`|` is `&#124;`), which is shown as the character. So it ends no cell of a table, no
link and no attribute, and no backslash has to be counted.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown import markdown
from markupsafe import Markup

from tfprep.pages.templates import FOLDER, one_line

_MARKUP = re.compile(r"[\\`*_{}\[\]|~^$#=<>&\"]")
_IN_TEXT = re.compile(r"[\\`*_{}\[\]|~^$=]|(?<!&)#")
"""The same in text that is HTML already, where `&#` begins a reference."""
_CODE = re.compile(r"(`+[^`]+`+)")
_ANCHOR = re.compile(r"</?a\b[^>]*>")
_PAIR = re.compile(r"\([^()]*\)")
_TAGS = re.compile(r"(<[^>]+>)")


def render_markdown(name: str, **data: Any) -> Markup:
    """What a template `templates/NAME.md.j2` makes of the data, as Markdown.

    Every value is shown as it stands unless it is Markup.
    """
    made = _environment().get_template(f"{name}.md.j2").render(data)
    return Markup(made.strip("\n"))  # noqa: S704 (made by an escaping template)


def plain(value: object) -> Markup:
    """Text for a line of Markdown in which nothing is markup; Markup stays itself."""
    if isinstance(value, Markup):
        return value
    text = re.sub(r"\s*\n\s*", " ", str(value))
    return Markup(_MARKUP.sub(_reference, text))  # noqa: S704 (nothing is left to escape)


def commonmark(text: str) -> Markup:
    """Text whose author means it as CommonMark."""
    return Markup(text)  # noqa: S704 (of the project's own data)


def cell(text: str) -> Markup:
    """CommonMark of one paragraph for a cell of a table; code may hold bars."""
    parts = _CODE.split(" ".join(text.split()))
    parts[::2] = [part.replace("|", "&#124;") for part in parts[::2]]
    return Markup("".join(parts))  # noqa: S704 (of the project's own data)


@lru_cache(maxsize=4096)
def inline(text: str) -> Markup:
    """CommonMark of one paragraph, such as a heading, for the text of a link."""
    made = _ANCHOR.sub("", markdown(text).removeprefix("<p>").removesuffix("</p>"))
    parts = _TAGS.split(" ".join(made.split()))
    parts[::2] = [_IN_TEXT.sub(_reference, part) for part in parts[::2]]
    return one_line("".join(parts))


def href(address: str) -> Markup:
    """An address for a link of Markdown, which it can't end."""
    inner = _PAIR.sub("", address)
    brackets = "" if "(" in inner or ")" in inner else "()"
    quoted = quote(address, safe=f"/:?#&=%@+,;~!*'${brackets}")
    return Markup(quoted)  # noqa: S704 (nothing is left to escape)


def _reference(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=plain,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(cell=cell, commonmark=commonmark, href=href, inline=inline)
    return made
