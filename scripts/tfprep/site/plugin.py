"""MkDocs' events: when what happens. What happens is told in `build`."""

from __future__ import annotations

import errno
import gc
import socket
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Literal

import click
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext
from mkdocs_macros.plugin import MacrosPlugin
from watchdog.observers.polling import PollingObserver

from tfprep.content.sources import cited
from tfprep.execution.background import Live
from tfprep.execution.stopping import exit_code, stop_on_signals, was_told_to_stop
from tfprep.lessons.diagrams import draw_ahead
from tfprep.lessons.origin import find_origin
from tfprep.pages.footnotes import add_footnotes
from tfprep.pages.highlighting import AHEAD
from tfprep.pages.search_text import searchable
from tfprep.problems import ProblemError
from tfprep.project import Project
from tfprep.site.build import TEMPLATES, Build, refuse, report
from tfprep.site.finishing import Finishing
from tfprep.site.jupyter import use_our_template
from tfprep.site.links import Linker
from tfprep.site.live_pages import LivePages
from tfprep.site.published import Published
from tfprep.site.rebuild import Rebuild
from tfprep.site.search_index import write_search_index
from tfprep.site.theme_files import ThemeFiles

THEME = Path(__file__).parent / "theme"
LOOK = 0.2
"""Seconds between two looks at the sources while serving."""


class LessonsPlugin:
    """Handlers of MkDocs' events; scripts/mkdocs_hooks.py registers them."""

    def __init__(self) -> None:
        self.serving = False
        """Whether pages follow their sources, and lessons run beside the server."""
        self._wants_port = False
        self.live: Live | None = None
        self.live_pages = LivePages()
        self.rebuild = Rebuild()
        self.theme = ThemeFiles()
        self.published: Published | None = None
        self._build: Build | None = None
        self._content = ""

    @property
    def build(self) -> Build:
        """The build that is under way."""
        assert self._build is not None, "MkDocs calls on_config first"
        return self._build

    def on_startup(
        self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool
    ) -> None:
        """Remember whether lessons run beside the server or before the build.

        A server that builds once, with --no-livereload, can show no outputs later.
        """
        self._wants_port = command == "serve"
        self.serving = self._wants_port and reloads()
        stop_on_signals()
        gc.disable()  # a build throws little away: to look for it took a fifteenth

    def on_shutdown(self) -> None:
        """Stop the kernels."""
        gc.enable()
        AHEAD.stop()
        self.live_pages.stop()
        if self.live:
            self.live.stop()
        if was_told_to_stop():
            raise SystemExit(exit_code())

    @event_priority(50)  # before the macros plugin reads what we register
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Find the repository and the lessons; execute them when we are building."""
        if self._wants_port and self.live is None:
            _check_port(config.dev_addr.host, config.dev_addr.port)
        build = Build.read(Project(Path(config.config_file_path).parent), self._build)
        if build.repository:
            config.repo_url = config.repo_url or build.repository.url
            config.repo_name = config.repo_name or build.repository.name
            config.edit_uri = config.edit_uri or "edit/main/docs/"
        config.theme.dirs.insert(0, str(THEME))
        compiled = build.project.cache / "templates"
        self.theme.use_for(config.theme, compiled)
        use_our_template(compiled)
        self.live_pages.update(build)
        site = "" if self._wants_port else find_origin(build.project.root).site
        self.published = Published(build.project, site) if site else None
        config.extra["published"] = bool(site)
        if self.serving:
            build.look_up(self.live)
        else:
            build.execute()
        plugin = config.plugins["macros"]
        assert isinstance(plugin, MacrosPlugin)
        plugin.register_macros(self.rebuild.begin(build.macros(config.nav)))
        self._build = build
        return config

    @event_priority(50)  # before mkdocs-jupyter takes the notebooks
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add each lesson's page, figures and downloads, and the sheets' pages."""
        if not _has_pages(config):
            AHEAD.start()
        lessons = self.build.course.lessons
        draw_ahead(path for lesson in lessons for path in lesson.diagram_paths())
        for file in self.build.page_files(config):
            files.append(file)
        self.build.check_pages(files, serving=self.serving)
        AHEAD.want(made.code for made in self.build.pages)
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """While serving: find out which pages have to be made again."""
        common = self.build.common(files, config, self.theme.mark(config.theme))
        self.rebuild.choose(common, nav, files, config, self.build.mark)
        return nav

    def on_pre_page(self, page: Page, config: MkDocsConfig, files: Files) -> Page:
        """Note what the page is made from."""
        self.rebuild.read(page, self.build.mark(page.file))
        return page

    @event_priority(-50)  # after the macros, which may cite too
    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Add the footnotes of what a page cites."""
        path = Path(page.file.abs_src_path or page.file.src_uri)
        if not cited(markdown) or page.file.src_uri.endswith(".ipynb"):
            return markdown
        try:
            return add_footnotes(path, markdown, self.build.library.sources)
        except ProblemError as error:
            self._say(error)
            return markdown

    @event_priority(-50)  # after mkdocs-jupyter has rendered the page
    def on_page_content(
        self, html: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Make a lesson's page light and frame it; finish the other pages."""
        try:
            return Finishing(self.build).finish(html, page, Linker(page, files))
        except ProblemError as error:
            self._say(error)
            return html

    def _say(self, error: ProblemError) -> None:
        """End a build with what is wrong with a page; a server goes on."""
        if not self.serving:
            refuse(error.problems, self.build.project.root)
        report(error.problems, self.build.project.root)

    def on_env(
        self, env: Environment, config: MkDocsConfig, files: Files
    ) -> Environment:
        """Every page has been read, and has its title."""
        AHEAD.stop()
        self.rebuild.arrange()
        if self.published:
            self.published.draw(files)
        return env

    @event_priority(50)  # before the search reads the page
    def _as_searched(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Any
    ) -> None:
        """Give the search what helps to find a page, and of one that is kept nothing.

        It knows that one, and to read the rest of the others is a third of a build.
        """
        self._content = page.content or ""
        kept = self.rebuild.keeps(page)
        page.content = "" if kept else searchable(self._content)

    @event_priority(-50)
    def _as_shown(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Any
    ) -> None:
        """Show the page as it was."""
        page.content = self._content

    on_page_context = CombinedEvent(_as_searched, _as_shown)

    @event_priority(50)  # before the search index is written
    def _remember(self, config: MkDocsConfig) -> None:
        """Remember the pages for the next build."""
        if self.serving:
            self.rebuild.end(config)

    @event_priority(-50)  # after it is written, and before Material's offline plugin
    def _light_index(self, config: MkDocsConfig) -> None:
        """Write the search index once more, as our search reads it."""
        write_search_index(Path(config.site_dir), self.build.library)

    def _publish(self, config: MkDocsConfig) -> None:
        """Add what others show of the site, if it has an address."""
        if self.published:
            self.published.write(Path(config.site_dir))

    on_post_build = CombinedEvent(_remember, _light_index, _publish)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Watch the sources; now that the first site stands, execute what it lacks."""
        gc.freeze()  # what the first build made stays
        gc.enable()
        build = self.build
        self.live = Live(build.cache, build.project.cache / "live")
        self.live.start(build.course.everything)
        _look_often(server, config)
        sources = (build.project.examples, build.project.exam_tasks, THEME, *TEMPLATES)
        for folder in (*sources, self.live.signal.parent):
            if folder.is_dir():
                server.watch(str(folder))
        build.ask(self.live)
        self.live_pages.start(build, server.url)
        server.builder = partial(self.rebuild.run, config, server.url)
        return server


def reloads() -> bool:
    """Whether `mkdocs serve` builds again after a change; plugins aren't told."""
    command = click.get_current_context(silent=True)
    params = command.params if command else {}
    if "no_livereload" in params:  # ProperDocs has two options where MkDocs has one
        return not params["no_livereload"]
    return bool(params.get("livereload", True))


def _has_pages(config: MkDocsConfig) -> bool:
    """Whether mkdocs-jupyter knows pages of an earlier build: then most are known."""
    folder = Path(config.plugins["mkdocs-jupyter"].config["cache_dir"])
    return any(folder.glob("*.json"))


def _look_often(server: LiveReloadServer, config: MkDocsConfig) -> None:
    """Have the server look for changes more often than MkDocs' twice a second."""
    watched = []
    for path in (config.docs_dir, config.config_file_path, *config.theme.dirs):
        with suppress(KeyError):  # MkDocs doesn't watch it
            server.unwatch(path)
            watched.append(path)
    server.observer = PollingObserver(timeout=LOOK)
    for path in watched:
        server.watch(path)


def _check_port(host: str, port: int) -> None:
    """Say at once that the port is taken, not after the whole site was built."""
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PluginError(
                f"Port {port} of {host} is in use, perhaps by another mkdocs serve. "
                f"Stop it, or choose another port: make serve PORT={port + 1}, "
                f"or mkdocs serve -a {host}:{port + 1}"
            ) from None
