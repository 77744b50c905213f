"""Keep what a lesson printed, under a key of everything that it depends on."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from tfprep.execution.versions import versions_for
from tfprep.files import write_atomically
from tfprep.lessons.lesson import Lesson

FORMAT = 3
"""Raised whenever entries, or the way lessons are executed, change."""

KEEP = 3
"""Entries kept for a lesson, newest first: switching branches stays quick."""

log = logging.getLogger("tfprep.cache")


class Refusals(BaseModel):
    """What the check of one exercise said to its stub and its wrong answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    stub: str
    wrong: tuple[str, ...]


class Entry(BaseModel):
    """The result of executing one lesson."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    slug: str
    key: str
    executed: str
    """Date and time in UTC, ISO 8601."""
    wall_seconds: float
    cpu_seconds: float
    versions: dict[str, str]
    claims: int
    refusals: tuple[Refusals, ...]
    outputs: dict[int, list[dict[str, Any]]]
    """Outputs in nbformat's shape, by the cell's place among the code cells."""


def key_of(lesson: Lesson) -> str:
    """A hash of the code cells with their roles, the data and the versions.

    Prose is not part of it: an edit of text keeps the outputs.
    """
    cells = [
        [cell.role, cell.source, cell.reason, cell.alt] for cell in lesson.code_cells
    ]
    data = [
        [p.name, hashlib.sha256(p.read_bytes()).hexdigest()]
        for p in lesson.data_paths()
    ]
    parts = [FORMAT, lesson.slug, cells, data, versions_for(lesson)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]


class Cache:
    """A folder of entries: one folder a lesson, one file a key.

    Parts that were made on different machines merge by copying the folders.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, lesson: Lesson) -> Entry | None:
        """The entry for the lesson as it is now, or None; a broken entry is a miss."""
        return self._read(self._path(lesson.slug, key_of(lesson)))

    def put(self, entry: Entry) -> None:
        """Store an entry; a reader sees all of it or none of it.

        Raises:
            OSError: it could not be written, for example because the disk is full.
        """
        path = self._path(entry.slug, entry.key)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, entry.model_dump_json(indent=1))
        for old in self._entries(entry.slug)[KEEP:]:
            self._path(entry.slug, old.key).unlink(missing_ok=True)

    def seconds(self, slug: str) -> float | None:
        """CPU seconds of the lesson's newest entry, whatever its key."""
        entries = self._entries(slug)
        return entries[0].cpu_seconds if entries else None

    def _entries(self, slug: str) -> list[Entry]:
        found = (self._read(path) for path in (self.folder / slug).glob("*.json"))
        entries = [entry for entry in found if entry is not None]
        return sorted(entries, key=lambda entry: entry.executed, reverse=True)

    def _path(self, slug: str, key: str) -> Path:
        return self.folder / slug / f"{key}.json"

    def _read(self, path: Path) -> Entry | None:
        try:
            entry = Entry.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            reason = str(error).splitlines()[0]
            log.warning("%s can't be read and will be made again: %s", path, reason)
            return None
        return entry if entry.format == FORMAT and entry.key == path.stem else None
