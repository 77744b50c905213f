"""The files that a lesson brings into the site, and where they stand."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

import nbformat

from tfprep.execution.cache import Entry
from tfprep.lessons.learner_notebook import learner_notebook, learner_script
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.origin import Origin
from tfprep.pages.lesson_picture import picture_file
from tfprep.pages.page_notebook import PageNotebook, prose_problems
from tfprep.pages.topic_sections import sheet_figures
from tfprep.problems import Problem


@dataclass(frozen=True)
class PageFiles:
    """What the site shows of a lesson or sheet."""

    lesson: Lesson
    uri: str
    """The page's source path within the site."""
    page: PageNotebook | None
    """What the page is rendered from; None if docs/ holds the page."""
    beside: dict[str, str | bytes]
    """Figures and downloads by their source paths."""

    @cached_property
    def notebook(self) -> str:
        """The page's notebook as a file."""
        return nbformat.writes(self.page.node) if self.page else ""

    @property
    def code(self) -> tuple[str, ...]:
        """The code that the page shows, in its order."""
        cells = self.page.node.cells if self.page else []
        return tuple(cell.source for cell in cells if cell.cell_type == "code")

    def problems(self, exists: Callable[[str], bool]) -> Iterator[Problem]:
        """What the page can't show, and where its links lead nowhere.

        Args:
            exists: whether the site has a file at a source path.
        """
        if self.page is None:  # MkDocs looks after the links on pages of docs/
            yield from prose_problems(self.lesson)
            return
        yield from self.page.problems
        for line, address in self.page.addresses:
            target = source_path(self.uri, address)
            if not exists(target):
                text = f"got the address {address}, expected that of a page or file of "
                yield Problem(self.lesson.path, line, f"{text}the site; {target} isn't")


def source_path(uri: str, address: str) -> str:
    """The source path that an address on a page leads to, without its #anchor."""
    path = unquote(urlsplit(address).path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(uri), path))


def page_files(
    source: Lesson, entry: Entry | None, origin: Origin = Origin()
) -> PageFiles | None:
    """The page of a lesson or sheet with its outputs, or None if it has no page.

    Args:
        origin: where the links of its downloads lead.
    """
    if source.topic == "topics":  # a page of docs/topics shows its sections
        figures = sheet_figures(source, entry)
        return PageFiles(source, source.slug, None, _below(source.slug, figures))
    uri = page_uri(source)
    if uri is None:
        return None
    page = PageNotebook(source, entry)
    beside: dict[str, str | bytes] = dict(page.figures)
    if not source.is_sheet:
        beside[f"{source.name}.ipynb"] = nbformat.writes(
            learner_notebook(source, origin)
        )
        beside |= picture_file(source)
        beside[f"{source.name}.py"] = learner_script(source, origin)
    return PageFiles(source, uri, page, _below(uri.removesuffix(".ipynb"), beside))


def _below(folder: str, files: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    return {f"{folder}/{name}": content for name, content in files.items()}


def page_uri(source: Lesson) -> str | None:
    """Where a lesson or sheet stands among the site's sources; None: in no page."""
    if not source.is_sheet:
        return f"lessons/{source.slug}.ipynb"
    # Pages of docs/topics and docs/quiz show what the other sheets hold.
    return f"{source.slug}.ipynb" if source.topic == "reference" else None
