"""The whole course as one page, from which a browser makes a PDF.

The pages stand in the order of the menu. Their headings are one level lower than on
the site, below those of the menu's parts, so that a PDF's bookmarks show the menu;
links from page to page lead to places in the same document.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from markupsafe import Markup

from tfprep.pages.templates import render
from tfprep.problems import Problem, ProblemError
from tfprep.site.offline import ADDRESS, TAG, is_foreign

_ARTICLE = re.compile(
    r'<article class="md-content__inner[^>]*>(.*)</article>', re.DOTALL
)
_NOTICE = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_PERMALINK = re.compile(r'<a class="headerlink"[^>]*>.*?</a>')
_HEADING = re.compile(r"<(/?)h([1-5])\b")
_NAMED = re.compile(r'(<[a-z][^>]*?\s(?:id|for)=")([^"]*)"')
_BASE = re.compile(r'<link rel="canonical" href="([^"]*)"')


@dataclass(frozen=True)
class Chapter:
    """One page of the site."""

    key: str
    """Its id in the document."""
    title: str
    content: Markup


@dataclass(frozen=True)
class Part:
    """What the menu shows together."""

    title: str
    chapters: Sequence[Chapter]


def make_book(root: Path, site: Path, made: str) -> Markup:
    """The site as one page, whose addresses start at the root of the site.

    Args:
        root: the folder of mkdocs.yml, which holds the menu.
        site: the built site.
        made: what it was made from, and when, for the title page.

    Raises:
        ProblemError: the menu names a page that the site lacks.
    """
    text = (root / "mkdocs.yml").read_text("utf-8")
    config = yaml.load(text, yaml.BaseLoader)  # noqa: S506 (strings only)
    menu = {title: list(_paths(below)) for title, below in _entries(config["nav"])}
    keys = {path: _key(path) for paths in menu.values() for path in paths}
    missing = [path for path in keys if not (site / path / "index.html").is_file()]
    if missing:
        said = "the menu names a page that the built site lacks. Build it: make site"
        raise ProblemError(Problem(site / path, None, said) for path in missing)
    base = _BASE.search((site / "index.html").read_text("utf-8"))
    links = _Links(keys, base[1] if base else None)
    parts = [
        Part(title, [_chapter(site, path, links) for path in paths])
        for title, paths in menu.items()
    ]
    styles = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.css"))
    return render("book", config=config, made=made, parts=parts, styles=styles)


def _entries(menu: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    """The parts of the menu with what is below them."""
    for entry in menu:
        yield from entry.items()


def _paths(below: Any) -> Iterator[str]:
    """Where the pages of a part of the menu stand in the site, from top to bottom."""
    if isinstance(below, str):
        path = posixpath.splitext(below)[0]
        yield "" if path == "index" else f"{path.removesuffix('/index')}/"
    else:
        for entry in below.values() if isinstance(below, dict) else below:
            yield from _paths(entry)


def _key(path: str) -> str:
    return path.strip("/").replace("/", "-") or "home"


@dataclass(frozen=True)
class _Links:
    """Where links of the site lead in the document."""

    keys: Mapping[str, str]
    base: str | None
    """Where the site is published, for what the document doesn't hold."""

    def moved(self, path: str, html: str) -> str:
        """The HTML of a page with its addresses and ids as the document has them."""
        key = self.keys[path]
        named = _NAMED.sub(rf'\g<1>{key}--\g<2>"', html)
        return TAG.sub(
            lambda tag: ADDRESS.sub(lambda found: self._move(path, found), tag[0]),
            named,
        )

    def _move(self, path: str, found: re.Match[str]) -> str:
        name, address = found[1], found[2]
        if is_foreign(address):
            return found[0]
        link = urlsplit(address)
        place = posixpath.normpath(posixpath.join("/", path, unquote(link.path)))
        inside = path if not link.path else f"{place.strip('/')}/".removeprefix("/")
        if name == "src":
            return f'src="{place}"'
        if inside in self.keys:
            anchor = f"--{link.fragment}" if link.fragment else ""
            return f'href="#{self.keys[inside]}{anchor}"'
        return f'href="{self.base.rstrip("/")}{place}"' if self.base else ""


def _chapter(site: Path, path: str, links: _Links) -> Chapter:
    """A page of the site as a part of the document."""
    text = (site / path / "index.html").read_text("utf-8")
    article = _ARTICLE.search(text)
    assert article is not None, f"{path} has no article"
    html = _NOTICE.sub("", article[1]).replace(' loading="lazy"', "")
    title = _TITLE.search(html)
    assert title is not None, f"{path} has no title"
    words = Markup(_PERMALINK.sub("", title[1])).striptags()  # noqa: S704 (becomes text)
    lower = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 1}", html)
    content = Markup(links.moved(path, lower))  # noqa: S704 (from our own page)
    return Chapter(links.keys[path], words, content)
