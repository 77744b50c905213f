"""What the builds of one program keep from one another."""

from __future__ import annotations

from pathlib import Path

from tfprep.execution.cache import Entry
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.origin import Origin
from tfprep.lessons.parse import read_lesson
from tfprep.pages.page_files import PageFiles, page_files


class Memory:
    """Lessons and their pages, kept from build to build: most of them don't change."""

    def __init__(self) -> None:
        self._read: dict[Path, tuple[bytes, Lesson]] = {}
        self._made: dict[str, tuple[object, PageFiles | None]] = {}

    def lesson(self, path: Path, examples: Path) -> Lesson:
        """What `read_lesson` gives."""
        raw = path.read_bytes()
        had, lesson = self._read.get(path, (None, None))
        if lesson is None or had != raw:
            lesson = read_lesson(path, examples)
            self._read[path] = raw, lesson
        return lesson

    def page_files(
        self, source: Lesson, entry: Entry | None, origin: Origin
    ) -> PageFiles | None:
        """What `page_files` gives; the origin stays while a program runs."""
        drawn = [path.read_bytes() for path in source.diagram_paths()]
        had, made = self._made.get(source.slug, (None, None))
        if had != (source, entry, drawn):
            made = page_files(source, entry, origin)
            self._made[source.slug] = (source, entry, drawn), made
        return made
