"""What cells left behind when they ran, as HTML that can do a page no harm."""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Any

import nh3
from markupsafe import Markup
from nbconvert.filters.ansi import ansi2html

from tfprep.execution.cache import Entry
from tfprep.execution.inside_kernel import INK
from tfprep.lessons.cells import Cell, Role
from tfprep.lessons.lesson import Lesson
from tfprep.pages.code_blocks import code_block
from tfprep.pages.prose import render_prose
from tfprep.pages.templates import render

INK_ON_LIGHT, INK_ON_DARK = "#595959", "#b4b7c0"  # 7:1 and 7.6:1

FIGURE = "application/vnd.tfprep.figure+json"
"""The type of an output that stands in a file beside the page: src, alt, its size.

A figure of a slider has the slider's name and the figure's own state, too.
"""

_DRAWING = {Role.CODE, Role.ERROR, Role.EXERCISE, Role.CHECK}
"""What may have a figure on the page."""
_PICTURES = {
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}
_TAGS = nh3.ALLOWED_TAGS | {"details", "summary", "section", "figure", "figcaption"}
_ATTRIBUTES = {
    "*": {"title", "lang", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
_HEADING = re.compile(r"<(/?)h[1-6]\b[^>]*>")
_CORNER = re.compile(r"<th\b[^>]*>\s*</th>")
_STYLE = re.compile(r' style="[^"]*"')

_MARK = "\ue000"  # of no alphabet
_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_ASIDE = re.compile(f"{_MARK}(\\d+){_MARK}")

Output = dict[str, Any]
"""An output in nbformat's shape."""
Shown = dict[str, Any]
"""What a page says of a figure: what an output of the type `FIGURE` holds."""


class Results:
    """A lesson's outputs, with its figures as files to stand beside the page."""

    def __init__(self, entry: Entry | None) -> None:
        self.figures: dict[str, bytes] = {}
        """File name -> content, of every figure that was asked for."""
        self._outputs = entry.outputs if entry else {}

    def of(self, cell: Cell) -> list[Output]:
        """The outputs of a code cell, figures replaced by references to files."""
        alts, states = iter(cell.alt), iter(cell.states)
        found: list[Output] = []
        for output in self.stored(cell):
            if kind := _picture_type(output):
                about = {"alt": next(alts, ""), "slider": cell.slider}
                about["state"] = next(states, "")
                found.append(self._figure(kind, output, about))
            else:
                found.append(output)
        return found

    def stored(self, cell: Cell) -> list[Output]:
        """The outputs of a code cell as they are in the cache."""
        return self._outputs.get(cell.place, [])

    def _figure(self, kind: str, output: Output, words: dict[str, str]) -> Output:
        name = f"figure-{len(self.figures) + 1}.{_PICTURES[kind]}"
        data = output["data"][kind]
        about: dict[str, Any] = {"src": name, **words, "width": 0, "height": 0}
        if kind == "image/svg+xml":
            self.figures[name] = _adapt(data).encode()
            about |= _svg_size(data)
        else:
            self.figures[name] = base64.b64decode(data)
            about |= _png_size(self.figures[name])
        asked = output.get("metadata", {}).get(kind, {})  # Image(..., width=300)
        if "width" in asked or "height" in asked:
            about |= {name: asked.get(name, 0) for name in ("width", "height")}
        return {"output_type": "display_data", "metadata": {}, "data": {FIGURE: about}}


def example_html(
    code: str, outputs: Iterable[Output] = (), marks: Mapping[str, object] | None = None
) -> Markup:
    """Code with what it left behind, as one block.

    Args:
        marks: what a live page has to know of it, as data attributes by their names.
    """
    parts = list(_with_sliders(_part(output) for output in outputs))
    return render("example", code=code_block(code), parts=parts, marks=marks or {})


def _with_sliders(parts: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The parts, with the figures of a slider as one."""
    for name, group in groupby(parts, lambda part: str(part.get("slider", ""))):
        if name:
            yield {"kind": "slider", "name": name, "figures": list(group)}
        else:
            yield from group


def _part(output: Output) -> dict[str, Any]:
    """An output as the template takes it: a figure, a text or HTML."""
    data = output.get("data", {})
    if FIGURE in data:
        return {"kind": "figure", **data[FIGURE]}
    if output["output_type"] == "error":
        return _text("\n".join(output["traceback"]), warning=True)
    if output["output_type"] == "stream":
        return _text(str(output["text"]), warning=output["name"] == "stderr")
    if html := next(_rich(data), None):
        return {"kind": "html", "html": html}
    return _text(str(data.get("text/plain", "")))


def shown_figures(lesson: Lesson, entry: Entry | None) -> Iterator[Shown]:
    """The figures of a lesson's page, in its order."""
    results = Results(entry)
    for cell in lesson.cells:
        if cell.role in _DRAWING:
            for output in results.of(cell):
                if FIGURE in output.get("data", {}):
                    yield output["data"][FIGURE]


def unreadable(outputs: Iterable[Output]) -> Iterator[str]:
    """What in the Markdown and LaTeX of a cell's outputs a page can't show."""
    for output in outputs:
        data = output.get("data", {})
        for kind in ("text/markdown", "text/latex"):
            if kind in data and "text/html" not in data:
                prose = render_prose(str(data[kind]))
                yield from (finding.text for finding in prose.refused)


def _rich(data: dict[str, Any]) -> Iterator[Markup]:
    """What a display looks like, the best first."""
    html = str(data.get("text/html", ""))
    # Rich's colored tables (Keras' summaries) say the same as text.
    if html and not ("text/plain" in data and html.startswith("<pre")):
        yield harmless(html)
    if "text/html" not in data and "text/markdown" in data:
        yield harmless_prose(str(data["text/markdown"]))
    if "text/html" not in data and "text/latex" in data:
        yield harmless_prose(str(data["text/latex"]))


def _text(text: str, *, warning: bool = False) -> dict[str, Any]:
    """Text with a terminal's colors, as classes for the style sheet."""
    colored = Markup(_STYLE.sub("", ansi2html(text.rstrip("\n"))))  # noqa: S704 (escaped there)
    return {"kind": "text", "text": colored, "warning": warning}


@lru_cache(maxsize=1024)
def harmless(html: str) -> Markup:
    """HTML from a cell: no scripts, styles, ids, or elements that stay open.

    Headings become lines in bold type, for they are none of the page's; the empty
    corner of a table is no heading.
    """
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    clean = _CORNER.sub("<td></td>", _HEADING.sub(_as_paragraph, clean))
    return Markup(clean)  # noqa: S704 (sanitized)


def _kept(_tag: str, attribute: str, value: str) -> str | None:
    """A picture is part of the output, and a link leads to another site."""
    is_picture = value.startswith("data:image/")
    if attribute == "src":
        return value if is_picture else None
    return None if attribute == "href" and value.startswith("data:") else value


def harmless_prose(markdown: str) -> Markup:
    """Markdown from a cell as HTML; its formulas are shown as on any page."""
    formulas: list[str] = []

    def set_aside(match: re.Match[str]) -> str:
        formulas.append(match[0])
        return f"{_MARK}{len(formulas) - 1}{_MARK}"

    html = render_prose(markdown.replace(_MARK, "")).html
    text = harmless(_MATH.sub(set_aside, str(html)))
    return Markup(_ASIDE.sub(lambda match: formulas[int(match[1])], str(text)))  # noqa: S704 (made by to_mathml)


def _as_paragraph(match: re.Match[str]) -> str:
    return "</strong></p>" if match[1] else "<p><strong>"


def _picture_type(output: Output) -> str | None:
    data = output.get("data", {})
    return next((kind for kind in _PICTURES if kind in data), None)


def _adapt(svg: str) -> str:
    """Let the ink follow the page's scheme: no one grey has contrast 4.5:1 on both.

    A picture in a page takes over the page's `color-scheme`, so this works for the
    scheme that the reader chose as well as for the system's.
    """
    rule = f":root{{--ink:{INK_ON_LIGHT}}}"
    rule += f"@media (prefers-color-scheme:dark){{:root{{--ink:{INK_ON_DARK}}}}}"
    style = f'<style type="text/css">{rule}</style>'
    start = svg.find(">", svg.find("<svg")) + 1
    return svg[:start] + style + svg[start:].replace(INK, "var(--ink)")


def _svg_size(svg: str) -> dict[str, int]:
    """Width and height in CSS pixels as attributes: the page must not jump on load."""
    sizes = re.findall(r'\b(width|height)="([\d.]+)pt"', svg[:2000])
    return {name: round(float(points) * 4 / 3) for name, points in sizes[:2]}


def _png_size(picture: bytes) -> dict[str, int]:
    """The same for a PNG, whose header says it; nothing for other pictures."""
    if not picture.startswith(b"\x89PNG") or len(picture) < 24:
        return {}
    width, height = struct.unpack(">II", picture[16:24])
    return {"width": width, "height": height}
