"""All that a project executes, and what must hold between it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from os.path import realpath
from pathlib import Path

from tfprep.content.library import Library
from tfprep.content.skills import Syllabus
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.parse import read_lesson
from tfprep.lessons.quiz_code import quiz_source
from tfprep.problems import Problem, ProblemError, did_you_mean
from tfprep.project import Project


def lesson_files(examples: Path) -> list[Path]:
    """Files of lessons and sheets below `examples`, sorted; those of data hold none.

    What is hidden is none either: locks and copies of editors, checkpoints, caches.
    """

    def ours(path: Path) -> bool:
        parts = path.relative_to(examples).parts
        hidden = any(part.startswith(".") or part == "__pycache__" for part in parts)
        beside = parts[0] in ("data", "diagrams")
        return not beside and not hidden and not path.is_dir()

    return sorted(filter(ours, examples.rglob("*.py")))


@dataclass(frozen=True)
class Course:
    """What can be executed, and all that is wrong with the rest."""

    everything: tuple[Lesson, ...]
    """Lessons, sheets, and the code of quiz questions."""
    problems: tuple[Problem, ...]
    menu: str = ""
    """The text of mkdocs.yml: its menu says in which order lessons are read."""

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """The lessons alone."""
        return tuple(source for source in self.everything if not source.is_sheet)

    @cached_property
    def sheets(self) -> tuple[Lesson, ...]:
        """The sheets alone, those of the quizzes too."""
        return tuple(source for source in self.everything if source.is_sheet)

    @property
    def broken(self) -> tuple[Path, ...]:
        """The files with problems, sorted."""
        return tuple(sorted({problem.path for problem in self.problems}))

    def lesson(self, slug: str) -> Lesson:
        """The lesson or sheet with this slug.

        Raises:
            KeyError: nothing usable has it.
        """
        return {source.slug: source for source in self.everything}[slug]

    def below(self, paths: Iterable[Path]) -> Course:
        """What stands at or below the given paths; everything when there are none.

        Raises:
            ProblemError: a path holds no lesson.
        """
        wanted = [path.resolve() for path in paths]
        if not wanted:
            return self

        def holds(folder: Path, path: Path) -> bool:
            return Path(realpath(path)).is_relative_to(folder)  # a link may go round

        files = [source.path for source in self.everything] + list(self.broken)
        for folder in wanted:
            if not any(holds(folder, path) for path in files):
                text = "no lesson here; expected a lesson file or a folder of lessons"
                raise ProblemError([Problem(folder, None, text)])
        return replace(
            self,
            everything=tuple(
                x
                for x in self.everything
                if any(holds(folder, x.path) for folder in wanted)
            ),
            problems=tuple(
                x
                for x in self.problems
                if any(holds(folder, x.path) for folder in wanted)
            ),
        )


def in_menu_order(lessons: Iterable[Lesson], menu: str) -> list[Lesson]:
    """The lessons as mkdocs.yml lists them; those that it lacks come last.

    Args:
        menu: the text of mkdocs.yml, or of its menu.
    """
    order = re.findall(r"lessons/([\w/-]+)\.ipynb", menu)
    places = {slug: place for place, slug in enumerate(order)}
    return sorted(lessons, key=lambda lesson: places.get(lesson.slug, len(places)))


def read_course(
    project: Project,
    library: Library,
    read: Callable[[Path, Path], Lesson] = read_lesson,
) -> Course:
    """Read every lesson; one that is wrong does not hide the others.

    Args:
        read: how one is read; a server has its own way, which remembers.
    """
    files = lesson_files(project.examples)
    lessons: list[Lesson] = []
    problems: list[Problem] = []
    for path in files:
        try:
            lessons.append(read(path, project.examples))
        except ProblemError as error:
            problems += error.problems
    try:
        for topic, quiz in library.quizzes.items():
            path = project.data / "quiz" / f"{topic}.yml"
            lessons.append(quiz_source(path, topic, quiz))
    except ProblemError as error:
        problems += error.problems
    slugs = {
        path.relative_to(project.examples).with_suffix("").as_posix() for path in files
    }
    problems += course_problems(lessons, library.syllabus, slugs)
    broken = {problem.path for problem in problems}
    usable = tuple(lesson for lesson in lessons if lesson.path not in broken)
    return Course(usable, tuple(problems), _text(project.menu))


def _text(path: Path) -> str:
    """What a file holds; nothing, where it can't be read."""
    with suppress(OSError):
        return path.read_text("utf-8", errors="replace")
    return ""


def course_problems(
    lessons: Sequence[Lesson], syllabus: Syllabus, known: set[str]
) -> list[Problem]:
    """What is wrong between lessons; `known` holds every slug that has a file."""
    return [
        *_unknown_skills(lessons, syllabus),
        *_missing_files(lessons),
        *_missing_lessons(lessons, known),
        *_circles(lessons),
        *_duplicates(lessons),
        *_duplicate_ids(lessons),
        *_unknown_topics(lessons, syllabus),
    ]


def _unknown_skills(lessons: Sequence[Lesson], syllabus: Syllabus) -> Iterator[Problem]:
    for lesson in lessons:
        found = {skill for cell in lesson.cells for skill in cell.skills}
        for skill in sorted(found.union(lesson.header.skills)):
            if skill not in syllabus.skills:
                hint = did_you_mean(skill, syllabus.skills)
                text = f"unknown skill {skill}; docs/data/skills.yml lacks it.{hint}"
                yield Problem(lesson.path, _line(lesson, skill), text)


def _missing_files(lessons: Sequence[Lesson]) -> Iterator[Problem]:
    for lesson in lessons:
        for path in lesson.data_paths():
            if not path.is_file():
                text = f"no data file examples/data/{path.name}, which the header names"
                yield Problem(lesson.path, _line(lesson, path.name), text)
        for path in lesson.diagram_paths():
            if not path.is_file():
                text = (
                    f"no diagram examples/diagrams/{path.name}, which the prose shows"
                )
                yield Problem(lesson.path, _line(lesson, path.name), text)


def _missing_lessons(lessons: Sequence[Lesson], known: set[str]) -> Iterator[Problem]:
    for lesson in lessons:
        for slug in lesson.header.requires:
            if slug not in known:
                text = f"requires {slug}, but there is no examples/{slug}.py."
                hint = did_you_mean(slug, known)
                yield Problem(lesson.path, _line(lesson, slug), text + hint)


def _circles(lessons: Sequence[Lesson]) -> Iterator[Problem]:
    by_slug = {lesson.slug: lesson for lesson in lessons}
    try:
        TopologicalSorter(
            {s: lesson.header.requires for s, lesson in by_slug.items()}
        ).prepare()
    except CycleError as error:
        circle = list(reversed(error.args[1]))
        text = f"a circle of requirements: {' requires '.join(circle)}"
        yield Problem(
            by_slug[circle[0]].path, _line(by_slug[circle[0]], "requires"), text
        )


def _duplicates(lessons: Sequence[Lesson]) -> Iterator[Problem]:
    titles: dict[str, Lesson] = {}
    names: dict[str, Lesson] = {}
    for lesson in lessons:
        first = titles.setdefault(lesson.header.title.casefold(), lesson)
        if first is not lesson:
            text = f'the title "{lesson.header.title}" is taken by {first.slug}'
            yield Problem(lesson.path, _line(lesson, "title"), text)
        if lesson.is_sheet:
            continue
        first = names.setdefault(lesson.name, lesson)
        if first is not lesson:
            text = (
                f'the name "{lesson.name}" is taken by {first.slug}; rename one of them'
            )
            yield Problem(lesson.path, None, text)


def _duplicate_ids(lessons: Sequence[Lesson]) -> Iterator[Problem]:
    """What a learner has done is kept under the id of an exercise."""
    owners: dict[str, str] = {}
    for lesson in lessons:
        for cell in lesson.cells:
            owner = owners.setdefault(cell.id, f"{lesson.slug}, line {cell.line - 1}")
            if cell.id and owner != f"{lesson.slug}, line {cell.line - 1}":
                text = f'the id "{cell.id}" is taken by {owner}; choose another word'
                yield Problem(lesson.path, cell.line - 1, text)


def _unknown_topics(lessons: Sequence[Lesson], syllabus: Syllabus) -> Iterator[Problem]:
    topics = [topic.id for topic in syllabus.topics]
    known = ", ".join(topics)
    for lesson in lessons:
        if lesson.topic == "topics" and lesson.name not in topics:
            text = f'unknown topic "{lesson.name}"; expected one of {known}'
            yield Problem(lesson.path, None, text)
        elif not lesson.is_sheet and lesson.topic not in topics:
            text = f'unknown topic folder "{lesson.topic}"; expected one of {known}'
            yield Problem(lesson.path, None, text)


def _line(lesson: Lesson, word: str) -> int:
    """The header line that holds a word."""
    lines = lesson.path.read_text("utf-8").split("\n")
    return next((i for i, line in enumerate(lines, 1) if word in line), 1)
