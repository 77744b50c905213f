"""Read a project so that one broken file hides nothing of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from tfprep.check.choice import Choice
from tfprep.check.material import Material
from tfprep.check.menu import read_menu
from tfprep.check.page_rules import read_page
from tfprep.check.repository_rules import is_utf8
from tfprep.content.library import Library
from tfprep.content.quiz import Quiz
from tfprep.content.skills import Syllabus
from tfprep.exam.taskspec.coverage import unknown_skills
from tfprep.exam.taskspec.task import Task, read_task, read_tasks
from tfprep.lessons.course import course_problems, lesson_files
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.parse import parse_lesson, read_header
from tfprep.lessons.quiz_code import quiz_source
from tfprep.problems import Problem, ProblemError
from tfprep.project import Project

Read = TypeVar("Read")


def read_material(project: Project, choice: Choice) -> Material:
    """Read a project as far as the rules for the chosen files need it.

    Every lesson is read in full only where everything is asked for, or a file of
    docs/data, because rules about those look at all lessons.
    """
    library, docs = Library(project.data), project.root / "docs"
    reader = _Reader(project, Choice() if choice.touches(project.data) else choice)
    syllabus = reader.attempt(lambda: library.syllabus)
    lessons, faulty_lessons = reader.lessons(syllabus)
    quizzes: Mapping[str, Quiz] = {}
    resources = placement = sources = None
    if choice.touches(project.data):
        reader.problems += library.problems()
        resources = reader.optional("resources.yml", lambda: library.resources)
        placement = reader.optional("placement.yml", lambda: library.placement)
        if syllabus:
            quizzes = reader.attempt(lambda: library.quizzes) or {}
    if choice.touches(docs):
        sources = reader.optional("sources.yml", lambda: library.sources)
    pages = reader.each(partial(read_page, path, docs) for path in _page_files(docs))
    tasks = tuple(reader.tasks(syllabus))
    return Material(
        project=project,
        library=library,
        lesson_files=tuple(lesson_files(project.examples)),
        lessons=tuple(lessons),
        faulty_lessons=tuple(faulty_lessons),
        quiz_code=tuple(reader.quiz_code(quizzes)),
        pages=pages,
        syllabus=syllabus,
        quizzes=quizzes,
        sources=sources,
        resources=resources,
        placement=placement,
        tasks=tasks,
        menu=read_menu(project.root / "mkdocs.yml"),
        problems=tuple(reader.problems),
        whole=not reader.problems and choice.touches(project.data),
    )


@dataclass
class _Reader:
    """Reads one thing after another, and keeps what is said of those it can't."""

    project: Project
    in_full: Choice
    """The lessons of which more is needed than the header."""
    problems: list[Problem] = field(default_factory=list)

    def attempt(self, read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except ProblemError as error:
            self.problems += error.problems
            return None

    def optional(self, name: str, read: Callable[[], Read]) -> Read | None:
        """What is read from a file of docs/data, if there is such a file."""
        return self.attempt(read) if (self.project.data / name).is_file() else None

    def each(self, reads: Iterable[Callable[[], Read]]) -> tuple[Read, ...]:
        found = [self.attempt(read) for read in reads]
        return tuple(x for x in found if x is not None)

    def lessons(self, syllabus: Syllabus | None) -> tuple[list[Lesson], list[Lesson]]:
        """The lessons that are needed in full: those with and without a fault of form.

        Whether files exist and names are taken is said too, and is no fault of form.
        """
        examples = self.project.examples
        files = lesson_files(examples)
        headers: list[Lesson] = []
        sound: list[Lesson] = []
        faulty: list[Lesson] = []
        for path in files:
            if not self.in_full.holds(path):
                header = self.attempt(partial(read_header, path, examples))
                headers += [header] if header else []
                continue
            lesson, problems = parse_lesson(path, examples)
            self.problems += problems
            if lesson is not None:
                (faulty if problems else sound).append(lesson)
        slugs = {p.relative_to(examples).with_suffix("").as_posix() for p in files}
        if syllabus:  # the others first: what is taken is said of those in question
            self.problems += course_problems([*headers, *sound], syllabus, slugs)
        return sound, faulty

    def quiz_code(self, quizzes: Mapping[str, Quiz]) -> Iterator[Lesson]:
        for topic, quiz in quizzes.items():
            path = self.project.data / "quiz" / f"{topic}.yml"
            yield quiz_source(path, topic, quiz)

    def tasks(self, syllabus: Syllabus | None) -> Iterator[Task]:
        """The exam's tasks whose facts can be read; a project may have none."""
        folder = self.project.exam_tasks
        if not folder.is_dir():
            return
        self.attempt(lambda: read_tasks(folder))
        for path in sorted(folder.glob("[!_.]*/task.yml")):
            try:
                task = read_task(path.parent)
            except ProblemError:
                continue  # read_tasks has said it
            self.problems += unknown_skills([task], syllabus) if syllabus else []
            texts = (task.folder / "brief.md", *task.solutions.values())
            if all(text.is_file() and is_utf8(text) for text in texts):
                yield task  # what is wrong with a file is said elsewhere


def _page_files(docs: Path) -> list[Path]:
    """The Markdown files of docs that MkDocs reads: it passes over hidden ones."""
    return sorted(
        path
        for path in docs.rglob("*.md")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(docs).parts)
    )
