"""Hold the chosen files of a project to every rule."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tfprep.check.choice import Choice
from tfprep.check.code_rules import CODE
from tfprep.check.course_rules import COURSE, WHOLE_COURSE
from tfprep.check.credit_rules import CREDITS, Foreign
from tfprep.check.diagram_rules import DIAGRAM
from tfprep.check.first_use_rules import FIRST_USE
from tfprep.check.id_rules import IDS
from tfprep.check.lesson_rules import LESSON, LESSON_OR_SHEET, prose_lines
from tfprep.check.link_rules import LINKS
from tfprep.check.material import Material
from tfprep.check.number_rules import NUMBERS, read_numbers
from tfprep.check.order_rules import ORDER
from tfprep.check.output_rules import EXECUTED, Executed
from tfprep.check.page_rules import PAGE
from tfprep.check.phrase_rules import PHRASES
from tfprep.check.prose import PROSE, Prose
from tfprep.check.reading import read_material
from tfprep.check.repository_rules import SOURCE, SourceFile
from tfprep.check.scope import Scope, Subject
from tfprep.check.task_rules import TASK, brief_text
from tfprep.execution.cache import Cache
from tfprep.problems import Problem, ProblemError
from tfprep.project import Project

SCOPES = (
    PROSE,
    PAGE,
    LESSON_OR_SHEET,
    LESSON,
    NUMBERS,
    DIAGRAM,
    CODE,
    EXECUTED,
    TASK,
    COURSE,
    WHOLE_COURSE,
    LINKS,
    ORDER,
    FIRST_USE,
    IDS,
    CREDITS,
    PHRASES,
    SOURCE,
)
"""Everything that has rules."""


@dataclass(frozen=True)
class Report:
    """What came of a walk."""

    files: int
    """How many were looked at."""
    problems: tuple[Problem, ...]
    """By file and line."""


def check_files(project: Project, choice: Choice) -> Report:
    """Hold every chosen file to every rule of its kind."""
    every_file = list(source_files(project))
    files = [file for file in every_file if choice.holds(file.path)]
    material = read_material(project, choice)
    found = [
        *material.problems,
        *COURSE.problems(material),
        *LINKS.problems(material),
        *(WHOLE_COURSE.problems(material) if material.whole else ()),
        *ORDER.problems(material),
        *FIRST_USE.problems(material),
        *(IDS.problems(material) if material.whole else ()),
        *_each(CREDITS, _foreign(material, every_file)),
        *_each(PHRASES, files),
        *_each(SOURCE, files),
        *lesson_problems(material),
        *_each(PAGE, material.pages),
        *_each(PROSE, (Prose(page.path, page.lines, 0) for page in material.pages)),
        *_each(DIAGRAM, material.diagrams),
        *_each(TASK, material.tasks),
        *_each(PROSE, map(brief_text, material.tasks)),
    ]
    chosen = {problem for problem in found if choice.holds(problem.path)}
    ordered = sorted(chosen, key=lambda p: (p.path, p.line or 0, p.text))
    return Report(len(files), tuple(ordered))


def lesson_problems(material: Material) -> Iterator[Problem]:
    """What lessons, sheets and the code of quizzes break, outputs included."""
    for lesson in (*material.lessons, *material.faulty_lessons):
        yield from LESSON_OR_SHEET.problems(lesson)
        below = 2 if lesson.topic == "topics" else 1  # a section of a page, or a page
        yield from PROSE.problems(Prose(lesson.path, prose_lines(lesson), below))
    yield from _each(LESSON, (x for x in material.lessons if not x.is_sheet))
    yield from _each(NUMBERS, map(read_numbers, material.lessons))
    yield from _each(CODE, (*material.lessons, *material.quiz_code))
    yield from _each(EXECUTED, executed(material))


def _foreign(material: Material, files: Iterable[SourceFile]) -> Iterator[Foreign]:
    """All that may be somebody else's, where a project says whose it is."""
    if not (material.project.data / "credits.yml").is_file():
        return
    try:
        others = material.library.credits
    except ProblemError:
        return  # what is wrong with the file is said with the others of docs/data
    yield Foreign(
        material.project,
        others,
        tuple(file.path for file in files),
        material.lesson_files,
        tuple(task.folder for task in material.tasks),
    )


def executed(material: Material) -> Iterator[Executed]:
    """What the cache knows of lessons, sheets and quizzes as they are now."""
    cache = Cache(material.project.cache / "lessons")
    for lesson in (*material.lessons, *material.quiz_code):
        has_data = all(path.is_file() for path in lesson.data_paths())
        if has_data and (entry := cache.get(lesson)):
            quiz = material.quizzes.get(lesson.name) if lesson.topic == "quiz" else None
            yield Executed(lesson, entry, quiz)


def source_files(project: Project) -> Iterator[SourceFile]:
    """Every file of a project that git does not ignore; without git, of its folders."""
    committed = _git(project.root, "--cached")
    new = _git(project.root, "--others", "--exclude-standard")
    others = [] if committed else _in_folders(project)
    parts = (project.examples, project.root / "docs", project.exam_tasks)
    for path in sorted({*committed, *new, *others}):
        if path.is_file():
            by_author = any(path.is_relative_to(part) for part in parts)
            yield SourceFile(path, path in committed, by_author)


def _git(root: Path, *options: str) -> set[Path]:
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            ["git", "ls-files", "-z", *options],  # noqa: S607 - the user's own git
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        return set()
    return {root / name for name in done.stdout.split("\0") if name}


def _in_folders(project: Project) -> list[Path]:
    folders = (project.examples, project.root / "docs", project.exam_tasks)
    return [path for folder in folders for path in folder.rglob("[!.]*")]


def _each(scope: Scope[Subject], subjects: Iterable[Subject]) -> Iterator[Problem]:
    for subject in subjects:
        yield from scope.problems(subject)
