"""A lesson's prose as HTML, and what in it a page can't show."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from markdown.extensions.toc import slugify
from markupsafe import Markup, escape
from mistune.plugins.table import render_table_cell
from nbconvert.filters.markdown_mistune import (
    IPythonRenderer,
    MarkdownWithMath,
    MathInlineParser,
)

from tfprep.lessons.cells import Cell
from tfprep.lessons.diagrams import FOLDER as DIAGRAMS
from tfprep.lessons.dollars import AmbiguousError, is_formula
from tfprep.pages.code_blocks import code_block
from tfprep.pages.maths import MathError, to_mathml
from tfprep.pages.table_bars import mask_bars

RELATIVE = "lesson:"
"""Stands before an address that is relative to the lesson, until a page resolves it."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LINKS = ("http:", "https:", "mailto:")
_ADDRESS = re.compile(r"(\s(?:href|src)\s*=\s*[\"']?)([^\"'>\s]*)", re.IGNORECASE)
_TAG_NAMES = (
    "a abbr b blockquote br caption center cite code col colgroup dd del details dfn "
    "div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q "
    "s samp small span strong sub summary sup table tbody td tfoot th thead tr tt u ul "
    "var wbr"
)
_ATTRIBUTE_NAMES = (
    "align alt border cite class colspan dir height href id lang loading name open "
    "rel role rowspan scope src start target title type valign width"
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DECLARATION = re.compile(r"<[!?]\S*")
_MAY_END_NAMES = "br col colgroup dd dt hr img li p tbody td tfoot th thead tr wbr"
_TAGS = frozenset(_TAG_NAMES.split())
_ATTRIBUTES = frozenset(_ATTRIBUTE_NAMES.split())
_MAY_END = frozenset(_MAY_END_NAMES.split())
"""Elements that end by themselves."""


@dataclass(frozen=True)
class Finding:
    """Something that a page can't show, or an address that has to lead somewhere."""

    where: str
    """A piece of the source that stands in its line."""
    text: str
    """What is wrong, or the address."""


@dataclass(frozen=True)
class Prose:
    """A cell's prose, rendered."""

    html: Markup
    refused: tuple[Finding, ...]
    relative: tuple[Finding, ...]
    """Addresses relative to the lesson: of pages, files and pictures."""
    diagrams: tuple[Finding, ...]
    """Addresses of diagrams, for which `with_drawings` fills places in the HTML."""


@lru_cache(maxsize=4096)
def render_prose(markdown: str) -> Prose:
    """Markdown as notebooks have it, as HTML of the page; formulas become MathML."""
    renderer = _Renderer()
    reader = MarkdownWithMath(renderer, inline=_Inline(renderer, hard_wrap=False))
    html = reader.render(mask_bars(markdown))
    renderer.end()
    return Prose(
        Markup(html),  # noqa: S704 (a lesson is trusted to hold HTML; what acts is refused)
        tuple(renderer.refused),
        tuple(renderer.relative),
        tuple(renderer.diagrams),
    )


def line_of(cell: Cell, finding: Finding) -> int:
    """The line of the file in which something was found, or the cell's first."""
    start = max(cell.source.find(finding.where), 0)
    return cell.line + cell.source.count("\n", 0, start)


class _Inline(MathInlineParser):
    """Takes for a formula only what looks like one."""

    def __init__(self, renderer: _Renderer, *, hard_wrap: bool) -> None:
        super().__init__(hard_wrap=hard_wrap)
        self._renderer = renderer

    def parse_inline_math_tex(self, m: re.Match[str], state: Any) -> int:
        """A formula, or 0 for a dollar that is a dollar."""
        before, after = m.string[: m.start()][-1:], m.string[m.end() :][:1]
        content = m.group("math_inline_tex")
        try:
            formula = is_formula(before, content, after)
        except AmbiguousError as error:
            self._renderer.refuse(content, str(error))
            formula = False
        return super().parse_inline_math_tex(m, state) if formula else 0


class _Renderer(IPythonRenderer):
    """Writes the page's own markup, and notes what it can't."""

    def __init__(self) -> None:
        super().__init__(escape=False)
        self.refused: list[Finding] = []
        self.relative: list[Finding] = []
        self.diagrams: list[Finding] = []
        self._open: Counter[str] = Counter()
        self._refused_tags: set[str] = set()

    def refuse(self, where: str, text: str) -> None:
        """Note what a page can't show."""
        self.refused.append(Finding(where, text))

    def heading(self, text: str, level: int, **_attrs: Any) -> str:
        """A heading with an id, which may be another's as well."""
        name = slugify(Markup(text).striptags(), "-") or "section"  # noqa: S704
        return f'<h{level} id="{name}">{text}</h{level}>\n'

    def block_code(self, code: str, info: str | None = None) -> str:
        """A fence, highlighted if its language is known."""
        language = ((info or "").split() or [""])[0]
        if language == "mermaid":
            text = "got a mermaid fence, which a page would draw with a foreign script"
            self.refuse("mermaid", f"{text}; expected the drawing as a picture")
        return code_block(code, language) + "\n"

    def table_cell(
        self, text: str, align: str | None = None, head: bool = False
    ) -> str:
        """A cell; the empty corner of a table heads nothing, and is no heading."""
        return render_table_cell(self, text, align, head and bool(text.strip()))

    def block_math(self, body: str) -> str:
        return self._formula(body, display=True)

    def inline_math(self, body: str) -> str:
        return self._formula(body, display=False)

    def latex_environment(self, name: str, body: str) -> str:
        return self._formula(rf"\begin{{{name}}}{body}\end{{{name}}}", display=True)

    def _formula(self, latex: str, *, display: bool) -> str:
        try:
            return to_mathml(latex, display=display)
        except MathError as error:
            self.refuse(error.latex, str(error))
            return Markup("<code>{}</code>").format(error.latex)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, self._link(url, url), title)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith(DIAGRAMS):
            self.diagrams.append(Finding(url, url))
            name = url.removeprefix(DIAGRAMS).removesuffix(".svg")
            slot = Markup('<svg data-diagram="{}" aria-label="{}"></svg>')
            return slot.format(name, Markup(text).striptags())  # noqa: S704 (becomes text)
        tag = super().image(text, self._picture(url, url), title)
        return tag.replace(" />", ' loading="lazy" />')

    def inline_html(self, html: str) -> str:
        return self._raw(html)

    def block_html(self, html: str) -> str:
        return self._raw(html) + "\n"

    def _raw(self, html: str) -> str:
        """HTML in a lesson's prose: elements that only shape the text."""
        html = _COMMENT.sub("", html)
        if declared := _DECLARATION.search(html):
            got = f"got {declared[0]}; expected HTML that only shapes text"
            self.refuse(declared[0], got)
            return str(escape(html))
        refused = len(self.refused)
        elements = _Elements(html)
        for tag, attributes in elements.begun:
            self._check_element(html, tag, attributes)
        unknown = [tag for tag in elements.ended if tag not in _TAGS]
        for tag in set(unknown) - self._refused_tags:
            self._check_element(html, tag, [])
        counted = _TAGS - _MAY_END
        self._open.update(tag for tag, _ in elements.begun if tag in counted)
        self._open.subtract(tag for tag in elements.ended if tag in counted)
        if unknown or len(self.refused) > refused:
            return str(escape(html))  # the rest of the page stays whole
        return _ADDRESS.sub(_marked_address, html)

    def end(self) -> None:
        """At the end of a cell: what is open would swallow the rest of the page."""
        for tag, count in self._open.items():
            if count:
                got = f"{abs(count)} <{tag}> without {'end' if count > 0 else 'begin'}"
                self.refuse(f"{'<' if count > 0 else '</'}{tag}", f"got {got}")

    def _check_element(
        self, html: str, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        if tag not in _TAGS:
            self.refuse(html, f"got <{tag}>; expected HTML that only shapes text")
            self._refused_tags.add(tag)
            return
        for name, value in attributes:
            if name not in _ATTRIBUTES and not name.startswith("aria-"):
                self.refuse(html, f"got <{tag} {name}=…>, expected no {name}")
            elif name == "class" and "mermaid" in (value or ""):
                self.refuse(html, "got the class mermaid, expected a picture")
            elif name == "src":
                self._picture(html, value or "")
            elif name == "href":
                self._link(html, value or "")

    def _link(self, where: str, url: str) -> str:
        """A link, which somebody has to follow before anything is asked for."""
        if _is_relative(url):
            return self._relative(where, url)
        if url.startswith("//"):
            self.refuse(where, f"got the link {url}; expected https:{url}")
        elif url.startswith("/"):
            text = "expected a link relative to the lesson"
            self.refuse(where, f"got the link {url}; {text}")
        elif not url.startswith("#") and not url.lower().startswith(_LINKS):
            text = f"expected one of {', '.join(_LINKS)} or a relative link"
            self.refuse(where, f"got the link {url[:80]}; {text}")
        return url

    def _picture(self, where: str, url: str) -> str:
        """A picture, which a browser loads by itself."""
        if _is_relative(url):
            return self._relative(where, url)
        if url.lower().startswith("attachment:"):
            text = "a lesson file has no attachments; put the picture into docs/assets"
            self.refuse(where, f"got the picture {url}: {text}")
            return ""
        if not url.startswith("data:image/"):
            text = "a page loads nothing from elsewhere; put it into docs/assets"
            self.refuse(where, f"got the picture {url[:80]}: {text}")
            return ""
        return url

    def _relative(self, where: str, url: str) -> str:
        self.relative.append(Finding(where, url))
        return RELATIVE + url


def _is_relative(url: str) -> bool:
    return not (_SCHEME.match(url) or url.startswith(("#", "/")))


def _marked_address(match: re.Match[str]) -> str:
    return match[1] + (RELATIVE if _is_relative(match[2]) else "") + match[2]


class _Elements(HTMLParser):
    """The elements that begin in a piece of HTML, and those that end in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.begun: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.ended: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.begun.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.ended.append(tag)
