"""Footnotes for the sources that a page cites."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tfprep.content.sources import Source, cited
from tfprep.problems import Problem, ProblemError, did_you_mean

_DEFINED = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)


def add_footnotes(path: Path, markdown: str, sources: Mapping[str, Source]) -> str:
    """The page with a footnote for each source that it cites.

    Raises:
        ProblemError: it cites an unknown source, or defines a footnote itself.
    """
    problems = []
    for name in _DEFINED.findall(markdown):
        text = f"defines the footnote {name}; put it into docs/data/sources.yml"
        problems.append(Problem(path, _line(path, f"[^{name}]:"), text))
    for name in cited(markdown):
        if name not in sources:
            text = f"cites {name}; docs/data/sources.yml lacks it."
            hint = did_you_mean(name, sources)
            problems.append(Problem(path, _line(path, f"[^{name}]"), text + hint))
    if problems:
        raise ProblemError(problems)
    notes = [f"[^{name}]: {sources[name].footnote}" for name in cited(markdown)]
    return "\n\n".join([markdown, *notes])


def _line(path: Path, words: str) -> int | None:
    """The first line of a page's file that holds some words."""
    lines = path.read_text("utf-8").split("\n")
    return next((i for i, line in enumerate(lines, 1) if words in line), None)
