"""Which dollars in prose mark a formula, and which are money or a variable's name.

Notebooks take any two dollars for a formula, and so `US$3-$4` or `$HOME and $PATH`
vanish from a page. Here a formula has to look like one.
"""

from __future__ import annotations

import re

# In a row of a table, a bar in a formula would end the cell. A formula's bars have
# names as well.
_ROW = re.compile(r"^ {0,3}\|.*\|[ \t]*$", re.MULTILINE)
_INLINE = re.compile(r"(?<![\\$])\$(?!\$)([^$\n]+?)(?<![\\$])\$(?!\$)")

_ARGUMENT = re.compile(r"\\(?:text\w*|math\w+|operatorname\*?|mbox)\s*\{[^{}]*\}")
_COMMAND = re.compile(r"\\[a-zA-Z]+")
_WORDS = re.compile(r"(?<![\w\\])[A-Za-z]{2,}[\s,]+[A-Za-z]{2,}(?!\w)")
_JOINING = re.compile(r"\b(?:a|an|and|at|for|in|is|not|of|or|per|the|to)\b")


class AmbiguousError(ValueError):
    """Two dollars that may mark a formula and may be money; says what to write."""


def is_formula(before: str, content: str, after: str) -> bool:
    """Whether the text between two dollars is a formula.

    Args:
        before: the character before the first dollar, or an empty string.
        content: what stands between the dollars.
        after: the character after the second dollar, or an empty string.

    Raises:
        AmbiguousError: the marks are those of a formula, the words those of a sentence.
    """
    if "`" in content or after.isdigit() or not content.strip():
        return False  # code, `$3-$4`, or two dollars with nothing between
    if before.isalnum() and content[0].isdigit():
        return False  # US$3
    if after.isalpha() and content[-1] in "-/:,;.=+":
        return False  # $PATH:$HOME
    tight = not (content[0].isspace() or content[-1].isspace())
    if not _is_sentence(content):
        # "costs 5 $ and 6 $ more" has its dollars after numbers, as `$ x $` has not.
        return tight or (not before.isdigit() and not content.strip(" .,").isdigit())
    if tight:
        raise AmbiguousError(
            f"a formula or money? got ${content}$, which holds words; write \\$ for "
            "a dollar, and \\text{…} around the words of a formula"
        )
    return False


def mask_bars(markdown: str) -> str:
    """Markdown in which no bar of a formula ends the cell of a table."""
    return _ROW.sub(lambda row: _INLINE.sub(_without_bars, row[0]), markdown)


def _without_bars(match: re.Match[str]) -> str:
    text, content = match.string, match[1]
    before, after = text[match.start() - 1], text[match.end() : match.end() + 1]
    try:
        formula = "|" in content and is_formula(before, content, after)
    except AmbiguousError:
        formula = False
    if not formula:
        return match[0]
    named = content.replace(r"\|", r"\Vert ").replace("|", r"\vert ")
    return f"${named}$"


def _is_sentence(content: str) -> bool:
    """Whether words follow each other, as in no formula."""
    plain = _COMMAND.sub(" ", _ARGUMENT.sub(" ", content))
    if _WORDS.search(plain):
        return True
    return content[0].isdigit() and _JOINING.search(plain) is not None
