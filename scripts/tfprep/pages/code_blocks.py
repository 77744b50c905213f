"""Code as every page shows it, in the markup of Material's own code blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

from tfprep.pages.templates import render

_PLAIN = frozenset({"", "kc", "n", "o", "p", "sa", "w"})
"""Names, operators, brackets and spaces: Material shows them as ink, or nearly so.

They are four of five words of Python: a span around each makes a lesson's page twice as
much work for a telephone, which styles every element several times while it loads.
"""


@lru_cache(maxsize=4096)
def code_block(code: str, language: str = "python") -> Markup:
    """A block of highlighted code; a language that Pygments lacks stays plain."""
    lexer = _lexer(language)
    if lexer is None:
        return render("code_block", language="", spans=code.rstrip("\n") + "\n")
    spans = Markup().join(_spans(lexer.get_tokens(code)))
    return render("code_block", language=lexer.aliases[0], spans=spans)


def _spans(tokens: Iterable[tuple[Any, str]]) -> Iterator[Markup]:
    """The code as markup: one element for each run of one kind that has a color."""
    classed = ((_class_of(kind), text) for kind, text in tokens)
    for name, run in groupby(classed, lambda token: token[0]):
        text = "".join(part for _, part in run)
        if name:
            yield Markup('<span class="{}">{}</span>').format(name, text)
        else:
            yield escape(text)


def _class_of(kind: Any) -> str:
    """The short name by which Material colors a kind of token; none if it is plain."""
    while kind not in STANDARD_TYPES:  # what a lexer calls by a name of its own
        kind = kind.parent
    name = STANDARD_TYPES[kind]
    return "" if name in _PLAIN else name


@lru_cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None
