"""The rule about phrases that no native writer would use: phrases.yml lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from tfprep.check.repository_rules import SourceFile
from tfprep.check.scope import Scope
from tfprep.content.yaml_file import read_data
from tfprep.problems import Problem

LIST = Path(__file__).parent / "phrases.yml"
_READ = {".py", ".md", ".yml", ".svg"}


def _check_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"got {pattern!r}, expected a pattern: {error}") from None
    return pattern


class Phrase(BaseModel):
    """One phrase to refuse."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrase: Annotated[str, AfterValidator(_check_pattern)]
    instead: Annotated[str, Field(min_length=4)]
    """What to write."""


class Phrases(BaseModel):
    """All of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrases: tuple[Phrase, ...] = Field(min_length=1)


def read_phrases(path: Path) -> Phrases:
    """Read and check a list.

    Raises:
        ProblemError: the file is missing, isn't YAML or doesn't fit the model.
    """
    return read_data(path, Phrases, "the list of refused phrases")


def refused(line: str) -> Iterator[tuple[str, str]]:
    """What of a line is refused, each with what to write instead."""
    for pattern, instead in _patterns():
        if found := pattern.search(line):
            yield found[0].strip(), instead


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    listed = read_phrases(LIST).phrases
    return tuple((re.compile(p.phrase, re.IGNORECASE), p.instead) for p in listed)


PHRASES: Scope[SourceFile] = Scope("the words of the course")


@PHRASES.rule
def no_phrase_is_refused(source: SourceFile) -> Iterator[Problem]:
    """Text reads as a native writes it, with the words that people search for."""
    if not source.by_author or source.path.suffix not in _READ:
        return
    for number, line in enumerate(source.path.read_text("utf-8").splitlines(), 1):
        for got, instead in refused(line):
            text = (
                f'got "{got}", expected words that a native would use; write {instead}'
            )
            yield Problem(source.path, number, text)
