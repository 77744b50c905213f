"""What a page of docs/ goes through after MkDocs has rendered it."""

from __future__ import annotations

from pathlib import Path

from tfprep.pages.loading import loaded_from_elsewhere
from tfprep.pages.maths import MathError, render_arithmatex
from tfprep.problems import Problem, ProblemError


def finish_page(html: str, path: Path) -> str:
    """The content of a page with its formulas as MathML.

    Args:
        path: the page's file, for what is wrong.

    Raises:
        ProblemError: a formula is broken, or the page would load something from
            another host.
    """
    found = [
        _problem(
            path,
            address.rpartition("=")[2].strip("<>"),
            f"got {address}, which every reader's browser would ask for; expected a "
            "file of docs/assets, or a link that somebody follows",
        )
        for address in loaded_from_elsewhere(html)
    ]
    try:
        html = render_arithmatex(html)
    except MathError as error:
        found.append(_problem(path, error.latex, str(error)))
    if found:
        raise ProblemError(found)
    return html


def _problem(path: Path, where: str, text: str) -> Problem:
    """A problem at the line that holds a piece of the page's source, if one does."""
    source = path.read_text("utf-8") if path.is_file() else ""
    start = source.find(where.split("\n", 1)[0])
    line = source.count("\n", 0, start) + 1 if start >= 0 else None
    return Problem(path, line, text)
