"""Code as every page shows it, in the markup of Material's own code blocks."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from tfprep.pages.highlighting import highlighted, lexer_of
from tfprep.pages.templates import render


@lru_cache(maxsize=4096)
def code_block(code: str, language: str = "python") -> Markup:
    """A block of highlighted code; a language that Pygments lacks stays plain."""
    lexer = lexer_of(language)
    if lexer is None:
        return render("code_block", language="", spans=code.rstrip("\n") + "\n")
    spans = Markup(highlighted(code, lexer))  # noqa: S704 (escaped there)
    return render("code_block", language=lexer.aliases[0], spans=spans)
