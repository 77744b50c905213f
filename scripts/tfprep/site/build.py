"""What one build of the site knows of the course, and what it does with it."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from tfprep.content.board import newest_green
from tfprep.content.library import Library
from tfprep.exam.report.parts import Report
from tfprep.exam.report.sample import FILE as SAMPLE
from tfprep.exam.report.sample import URI as SAMPLE_REPORT
from tfprep.exam.report.sample import sample_page, sample_report
from tfprep.exam.taskspec.coverage import read_exam
from tfprep.exam.taskspec.task import Task
from tfprep.exam.templates import FOLDER as EXAM_TEMPLATES
from tfprep.execution.background import Live
from tfprep.execution.cache import Cache, Entry
from tfprep.execution.course_run import run_course
from tfprep.execution.versions import missing_for
from tfprep.lessons.course import Course, in_menu_order, read_course
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.origin import find_origin
from tfprep.lessons.repository import Repository, find_repository
from tfprep.pages.code_blocks import code_block
from tfprep.pages.course_index import URI as COURSE_INDEX
from tfprep.pages.course_index import course_index
from tfprep.pages.lesson_frame import notice_line
from tfprep.pages.macros import Macros
from tfprep.pages.notices import broken_notice, missing_notice, waiting_notice
from tfprep.pages.page_files import PageFiles
from tfprep.pages.page_notebook import makers
from tfprep.pages.prose import render_prose
from tfprep.pages.templates import FOLDER as PAGE_TEMPLATES
from tfprep.problems import Problem, ProblemError
from tfprep.project import Project
from tfprep.site.memory import Memory

log = logging.getLogger("mkdocs.tfprep")

TEMPLATES = (PAGE_TEMPLATES, EXAM_TEMPLATES)
"""Where our templates stand, beside those of the theme."""
_SNIPPET = re.compile(r'^\s*--8<-- "([^":]+)', re.MULTILINE)


@dataclass
class Build:
    """The course as one build found it."""

    project: Project
    library: Library
    tasks: Sequence[Task]
    repository: Repository | None
    course: Course
    data_mark: str
    """The mark of what the library and the tasks were read from."""
    template_mark: str
    """The mark of our templates, beside those of the theme."""
    memory: Memory
    entries: dict[str, Entry] = field(default_factory=dict)
    notices: dict[str, str] = field(default_factory=dict)
    """Why a page has no outputs, by slug."""
    pages: list[PageFiles] = field(default_factory=list)

    @classmethod
    def read(cls, project: Project, last: Build | None = None) -> Build:
        """Read everything that the site is made from.

        Args:
            last: an earlier build, from which is taken what hasn't changed.

        Raises:
            PluginError: a data file or a task is wrong; lessons may be.
        """
        mark = mark_of(*data_files(project))
        if last and last.data_mark == mark:
            library, tasks = last.library, last.tasks
        else:
            library = Library(project.data)
            tasks, problems = _read_tasks(project, library)
            refuse([*library.problems(), *problems], project.root)
        templates = mark_of(*(x for each in TEMPLATES for x in _below(each, ".j2")))
        if last and last.template_mark == templates:
            memory = last.memory
        else:
            memory = Memory()
            for made in (code_block, makers, render_prose):
                made.cache_clear()
        course = read_course(project, library, memory.lesson)
        repository = find_repository(project.root)
        return cls(project, library, tasks, repository, course, mark, templates, memory)

    @property
    def cache(self) -> Cache:
        """What executed lessons printed."""
        return Cache(self.project.cache / "lessons")

    def macros(self, menu: object) -> Macros:
        """What pages may call; lessons in the order of the menu."""
        path = self.project.root / "CHANGELOG.md"
        return Macros(
            self.library,
            self.tasks,
            in_menu_order(self.course.lessons, str(menu)),
            self.course.sheets,
            self.entries,
            self.repository,
            path.read_text("utf-8") if path.is_file() else "",
            self.sample,
        )

    def execute(self) -> None:
        """Fill `entries`.

        Raises:
            PluginError: a lesson is wrong or fails.
        """
        lessons = list(self._executable())
        if self.notices:
            names = ", ".join(sorted(self.notices))
            log.warning(
                "TensorFlow or others are not installed; without outputs: %s", names
            )
        try:
            self.entries = run_course(lessons, self.cache, self.course.problems)
        except ProblemError as error:
            refuse(error.problems, self.project.root)

    def look_up(self, live: Live | None) -> None:
        """Take the entries that are there, and have `live` make the others."""
        cache = self.cache
        lessons = list(self._executable())
        self.entries = {x.slug: e for x in lessons if (e := cache.get(x))}
        self.ask(live)

    def ask(self, live: Live | None) -> None:
        """Have missing lessons executed, and say on their pages what is going on."""
        lacking = [
            lesson
            for lesson in self.course.everything
            if lesson.slug not in self.entries and not missing_for(lesson)
        ]
        failed = {
            lesson.slug: problems
            for lesson in lacking
            if live and (problems := live.failure(lesson))
        }
        if live:
            live.want(lacking)
        for lesson in lacking:
            notice: str
            if lesson.slug in failed:
                notice = broken_notice(failed[lesson.slug], self.project.root)
            else:
                notice = waiting_notice()
            self.notices[lesson.slug] = notice

    def _executable(self) -> Iterator[Lesson]:
        """The lessons that can run here; the others get a notice."""
        for lesson in self.course.everything:
            if missing := missing_for(lesson):
                self.notices[lesson.slug] = missing_notice(missing)
            else:
                yield lesson

    def page_files(self, config: MkDocsConfig) -> Iterator[File]:
        """Each lesson's page, figures and downloads; the sheets' pages; an index."""
        folder = self.project.cache / "site"
        origin = find_origin(self.project.root)
        for source in self.course.everything:
            entry = self.entries.get(source.slug)
            made = self.memory.page_files(source, entry, origin)
            if made is None:
                continue
            self.pages.append(made)
            if made.page:
                _write(folder / made.uri, made.notebook)
                yield File(
                    made.uri, str(folder), config.site_dir, config.use_directory_urls
                )
            for uri, content in made.beside.items():
                yield File.generated(config, uri, content=content)
        for path in self.course.broken:
            yield from self._broken_page(path, config)
        index = course_index(in_menu_order(self.course.lessons, str(config.nav)))
        yield File.generated(config, COURSE_INDEX, content=index)
        if self.sample:
            page = sample_page(self.sample)
            yield File.generated(config, SAMPLE_REPORT, content=page)

    @cached_property
    def sample(self) -> Report | None:
        """What a report of the exam looks like, if the project has a recording.

        Raises:
            PluginError: it can't be read.
        """
        path = self.project.root / "docs" / SAMPLE
        if not path.is_file():
            return None
        try:
            return sample_report(path, self.tasks, self.library.syllabus, self.course)
        except ProblemError as error:
            refuse(error.problems, self.project.root)
            raise

    def check_pages(self, files: Files, *, serving: bool) -> None:
        """Say what in the lessons' prose can't be shown, or leads nowhere.

        Raises:
            PluginError: something is wrong, and nobody sees the page's notice.
        """
        found: list[Problem] = []
        for made in self.pages:
            wrong = list(made.problems(lambda uri: uri in files.src_uris))
            found += wrong
            if wrong:
                notice = broken_notice(wrong, self.project.root)
                self.notices[made.lesson.slug] = notice
        if serving:
            report(found, self.project.root)
        else:
            refuse(found, self.project.root)

    def _broken_page(self, path: Path, config: MkDocsConfig) -> Iterator[File]:
        """While serving: a page that says why there is none."""
        problems = [p for p in self.course.problems if p.path == path]
        report(problems, self.project.root)
        if not path.is_relative_to(self.project.examples):
            return
        source = path.relative_to(self.project.examples).with_suffix(".md").as_posix()
        notice = broken_notice(problems, self.project.root)
        if not source.startswith("topics/"):
            uri = source if source.startswith("reference/") else f"lessons/{source}"
            text = f"# {path.stem}\n\n{notice_line(notice)}\n"
            yield File.generated(config, uri, content=text)

    def common(self, files: Files, config: MkDocsConfig, theme: str) -> str:
        """A mark of what every page is made from.

        Args:
            theme: the mark of the theme's templates.
        """
        uris = sorted(file.src_uri for file in files.documentation_pages())
        names = ("glossary.yml", "skills.yml", "sources.yml")
        data = (self.project.data / name for name in names)
        templates = (theme, self.template_mark)
        return mark_of(
            Path(config.config_file_path), *data, *uris, self.repository, *templates
        )

    def mark(self, file: File) -> str:
        """A mark of what a page is made from, beside what its macros say."""
        content = file.content_bytes
        uri = file.src_uri.removesuffix(".md")
        parts: list[object] = [content, self.notices.get(uri)]
        names = _SNIPPET.findall(content.decode("utf-8", "replace"))
        parts += [self.project.root / name for name in names]
        if lesson := self.lesson_of(file):
            titles = {x.slug: x.header.title for x in self.course.lessons}
            entry = self.entries.get(lesson.slug)
            parts += [
                lesson.header,
                *lesson.diagram_paths(),
                [titles.get(slug) for slug in lesson.header.requires],
                self.notices.get(lesson.slug),
                newest_green(self.library.boards, lesson.slug),
                (entry.executed, entry.cpu_seconds, entry.versions) if entry else None,
            ]
        return mark_of(*parts)

    def lesson_of(self, file: File) -> Lesson | None:
        """The lesson or sheet that a page shows."""
        uri = file.src_uri
        if not uri.endswith(".ipynb"):
            return None
        return self.course.lesson(uri.removeprefix("lessons/").removesuffix(".ipynb"))


def _read_tasks(project: Project, library: Library) -> tuple[list[Task], list[Problem]]:
    """The exam's tasks, or what is wrong with them."""
    try:
        return list(read_exam(project.exam_tasks, library.syllabus).values()), []
    except ProblemError as error:
        return [], error.problems


def data_files(project: Project) -> list[Path]:
    """The files that library, tasks and macros read, beside lessons and templates."""
    folders = (project.data, project.exam_tasks)
    return [x for each in folders for x in _below(each, ".yml", ".yaml", ".md", ".py")]


def _below(folder: Path, *suffixes: str) -> list[Path]:
    """The files below a folder with one of these suffixes, sorted."""
    return sorted(path for path in folder.rglob("*") if path.suffix in suffixes)


def mark_of(*parts: object) -> str:
    """A digest of the content of files, and of what other parts look like."""
    digest = hashlib.sha256()
    for part in parts:
        said = repr(part).encode() if not isinstance(part, bytes) else part
        digest.update(f"{len(said)} ".encode() + said)
        if isinstance(part, Path) and part.is_file():
            digest.update(part.read_bytes())
    return digest.hexdigest()


def _write(path: Path, text: str) -> None:
    """Write a file, unless it says the same already: mkdocs-jupyter keys on it."""
    if not path.is_file() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def refuse(problems: Sequence[Problem], root: Path) -> None:
    """End the build if anything is wrong.

    Raises:
        PluginError: with every problem, by paths below the project's root.
    """
    if problems:
        listed = "\n\n".join(str(problem.relative_to(root)) for problem in problems)
        raise PluginError(f"{len(problems)} to fix:\n\n{listed}")


def report(problems: Iterable[Problem], root: Path) -> None:
    """While serving: say what is wrong, and go on."""
    for problem in problems:
        log.error("%s", problem.relative_to(root))
