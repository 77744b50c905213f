"""The files that a lesson brings into the site, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

import nbformat

from tfprep.execution.cache import Entry
from tfprep.lessons.learner_notebook import learner_notebook, learner_script
from tfprep.lessons.lesson import Lesson
from tfprep.pages.page_notebook import PageNotebook


@dataclass(frozen=True)
class PageFiles:
    """What the site shows of a lesson or sheet."""

    uri: str
    """The page's source path within the site."""
    notebook: str
    """What the page is rendered from."""
    beside: dict[str, str | bytes]
    """Figures and downloads by their source paths."""


def page_files(source: Lesson, entry: Entry | None) -> PageFiles | None:
    """The page of a lesson or sheet with its outputs, or None if it has no page."""
    uri = page_uri(source)
    if uri is None:
        return None
    page = PageNotebook(source, entry)
    beside: dict[str, str | bytes] = dict(page.figures)
    if not source.is_sheet:
        beside[f"{source.name}.ipynb"] = nbformat.writes(learner_notebook(source))
        beside[f"{source.name}.py"] = learner_script(source)
    folder = uri.removesuffix(".ipynb")
    return PageFiles(
        uri,
        nbformat.writes(page.node),
        {f"{folder}/{name}": content for name, content in beside.items()},
    )


def page_uri(source: Lesson) -> str | None:
    """Where a lesson or sheet stands among the site's sources; None: in no page."""
    if not source.is_sheet:
        return f"lessons/{source.slug}.ipynb"
    # The pages of docs/topics show the other sheets' sections and questions.
    return f"{source.slug}.ipynb" if source.topic == "reference" else None
