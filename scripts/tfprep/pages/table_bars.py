"""Bars of formulas in a table's row, which end no cell."""

from __future__ import annotations

import re

from tfprep.lessons.dollars import AmbiguousError, is_formula

_FENCE_OR_LINE = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)|\Z)|^[^\n]*\|[^\n]*$",
    re.MULTILINE | re.DOTALL,
)
_RULER = re.compile(r"^ {0,3}(?=[^\n]*\|)[|:\- \t]*-[|:\- \t]*$", re.MULTILINE)
_INLINE = re.compile(r"(?<![\\$])\$(?!\$)([^$\n]+?)(?<![\\$])\$(?!\$)")


def mask_bars(markdown: str) -> str:
    """Markdown in which no bar of a formula ends the cell of a table.

    A formula's bars have names as well.
    """
    if not _RULER.search(markdown):
        return markdown  # no table

    def masked(match: re.Match[str]) -> str:
        if match["fence"]:
            return match[0]
        return _INLINE.sub(_without_bars, match[0])

    return _FENCE_OR_LINE.sub(masked, markdown)


def _without_bars(match: re.Match[str]) -> str:
    text, content = match.string, match[1]
    before, after = text[: match.start()][-1:], text[match.end() : match.end() + 1]
    try:
        formula = "|" in content and is_formula(before, content, after)
    except AmbiguousError:
        formula = False
    if not formula:
        return match[0]
    named = content.replace(r"\|", r"\Vert ").replace("|", r"\vert ")
    return f"${named}$"
