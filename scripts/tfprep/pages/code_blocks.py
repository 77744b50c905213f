"""Code as every page shows it, in the markup of Material's own code blocks."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from tfprep.pages.templates import render

_FORMATTER = HtmlFormatter(nowrap=True)


@lru_cache(maxsize=4096)
def code_block(code: str, language: str = "python") -> Markup:
    """A block of highlighted code; a language that Pygments lacks stays plain."""
    lexer = _lexer(language)
    if lexer is None:
        return render("code_block", language="", spans=code.rstrip("\n") + "\n")
    spans = Markup(highlight(code, lexer, _FORMATTER))  # noqa: S704 (Pygments escapes)
    return render("code_block", language=lexer.aliases[0], spans=spans)


@lru_cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None
