"""The MkDocs plugin: lessons in, executed pages out."""

from __future__ import annotations

import errno
import logging
import posixpath
import re
import socket
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url
from mkdocs_macros.plugin import MacrosPlugin

from tfprep.content.library import Library
from tfprep.exam.taskspec.coverage import read_exam
from tfprep.exam.taskspec.task import Task
from tfprep.execution.background import Live
from tfprep.execution.batch import run_lessons
from tfprep.execution.cache import Cache, Entry
from tfprep.execution.progress import Progress
from tfprep.execution.versions import missing_for
from tfprep.lessons.course import Course, read_course
from tfprep.lessons.learner_notebook import learner_notebook, learner_script
from tfprep.lessons.lesson import Lesson
from tfprep.pages.footnotes import add_footnotes, cited
from tfprep.pages.lesson_frame import Frame, notice_line, reviewed_line
from tfprep.pages.macros import Macros
from tfprep.pages.maths import render_arithmatex
from tfprep.pages.notices import broken_notice, missing_notice, waiting_notice
from tfprep.pages.page_cache import Shelf
from tfprep.pages.page_notebook import PageNotebook
from tfprep.pages.repository import Repository, find_repository
from tfprep.pages.terms import link_terms
from tfprep.problems import Problem, ProblemError
from tfprep.project import Project
from tfprep.site.prerender import prerender

log = logging.getLogger("mkdocs.tfprep")

GLOSSARY = "reference/glossary.md"
THEME = Path(__file__).parent / "theme"


@dataclass
class Build:
    """What one build knows of the lessons."""

    project: Project
    library: Library
    repository: Repository | None
    course: Course
    entries: dict[str, Entry] = field(default_factory=dict)
    notices: dict[str, str] = field(default_factory=dict)
    """Why a page has no outputs, by slug."""

    @cached_property
    def shelf(self) -> Shelf:
        return Shelf(self.project.cache / "pages")


class LessonsPlugin:
    """Handlers of MkDocs' events; scripts/mkdocs_hooks.py registers them."""

    def __init__(self) -> None:
        self.serving = False
        self.live: Live | None = None
        self.build: Build | None = None

    def on_startup(
        self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool
    ) -> None:
        """Remember whether lessons run beside the server or before the build."""
        self.serving = command == "serve"

    def on_shutdown(self) -> None:
        """Stop the kernels."""
        if self.live:
            self.live.stop()

    @event_priority(50)  # before the macros plugin reads what we register
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Find the repository and the lessons; execute them when we are building."""
        project = Project(Path(config.config_file_path).parent)
        if self.serving and self.live is None:
            _check_port(config.dev_addr.host, config.dev_addr.port)
        library = Library(project.data)
        tasks, problems = _read_tasks(project, library)
        _refuse([*library.problems(), *problems], project.root)
        repository = find_repository(project.root)
        if repository:
            config.repo_url = config.repo_url or repository.url
            config.repo_name = config.repo_name or repository.name
            config.edit_uri = config.edit_uri or "edit/main/docs/"
        config.theme.dirs.insert(0, str(THEME))
        course = read_course(project, library)
        self.build = Build(project, library, repository, course)
        self._execute(self.build)
        lessons = in_menu_order(course.lessons, config.nav)
        macros = Macros(library, tasks, lessons, course.sheets, self.build.entries)
        plugin = config.plugins["macros"]
        assert isinstance(plugin, MacrosPlugin)
        plugin.register_macros(macros.all())
        return config

    @event_priority(50)  # before mkdocs-jupyter takes the notebooks
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add each lesson's page, figures and downloads, and the sheets' pages."""
        build = self._current()
        folder = build.project.cache / "site"
        pages = []
        for source in build.course.everything:
            uri = page_uri(source)
            if uri is None:
                continue
            notebook = PageNotebook(source, build.entries.get(source.slug))
            _write(folder / uri, nbformat.writes(notebook.node))
            pages.append(_page_file(uri, folder, config))
            files.append(pages[-1])
            extra: dict[str, str | bytes] = dict(notebook.figures)
            if not source.is_sheet:
                extra[f"{source.name}.ipynb"] = nbformat.writes(
                    learner_notebook(source)
                )
                extra[f"{source.name}.py"] = learner_script(source)
            base = uri.removesuffix(".ipynb")
            for name, content in extra.items():
                files.append(File.generated(config, f"{base}/{name}", content=content))
        for path in build.course.broken:
            self._add_broken(path, files, config)
        if self.serving and self.live is None:
            prerender(pages, files, config, build.shelf)
        return files

    @event_priority(-50)  # after the macros, which may cite too
    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Add the footnotes of what a page cites."""
        path = Path(page.file.abs_src_path or page.file.src_uri)
        if not cited(markdown) or page.file.src_uri.endswith(".ipynb"):
            return markdown
        build = self._current()
        try:
            return add_footnotes(path, markdown, build.library.sources)
        except ProblemError as error:
            if not self.serving:
                _refuse(error.problems, build.project.root)
            _report(error.problems, build.project.root)
            return markdown

    @event_priority(-50)  # after mkdocs-jupyter has rendered the page
    def on_page_content(
        self, html: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Make a lesson's page light and frame it; finish the other pages."""
        build = self._current()
        lesson = self._source_of(page)
        if lesson is None:
            reviewed = page.meta.get("reviewed")
            uri = page.file.src_uri.removesuffix(".md")
            above = reviewed_line(reviewed, uri) if reviewed else ""
            above += notice_line(build.notices.get(uri, ""))
            text = render_arithmatex(html).replace("</h1>", "</h1>" + above, 1)
            return self._with_terms(text, page, files)
        link = _Linker(page, files)
        light = build.shelf.get(html)
        page.toc = get_toc(deepcopy(list(light.contents)))  # type: ignore[arg-type]  # the same keys
        frame = self._frame(build, lesson, link)
        page.edit_url = frame.edit
        above = frame.above(build.notices.get(lesson.slug, ""))
        text = light.linked(link.from_lesson).replace("</h1>", "</h1>" + above, 1)
        below = frame.below(build.entries.get(lesson.slug))
        return self._with_terms(text + below, page, files)

    def _with_terms(self, html: str, page: Page, files: Files) -> str:
        """The page with links to the glossary, unless its front matter says no."""
        if not files.get_file_from_path(GLOSSARY) or not page.meta.get("terms", True):
            return html
        link = _Linker(page, files)
        glossary = self._current().library.glossary
        return link_terms(html, glossary, lambda term: link.to(f"{GLOSSARY}#{term}"))

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Forget pages that are no longer used."""
        self._current().shelf.clear_unused()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Watch the sources; now that the first site stands, execute what it lacks."""
        build = self._current()
        server.watch(str(build.project.examples))
        if build.project.exam_tasks.is_dir():
            server.watch(str(build.project.exam_tasks))
        live = Live(
            Cache(build.project.cache / "lessons"), build.project.cache / "live"
        )
        live.start(build.course.everything)
        server.watch(str(live.signal.parent))
        self.live = live
        self._ask(build)
        return server

    def _current(self) -> Build:
        assert self.build is not None, "MkDocs calls on_config first"
        return self.build

    def _execute(self, build: Build) -> None:
        """Fill `entries`, or say in `notices` why an entry lacks."""
        cache = Cache(build.project.cache / "lessons")
        lessons = []
        for lesson in build.course.everything:
            if missing := missing_for(lesson):
                build.notices[lesson.slug] = missing_notice(missing)
            else:
                lessons.append(lesson)
        if self.serving:
            build.entries = {x.slug: e for x in lessons if (e := cache.get(x))}
            self._ask(build)
            return
        if build.notices:
            names = ", ".join(sorted(build.notices))
            log.warning(
                "TensorFlow or others are not installed; without outputs: %s", names
            )
        with Progress() as progress:
            report = run_lessons(lessons, cache, listen=progress)
        progress.summarize(report)
        build.entries = report.entries
        problems = [
            p for slug in sorted(report.problems) for p in report.problems[slug]
        ]
        _refuse([*build.course.problems, *problems], build.project.root)

    def _ask(self, build: Build) -> None:
        """Have missing lessons executed, and say on their pages what is going on."""
        lacking = [
            lesson
            for lesson in build.course.everything
            if lesson.slug not in build.entries and not missing_for(lesson)
        ]
        failed = {
            lesson.slug: problems
            for lesson in lacking
            if self.live and (problems := self.live.failure(lesson))
        }
        for lesson in lacking:
            if lesson.slug in failed:
                notice = broken_notice(failed[lesson.slug], build.project.root)
            else:
                notice = waiting_notice(len(lacking) - len(failed))
                if self.live:
                    self.live.want(lesson)
            build.notices[lesson.slug] = notice

    def _add_broken(self, path: Path, files: Files, config: MkDocsConfig) -> None:
        """While serving: a page that says why there is none."""
        build = self._current()
        problems = [p for p in build.course.problems if p.path == path]
        _report(problems, build.project.root)
        if not path.is_relative_to(build.project.examples):
            return
        source = path.relative_to(build.project.examples).with_suffix(".md").as_posix()
        notice = broken_notice(problems, build.project.root)
        text = f'# {path.stem}\n\n<p class="lesson-notice" role="status">{notice}</p>\n'
        if not source.startswith("topics/"):
            uri = source if source.startswith("reference/") else f"lessons/{source}"
            files.append(File.generated(config, uri, content=text))

    def _source_of(self, page: Page) -> Lesson | None:
        """The lesson or sheet that a page shows."""
        uri = page.file.src_uri
        if not uri.endswith(".ipynb"):
            return None
        slug = uri.removeprefix("lessons/").removesuffix(".ipynb")
        return self._current().course.lesson(slug)

    def _frame(self, build: Build, lesson: Lesson, link: _Linker) -> Frame:
        repository = build.repository
        return Frame(
            lesson=lesson,
            syllabus=build.library.syllabus,
            titles={other.slug: other.header.title for other in build.course.lessons},
            link=link.to,
            colab=repository.colab_url(f"{lesson.slug}.ipynb") if repository else None,
            edit=repository.edit_url(f"examples/{lesson.slug}.py")
            if repository
            else None,
        )


class _Linker:
    """Links from one page to others, by their source paths."""

    def __init__(self, page: Page, files: Files) -> None:
        self.page = page
        self.files = files

    def to(self, target: str) -> str:
        """A link to a source path, with an optional #anchor."""
        path, mark, anchor = target.partition("#")
        file = self.files.get_file_from_path(path)
        if file is None:
            log.warning(
                "%s links to %s, which doesn't exist", self.page.file.src_uri, path
            )
            return target
        return get_relative_url(file.url, self.page.url) + mark + anchor

    def from_lesson(self, href: str) -> str:
        """A link that stands in a lesson, relative to its file."""
        folder = posixpath.dirname(self.page.file.src_uri)
        return self.to(posixpath.normpath(posixpath.join(folder, href)))


def _read_tasks(project: Project, library: Library) -> tuple[list[Task], list[Problem]]:
    """The exam's tasks, or what is wrong with them."""
    try:
        return list(read_exam(project.exam_tasks, library.syllabus).values()), []
    except ProblemError as error:
        return [], error.problems


def in_menu_order(lessons: Sequence[Lesson], menu: object) -> list[Lesson]:
    """The lessons as mkdocs.yml lists them; those that it lacks come last."""
    order = re.findall(r"lessons/([\w/-]+)\.ipynb", str(menu))
    places = {slug: place for place, slug in enumerate(order)}
    return sorted(lessons, key=lambda lesson: places.get(lesson.slug, len(places)))


def page_uri(source: Lesson) -> str | None:
    """Where a lesson or sheet stands among the site's sources; None: in no page."""
    if not source.is_sheet:
        return f"lessons/{source.slug}.ipynb"
    # The pages of docs/topics show the other sheets' sections and questions.
    return f"{source.slug}.ipynb" if source.topic == "reference" else None


def _page_file(uri: str, folder: Path, config: MkDocsConfig) -> File:
    return File(uri, str(folder), config.site_dir, config.use_directory_urls)


def _write(path: Path, text: str) -> None:
    """Write a file, unless it says the same already: mkdocs-jupyter keys on it."""
    if not path.is_file() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _refuse(problems: list[Problem], root: Path) -> None:
    if problems:
        listed = "\n\n".join(str(problem.relative_to(root)) for problem in problems)
        raise PluginError(f"{len(problems)} to mend:\n\n{listed}")


def _report(problems: list[Problem], root: Path) -> None:
    """While serving: say what is wrong, and go on."""
    for problem in problems:
        log.error("%s", problem.relative_to(root))


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
