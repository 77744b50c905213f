"""The percent format: plain Python in which each line `# %%` begins a cell.

Read and written here and not by jupytext, which takes comments such as `# %time` or
`# !important` for commands, and splits lines and cells at characters that are part
of a string for Python.
"""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise

_MARK = re.compile(r"# ?%%(?:\s+(.*))?")
_ODD_MARK = re.compile(r"\s*#\s*%%+(?:\s|$|\[|[a-z]+\s*=)")
"""What other editors, or whoever forgot a space, take for the beginning of a cell."""


@dataclass(frozen=True)
class Block:
    """A `# %%` line and all that stands below it."""

    line: int
    """Where the `# %%` line stands, counted from 1."""
    said: str
    """What follows `# %%` on it."""
    lines: tuple[str, ...]
    """The lines below, without the empty ones at their end."""


def blocks_of(text: str) -> list[Block]:
    """The blocks of a file's text; what stands above the first is none.

    As for Python and for editors, nothing but a line feed ends a line here.
    """
    lines = text.split("\n")
    said = {i: match[1] or "" for i, line in enumerate(lines) if (match := _mark(line))}
    return [
        Block(start + 1, said[start], _trimmed(lines[start + 1 : end]))
        for start, end in pairwise((*said, len(lines)))
    ]


def _mark(line: str) -> re.Match[str] | None:
    return _MARK.fullmatch(line.rstrip())


def _trimmed(lines: Sequence[str]) -> tuple[str, ...]:
    filled = [i for i, line in enumerate(lines, 1) if line.strip()]
    return tuple(lines[: filled[-1]] if filled else ())


def uncommented(line: str) -> str:
    """A line of a text cell without the `# ` in front.

    Raises:
        ValueError: the line is no comment.
    """
    if not line.strip():
        return ""
    if not line.startswith("#"):
        raise ValueError(line)
    return line[2:] if line.startswith("# ") else line[1:]


def odd_marks(lines: Sequence[str], *, is_text: bool) -> list[int]:
    """Which lines below a `# %%` begin a cell for other editors, though not here.

    In a string of some code such a line is only text.

    Returns:
        Their places, counted from 1.
    """
    found = [i for i, line in enumerate(lines, 1) if _ODD_MARK.match(line)]
    if found and not is_text:
        comments = set(_comments("\n".join(lines)))
        found = [i for i in found if i in comments]
    return found


def _comments(source: str) -> Iterator[int]:
    """Lines that hold a comment, as far as the code can be read."""
    lines = StringIO(source, newline="\n")
    try:
        for token in tokenize.generate_tokens(lines.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0]
    except (tokenize.TokenError, SyntaxError):
        return  # the rules say what is wrong with this code


def written(cells: Iterable[tuple[str, str]]) -> str:
    """Cells in the percent format.

    Args:
        cells: what follows `# %%`, such as `[markdown]`, and the source of each.
    """
    return "\n".join(_written(said, source) for said, source in cells)


def _written(said: str, source: str) -> str:
    if said.startswith("[markdown]"):
        lines = (f"# {line}" if line else "#" for line in source.split("\n"))
        source = "\n".join(lines)
    return f"# %% {said}".rstrip() + f"\n{source}\n"
