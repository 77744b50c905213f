"""The theme's files: listed once and compiled once, while none of them changes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from mkdocs.theme import Theme


class ThemeFiles:
    """What the theme's folders hold, kept from build to build.

    MkDocs lists all of Material's icons for every build, and Material's search compiles
    a template three times for each.
    """

    def __init__(self) -> None:
        self._lists: dict[tuple[str, ...], _List] = {}

    def use_for(self, theme: Theme, compiled: Path) -> None:
        """Have each environment that a theme makes draw on what is known.

        Args:
            compiled: the folder of compiled templates, which stays between builds.
        """
        compiled.mkdir(parents=True, exist_ok=True)
        make = partial(self._environment, theme, compiled)
        theme.get_env = make  # type: ignore[method-assign]  # the only way in

    def names(self, folders: Sequence[str]) -> list[str]:
        """What stands in these folders, as `FileSystemLoader.list_templates` says."""
        known = self._lists.get(tuple(folders))
        if known is None or known.changed != _changed(known.changed):
            below = [path for folder in folders for path, _, _ in os.walk(folder)]
            changed = _changed(below)
            known = _List(changed, FileSystemLoader(folders).list_templates())
            self._lists[tuple(folders)] = known
        return known.names

    def mark(self, theme: Theme) -> str:
        """A digest of all templates."""
        digest = hashlib.sha256()
        for path in self._templates(theme.dirs):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def _templates(self, folders: Sequence[str]) -> Iterator[Path]:
        for name in self.names(folders):
            if name.endswith(".html"):
                paths = (Path(folder, name) for folder in folders)
                yield from filter(Path.is_file, paths)

    def _environment(self, theme: Theme, compiled: Path) -> Environment:
        made = Theme.get_env(theme)
        made.loader = _Loader(theme.dirs, self)
        made.bytecode_cache = FileSystemBytecodeCache(str(compiled))
        return made


class _Loader(FileSystemLoader):
    """A loader that lists no folder in which nothing has come or gone."""

    def __init__(self, folders: Sequence[str], files: ThemeFiles) -> None:
        super().__init__(folders)
        self._files = files

    def list_templates(self) -> list[str]:
        return self._files.names(self.searchpath)


@dataclass(frozen=True)
class _List:
    """The names of files, and when something last came or went in their folders."""

    changed: dict[str, int]
    names: list[str]


def _changed(folders: Iterable[str]) -> dict[str, int]:
    """When something last came into a folder or went; 0 if the folder is gone."""
    paths = {folder: Path(folder) for folder in folders}
    return {
        folder: path.stat().st_mtime_ns if path.is_dir() else 0
        for folder, path in paths.items()
    }
