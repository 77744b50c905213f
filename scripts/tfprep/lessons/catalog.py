"""All lessons of a project, and what must hold between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tfprep.lessons.source import Lesson, read_lesson
from tfprep.problems import Problem, ProblemError, did_you_mean
from tfprep.project import Project
from tfprep.skills import Syllabus


def lesson_files(examples: Path) -> list[Path]:
    """The lesson files below `examples`, sorted; examples/data holds none."""
    found = examples.rglob("*.py")
    return sorted(
        path for path in found if path.relative_to(examples).parts[0] != "data"
    )


@dataclass(frozen=True)
class Catalog:
    """The lessons that can be used, and all that is wrong with the others."""

    lessons: tuple[Lesson, ...]
    problems: tuple[Problem, ...]

    @property
    def broken(self) -> tuple[Path, ...]:
        """The files with problems, sorted."""
        return tuple(sorted({problem.path for problem in self.problems}))

    def lesson(self, slug: str) -> Lesson:
        """The lesson with this slug.

        Raises:
            KeyError: no usable lesson has it.
        """
        return {lesson.slug: lesson for lesson in self.lessons}[slug]

    def below(self, paths: Iterable[Path]) -> Catalog:
        """What stands at or below the given paths; everything when there are none.

        Raises:
            ProblemError: a path holds no lesson.
        """
        wanted = [path.resolve() for path in paths]
        if not wanted:
            return self

        def holds(folder: Path, path: Path) -> bool:
            return path.resolve().is_relative_to(folder)

        files = [lesson.path for lesson in self.lessons] + list(self.broken)
        for folder in wanted:
            if not any(holds(folder, path) for path in files):
                text = "no lesson here; expected a lesson file or a folder of lessons"
                raise ProblemError([Problem(folder, None, text)])
        return Catalog(
            tuple(
                x
                for x in self.lessons
                if any(holds(folder, x.path) for folder in wanted)
            ),
            tuple(
                x
                for x in self.problems
                if any(holds(folder, x.path) for folder in wanted)
            ),
        )


def read_catalog(project: Project) -> Catalog:
    """Read every lesson; one that is wrong does not hide the others."""
    files = lesson_files(project.examples)
    lessons: list[Lesson] = []
    problems: list[Problem] = []
    for path in files:
        try:
            lessons.append(read_lesson(path, project.examples))
        except ProblemError as error:
            problems += error.problems
    slugs = {
        path.relative_to(project.examples).with_suffix("").as_posix() for path in files
    }
    problems += catalog_problems(lessons, project.syllabus, slugs)
    broken = {problem.path for problem in problems}
    usable = tuple(lesson for lesson in lessons if lesson.path not in broken)
    return Catalog(usable, tuple(problems))


def catalog_problems(
    lessons: Sequence[Lesson], syllabus: Syllabus, known: set[str]
) -> list[Problem]:
    """What is wrong between lessons; `known` holds every slug that has a file."""
    return [
        *_unknown_skills(lessons, syllabus),
        *_missing_files(lessons),
        *_missing_lessons(lessons, known),
        *_circles(lessons),
        *_duplicates(lessons),
        *_unknown_topics(lessons, syllabus),
    ]


def _unknown_skills(lessons: Sequence[Lesson], syllabus: Syllabus) -> Iterator[Problem]:
    for lesson in lessons:
        for skill in lesson.header.skills:
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
        first = names.setdefault(lesson.name, lesson)
        if first is not lesson:
            text = (
                f'the name "{lesson.name}" is taken by {first.slug}; rename one of them'
            )
            yield Problem(lesson.path, None, text)


def _unknown_topics(lessons: Sequence[Lesson], syllabus: Syllabus) -> Iterator[Problem]:
    topics = [topic.id for topic in syllabus.topics]
    for lesson in lessons:
        if lesson.topic not in topics:
            known = ", ".join(topics)
            text = f'unknown topic folder "{lesson.topic}"; expected one of {known}'
            yield Problem(lesson.path, None, text)


def _line(lesson: Lesson, word: str) -> int:
    """The header line that holds a word."""
    lines = lesson.path.read_text("utf-8").splitlines()
    return next((i for i, line in enumerate(lines, 1) if word in line), 1)
