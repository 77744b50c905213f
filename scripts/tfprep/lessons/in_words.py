"""A check that says in words what it finds, and stops nothing that follows."""

from __future__ import annotations

import re
import tokenize
from io import StringIO

NAME = "check_said"
"""What a learner's copy calls a refusal; no lesson has the name for anything else."""
_CODE = re.compile(r"^[ \t\f]*[^\s#]", re.MULTILINE)
_LONG_STRING = re.compile(r"""["']{3}|\\\n""")
"""Without one of these, no string goes on in the next line."""
_OUTCOMES = f"""\
except AssertionError as {NAME}:
    print(str({NAME}) or repr({NAME}))
except Exception as {NAME}:
    print("Could not run:", repr({NAME}))"""


def in_words(source: str) -> str:
    """A check's source as plain Python that prints its refusal instead of raising it.

    Whoever runs a whole notebook or script then sees each outcome, and no traceback
    keeps a later exercise from being checked.
    """
    if not _CODE.search(source):
        return source  # nothing that could raise
    fixed = _inside_strings(source)
    lines = (
        f"    {line}" if line.strip() and number not in fixed else line
        for number, line in enumerate(source.split("\n"), 1)
    )
    return "\n".join(["try:", *lines, _OUTCOMES])


def _inside_strings(source: str) -> set[int]:
    """Lines that begin inside a string, which more spaces would change."""
    found: set[int] = set()
    begun: list[int] = []
    if not _LONG_STRING.search(source):
        return found  # most checks: to read them word by word takes its time
    for token in tokenize.generate_tokens(StringIO(source, newline="\n").readline):
        kind = tokenize.tok_name[token.type]
        if kind in ("FSTRING_START", "TSTRING_START"):
            begun.append(token.start[0])
        elif kind in ("FSTRING_END", "TSTRING_END"):
            found.update(range(begun.pop() + 1, token.end[0] + 1))
        elif kind == "STRING":
            found.update(range(token.start[0] + 1, token.end[0] + 1))
    return found
