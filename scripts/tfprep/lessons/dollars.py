"""Which dollars in prose mark a formula, and which are money or a variable's name.

Notebooks take any two dollars for a formula, and so `US$3-$4` or `$HOME and $PATH`
vanish from a page. Here a formula has to look like one.
"""

from __future__ import annotations

import re

_NEXT = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)|\Z)"  # code, in some way
    r"|^(?: {4}|\t)[^\n]*|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
    r"|\\.|\$\$.*?\$\$"
    r"|\$(?P<content>.+?)(?<![$\\])\$",
    re.MULTILINE | re.DOTALL,
)
"""What to step over, or the next text between two dollars."""

_ARGUMENT = re.compile(r"\\(?:text\w*|math\w+|operatorname\*?|mbox)\s*\{[^{}]*\}")
_COMMAND = re.compile(r"\\[a-zA-Z]+")
_WORD = re.compile(r"[A-Za-z]{2,}")
_WORDS = re.compile(r"(?<![\w\\])[A-Za-z]{2,}[\s,]+[A-Za-z]{2,}(?!\w)")
_JOINING = re.compile(r"\b(?:a|an|and|at|for|in|is|not|of|or|per|the|to)\b")
_SIGN = re.compile(r"[\\^_=<>+]")


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
    if not content.strip() or _is_money(before, content, after):
        return False
    if "`" in before + content or (after.isalpha() and content[-1] in "-/:,;.=+"):
        return False  # code, or `$PATH:$HOME`
    spaces = content[0].isspace(), content[-1].isspace()
    plain = _COMMAND.sub(" ", _ARGUMENT.sub(" ", content))
    if spaces == (True, True):
        return not _is_sentence(plain) and (
            not _WORD.search(plain) or _SIGN.search(content) is not None
        )
    if any(spaces):  # `$HOME $PATH`, `$(pwd) and $(ls)`
        return not (_WORD.search(plain) or after.isalpha() or after in ("{", "("))
    if _is_sentence(plain):
        raise AmbiguousError(
            f"a formula or money? got ${content}$, which holds words; write \\$ for "
            "a dollar, and \\text{…} around the words of a formula"
        )
    return True


def _is_money(before: str, content: str, after: str) -> bool:
    """Whether one of the dollars belongs to a number outside."""
    if _COMMAND.search(content):
        return False  # 28$\times$28
    return (
        after.isdigit()  # $3-$4
        or content.lstrip()[0] in ",;:)"  # 5$, 6$
        or (before.isalnum() and content[0].isdigit())  # US$3
        or (before.isdigit() and not re.search("[A-Za-z^_]", content))  # 5$-6$
    )


def _is_sentence(plain: str) -> bool:
    """Whether words follow each other, as in no formula."""
    if _WORDS.search(plain):
        return True
    return plain[0].isdigit() and _JOINING.search(plain) is not None


def escape_dollars(markdown: str) -> str:
    r"""Markdown in which each dollar that marks no formula stands as `\$`.

    A notebook shows it as the site does. One that stands alone, or in code, is no mark
    for either and stays.
    """
    pieces, at = [], 0
    while match := _NEXT.search(markdown, at):
        pieces.append(markdown[at : match.start()])
        if match["content"] is None or _marks_formula(match):
            pieces.append(match[0])
            at = match.end()
        else:
            pieces.append(r"\$")
            at = match.start() + 1
    return "".join(pieces) + markdown[at:]


def _marks_formula(match: re.Match[str]) -> bool:
    text, content = match.string, match["content"]
    try:
        return is_formula(text[: match.start()][-1:], content, text[match.end() :][:1])
    except AmbiguousError:
        return False  # the site names it
