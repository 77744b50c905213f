"""Which entry of the sheet *Common errors* explains an error's message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tfprep.lessons.cells import Role
from tfprep.lessons.heading_ids import heading_id
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.parse import read_lesson
from tfprep.problems import ProblemError

SHEET = "reference/common-errors"
"""The sheet's slug, and its address below the site's root."""
LETTERS = 8
"""With fewer letters, words are too few to leave their numbers open."""

_OPEN = re.compile(r"\bNone\b|-?\d+(?:\.\d+)?|'[^']*/[^']*'|\bloss(?= identifier)")
"""What differs from one learner to the next: numbers, sizes, paths, kinds of names."""

_NUMBER = r"(?:None|-?[\d.]+)"


@dataclass(frozen=True)
class Entry:
    """One error of the sheet."""

    pattern: re.Pattern[str]
    anchor: str
    weight: int
    """The longer the words, the surer."""


def help_for(message: str, examples: Path) -> str:
    """The address of the entry whose words a message has, or nothing.

    Args:
        message: the error's name, a colon, and what it says.
        examples: the folder of the course's lessons and sheets.
    """
    folded = " ".join(message.split())
    fitting = [entry for entry in _entries(examples) if entry.pattern.search(folded)]
    best = max(fitting, key=lambda entry: entry.weight, default=None)
    return f"{SHEET}/#{best.anchor}" if best else ""


@cache
def _entries(examples: Path) -> tuple[Entry, ...]:
    with suppress(ProblemError):  # the page says it; there is just no help
        return tuple(_read(read_lesson(examples / f"{SHEET}.py", examples)))
    return ()


def _read(sheet: Lesson) -> Iterator[Entry]:
    heading = ""
    for cell in sheet.cells:
        if cell.role is Role.PROSE:
            heading = ([heading, *re.findall(r"^#{2,6} +(.+)$", cell.source, re.M)])[-1]
        elif cell.role is Role.ERROR:
            pattern = re.compile(_pattern(" ".join(cell.reason.split())), re.I)
            yield Entry(pattern, heading_id(heading), len(cell.reason))


def _pattern(reason: str) -> str:
    """The words of a reason, with numbers and paths left open."""
    if len(re.findall(r"[a-z]", reason, re.I)) < LETTERS:
        return re.escape(reason)
    pattern, at = "", 0
    for found in _OPEN.finditer(reason):
        pattern += re.escape(reason[at : found.start()])
        pattern += _left_open(found[0])
        at = found.end()
    return pattern + re.escape(reason[at:])


def _left_open(words: str) -> str:
    """A pattern for what may stand in the place of a path, a number or a word.

    The size of a picture laid flat is no number of columns: large ones stay large.
    """
    if words.startswith("'"):
        return r"'[^']*'"
    if words.isalpha() and words != "None":
        return r"\w+"
    return r"\d{2,}" if len(words.strip("-")) > 2 and words.isdecimal() else _NUMBER
