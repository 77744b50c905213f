"""The menu of mkdocs.yml: which pages it names, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_ENTRY = re.compile(
    r"^\s+- (?:.*:\s+)?[\"']?([\w./-]+\.(?:md|ipynb))[\"']?\s*(?:#.*)?$"
)


@dataclass(frozen=True)
class Menu:
    """The pages that the key `nav` of mkdocs.yml names."""

    path: Path
    entries: tuple[tuple[int, str], ...]
    """The line and the page of each entry, in order."""

    @property
    def pages(self) -> list[str]:
        return [page for _, page in self.entries]

    def place_for(self, page: str) -> str:
        """Where an entry for a page belongs, in words."""
        folder = page.rpartition("/")[0] + "/"
        beside = [line for line, other in self.entries if other.startswith(folder)]
        where = f"below line {beside[-1]}" if beside else "below nav:"
        return f"add the line `- {page}` {where} of {self.path.name}"


def read_menu(path: Path) -> Menu | None:
    """The menu of a project's mkdocs.yml; None: MkDocs makes it from the files.

    Read as lines, because mkdocs.yml has tags that only MkDocs understands, and
    because a message has to name a line.
    """
    lines = path.read_text("utf-8").split("\n")
    start = next((i for i, line in enumerate(lines) if re.match(r"nav:", line)), None)
    return None if start is None else Menu(path, tuple(_entries(lines, start + 1)))


def _entries(lines: list[str], start: int) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines[start:], start + 1):
        if re.match(r"[^\s#-]", line):
            return  # the next key
        if found := _ENTRY.match(line):
            yield number, found[1]
