"""Rules for any file of the repository."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tfprep.check.scope import Scope
from tfprep.problems import Problem

FILL_IN = "FILL IN"
"""What `tfprep new` leaves where an author has to write."""

_OPEN_END = "TO" + "DO"
_GENERATED = {".ipynb", ".pyc", ".html"}
_READ = {".py", ".md", ".yml", ".css"}


@dataclass(frozen=True)
class SourceFile:
    """A file of the repository that git does not ignore."""

    path: Path
    committed: bool
    by_author: bool
    """Whether it is a part of the course: a lesson, a page, data, a task."""

    @cached_property
    def lines(self) -> list[str]:
        """Its text; of what is no text, nothing."""
        if self.path.suffix not in _READ:
            return []
        return self.path.read_text("utf-8", errors="replace").splitlines()


def is_utf8(path: Path) -> bool:
    """Whether the whole of a file is text in UTF-8."""
    try:
        path.read_text("utf-8")
    except UnicodeDecodeError:
        return False
    return True


SOURCE: Scope[SourceFile] = Scope("a file of the repository")


@SOURCE.rule
def nothing_is_left_to_fill_in(source: SourceFile) -> Iterator[Problem]:
    """What `tfprep new` left open is written by the author."""
    for number, line in enumerate(source.lines if source.by_author else (), 1):
        if FILL_IN in line:
            what = line.partition(FILL_IN)[2].strip(" \"',.)")
            text = f'got "{FILL_IN} {what}", expected your own words; replace the mark'
            yield Problem(source.path, number, text)


@SOURCE.rule
def open_ends_are_issues(source: SourceFile) -> Iterator[Problem]:
    """A comment that says what is missing has no owner; an issue has."""
    for number, line in enumerate(source.lines, 1):
        if _OPEN_END in line:
            text = f"got a {_OPEN_END}, expected none; do it now or open an issue"
            yield Problem(source.path, number, text)


@SOURCE.rule
def nothing_generated_is_committed(source: SourceFile) -> Iterator[Problem]:
    """Notebooks, outputs and sites are made from the sources, never kept in git."""
    made = source.path.suffix in _GENERATED and "theme" not in source.path.parts
    if made and source.committed:
        text = (
            f"got a {source.path.suffix} file in git, expected its source alone; "
            f"take it out with git rm --cached {source.path.name}"
        )
        yield Problem(source.path, None, text)


@SOURCE.rule
def text_is_utf8(source: SourceFile) -> Iterator[Problem]:
    """Text is in one encoding, so that everybody's machine reads the same."""
    if source.path.suffix in _READ and not is_utf8(source.path):
        broken = (i for i, line in enumerate(source.lines, 1) if "\ufffd" in line)
        text = "got text in another encoding, expected UTF-8; save the file as UTF-8"
        yield Problem(source.path, next(broken, None), text)
