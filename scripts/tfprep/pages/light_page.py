"""The content of a lesson's page, as our template for nbconvert leaves it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from tfprep.pages.outputs import example_html
from tfprep.pages.prose import RELATIVE, render_prose
from tfprep.pages.templates import render

LinkResolver = Callable[[str], str]

_BEGIN, _END = '<script type="text/html">', "</script>"
_HEADING = re.compile(r'<h([1-6]) id="([^"]*)">(.*?)</h\1>', re.DOTALL)
_RELATIVE = re.compile(rf'\b(href|src)(\s*=\s*["\']?){RELATIVE}([^"\'>\s]*)')


FILTERS: dict[str, Callable[..., Markup]] = {
    "prose": lambda markdown: render_prose(markdown).html,
    "example": example_html,
}
"""What the template calls to make its parts."""


@dataclass(frozen=True)
class LightPage:
    """The content of a lesson's page."""

    html: str
    contents: tuple[dict[str, Any], ...]
    """The headings as MkDocs' table-of-contents tokens, the title first."""

    def linked(self, resolve: LinkResolver) -> str:
        """The HTML with the lesson's relative links turned into links of the site."""
        return _RELATIVE.sub(
            lambda match: f"{match[1]}{match[2]}{resolve(match[3])}", self.html
        )


def light_page(rendered: str) -> LightPage:
    """What our template has made, out of what nbconvert and mkdocs-jupyter put around.

    Headings get ids of their own, and the permanent links that all other pages have.
    """
    start, end = rendered.index(_BEGIN) + len(_BEGIN), rendered.rindex(_END)
    seen: dict[str, int] = {}
    headings: list[tuple[int, str, str]] = []

    def finished(match: re.Match[str]) -> str:
        level, name, text = int(match[1]), match[2], match[3]
        seen[name] = seen.get(name, 0) + 1
        name = name if seen[name] == 1 else f"{name}_{seen[name] - 1}"
        headings.append((level, name, text))
        return render("heading", level=level, id=name, text=Markup(text))  # noqa: S704 (from our own page)

    html = _HEADING.sub(finished, rendered[start:end])
    return LightPage(html, tuple(_contents(headings)))


def _contents(headings: list[tuple[int, str, str]]) -> Iterator[dict[str, Any]]:
    """The headings of three levels, each below the last one of a lower level."""
    top: list[dict[str, Any]] = []
    for level, name, text in headings:
        if level > 3:
            continue
        words = str(escape(Markup(text).striptags()))  # noqa: S704 (becomes text)
        token = {"level": level, "id": name, "name": words, "html": words}
        token["children"] = []
        place = top
        while place and place[-1]["level"] < level:
            place = place[-1]["children"]
        place.append(token)
    yield from top
