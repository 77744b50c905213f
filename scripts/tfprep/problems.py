"""What is wrong with somebody's input, said so that they can fix it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One thing to fix: where it is, and what we got, expected and suggest."""

    path: Path
    line: int | None
    text: str

    def __str__(self) -> str:
        place = str(self.path) if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.text}"

    def relative_to(self, root: Path) -> Problem:
        """The same problem with a path that is short when it lies below root."""
        if not self.path.is_relative_to(root):
            return self
        return Problem(self.path.relative_to(root), self.line, self.text)


class ProblemError(Exception):
    """Input was refused; `problems` holds every reason that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


def count(number: int, noun: str) -> str:
    """A count with its noun, which ends in s unless it is one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A suggestion such as ` Did you mean "skills"?`, or nothing."""
    close = get_close_matches(word, list(known), n=1)
    return f' Did you mean "{close[0]}"?' if close else ""
