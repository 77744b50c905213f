"""While serving: make again only the pages that a change can reach.

MkDocs makes every page at every change. Its dirty builds leave out pages that are newer
than their file, which isn't enough: a page also shows data, lessons and outputs. So
each page has a mark of all that it is made from, and where MkDocs asks a file whether
it was modified, marks are compared. What can reach any page (the configuration, the set
of pages, the glossary, a template, a title in the menu) makes all of them again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from material.plugins.search.plugin import SearchPlugin
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs_jupyter.plugin import Plugin as JupyterPlugin

from tfprep.pages.macros import Macros

log = logging.getLogger("mkdocs.tfprep")

Macro = Callable[..., str]
Call = tuple[str, tuple[Any, ...], dict[str, Any], str]
"""A macro's name, its arguments, and what it said."""

_READ = (
    *("title", "_title_from_render", "meta", "markdown", "content", "toc"),
    *("present_anchor_ids", "edit_url"),
)
"""What reading gives to a page, for its template and for those that link to it."""


@dataclass
class Made:
    """A page as it was last made."""

    mark: str
    page: Page
    calls: list[Call] = field(default_factory=list)


@dataclass
class State:
    """What a build knows of the pages."""

    macros: Macros | None = None
    common: str = ""
    """The mark of what every page is made from."""
    menu: str = ""
    made: dict[str, Made] = field(default_factory=dict)
    """By source path."""
    found: list[dict[str, Any]] = field(default_factory=list)
    """The entries of the search index."""


class Rebuild:
    """What is known from one build of a server to its next."""

    def __init__(self) -> None:
        self._last = State()
        self._now = State()
        self._macros: dict[str, Macro] = {}
        self._kept: set[str] = set()
        self._reading = ""
        self._nav: Navigation | None = None

    def run(self, first: MkDocsConfig, url: str) -> None:
        """Build once more, in place of the builder that MkDocs gave the server.

        Args:
            first: the configuration that the server was started with.
            url: where the site is served.
        """
        host, port = first.dev_addr
        config = load_config(
            first.config_file_path,
            site_dir=first.site_dir,
            dev_addr=f"{host}:{port}",
            strict=first.strict,
            use_directory_urls=first.use_directory_urls,
        )
        config.site_url = url
        try:
            build(config, serve_url=url, dirty=True)
        except BaseException:  # also SystemExit, by which MkDocs and its plugins stop
            self._last = State()  # the site is half made: make all of it next time
            raise

    def begin(self, macros: Macros) -> dict[str, Macro]:
        """Begin a build; gives its macros, such that their calls are noted."""
        self._now, self._kept, self._macros = State(macros), set(), macros.all()
        return {name: partial(self._call, name) for name in self._macros}

    def _call(self, name: str, *args: Any, **options: Any) -> str:
        said = self._macros[name](*args, **options)
        if made := self._now.made.get(self._reading):
            made.calls.append((name, args, options, said))
        return said

    def choose(
        self,
        common: str,
        nav: Navigation,
        files: Files,
        config: MkDocsConfig,
        mark: Callable[[File], str],
    ) -> None:
        """Have MkDocs ask us which pages were modified."""
        self._now.common, self._nav = common, nav
        same = self._now.macros == self._last.macros  # then each says the same

        def is_modified(file: File) -> bool:
            uri = file.src_uri
            if uri in self._kept:  # asked for the second time: is it to be written?
                return self._now.menu != self._last.menu
            if uri in self._now.made:
                return True
            old = self._last.made.get(uri)
            if old is None or common != self._last.common or old.mark != mark(file):
                return True
            if not same and not all(map(self._still_says, old.calls)):
                return True
            self._keep(old, file, files, config)
            return False

        for file in files.documentation_pages():
            file.is_modified = partial(is_modified, file)  # type: ignore[method-assign]  # the only way in

    def read(self, page: Page, mark: str) -> None:
        """A page is about to be read."""
        self._reading = page.file.src_uri
        self._now.made[self._reading] = Made(mark, page)

    def keeps(self, page: Page) -> bool:
        """Whether a page is as it was read for an earlier build."""
        return page.file.src_uri in self._kept

    def arrange(self) -> None:
        """All pages have been read, and with them the titles in the menu."""
        self._now.menu = str(self._nav)

    def end(self, config: MkDocsConfig) -> None:
        """All pages are written: complete the search index, and remember the build."""
        unwritten = self._kept if self._now.menu == self._last.menu else set()
        for plugin in config.plugins.values():
            if isinstance(plugin, SearchPlugin):
                urls = {self._now.made[uri].page.url for uri in self._kept}
                entries = plugin.search_index.entries
                entries[:0] = [x for x in self._last.found if _page_of(x) in urls]
                self._now.found = list(entries)
        written = sorted(self._now.made.keys() - unwritten)
        names = ", ".join(written if len(written) < 10 else [*written[:9], "..."])
        log.info("Pages made: %d of %d: %s", len(written), len(self._now.made), names)
        for gone in _targets(self._last) - _targets(self._now):
            Path(gone).unlink(missing_ok=True)
        self._last = self._now

    def _still_says(self, call: Call) -> bool:
        name, args, options, said = call
        return name in self._macros and self._macros[name](*args, **options) == said

    def _keep(self, old: Made, file: File, files: Files, config: MkDocsConfig) -> None:
        """Take a page as it was read for an earlier build."""
        page = file.page
        assert page is not None
        for plugin in config.plugins.values():
            if isinstance(plugin, JupyterPlugin):  # else it forgets what it rendered
                plugin.on_pre_page(page, config, files)
        had = vars(old.page)
        vars(page).update({name: had[name] for name in _READ if name in had})
        links = old.page.links_to_anchors or {}
        there = {files.get_file_from_path(to.src_uri): x for to, x in links.items()}
        page.links_to_anchors = {to: x for to, x in there.items() if to is not None}
        self._now.made[file.src_uri] = Made(old.mark, page, old.calls)
        self._kept.add(file.src_uri)


def _targets(state: State) -> set[str]:
    """Where the pages of a build stand on disk."""
    return {made.page.file.abs_dest_path for made in state.made.values()}


def _page_of(entry: Mapping[str, Any]) -> str:
    """The address of the page that an entry of the search index leads to."""
    return str(entry["location"]).partition("#")[0]


def _is_no_dirty_warning(record: logging.LogRecord) -> bool:
    """MkDocs warns of what dirty builds leave out; these leave nothing out."""
    return not record.getMessage().startswith("A 'dirty' build")


logging.getLogger(build.__module__).addFilter(_is_no_dirty_warning)
