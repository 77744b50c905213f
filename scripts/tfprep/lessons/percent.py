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
_ODD_MARK = re.compile(r"#?\s*%%+(?:\s|$)")
"""What other tools take for the beginning of a cell, in text without its `# `, too."""


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


def odd_marks(source: str, *, is_text: bool) -> Iterator[tuple[int, str]]:
    """Lines that begin a cell for other tools, though not here.

    In a string of some code such a line is only text.

    Yields:
        Their places, counted from 1, and the lines.
    """
    lines = source.split("\n")
    found = [i for i, line in enumerate(lines, 1) if _ODD_MARK.match(line.strip())]
    if not is_text and found:
        comments = set(_comments(source))
        found = [i for i in found if i in comments]
    yield from ((i, lines[i - 1].strip()) for i in found)


def _comments(source: str) -> Iterator[int]:
    """Lines that hold a comment, as far as the code can be read."""
    try:
        for token in tokenize.generate_tokens(StringIO(source).readline):
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
