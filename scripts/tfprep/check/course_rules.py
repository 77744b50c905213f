"""Rules for the course as a whole: every skill is served, every page is found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tfprep.check.material import Material, line_of, line_of_skill
from tfprep.check.scope import Scope
from tfprep.content.skills import Skill
from tfprep.content.sources import cited
from tfprep.exam.taskspec.coverage import tasks_by_skill
from tfprep.exam.taskspec.task import CATEGORIES, FORMS
from tfprep.lessons.cells import Role, heading_of
from tfprep.lessons.lesson import Lesson
from tfprep.problems import Problem, did_you_mean

COURSE: Scope[Material] = Scope("what must fit between files")
WHOLE_COURSE: Scope[Material] = Scope("the course, when all of it can be read")

COUNTING = ("README.md", "CHANGELOG.md", "docs/index.md", "docs/topics/skill-map.md")
"""Texts whose figures are those of the course; of the changelog, its newest part."""
QUESTIONS = 2
"""Of the quiz, for each skill: one to know, one to think about."""
SNIPPET = [Role.PROSE, Role.CODE, Role.CLAIM]
"""How a skill's section on the page of its topic begins."""


@COURSE.rule
def each_page_is_in_the_menu(material: Material) -> Iterator[Problem]:
    """What is in no menu can be found by search alone."""
    if material.menu is None:
        return
    for path, page in _menu_pages(material):
        count = material.menu.pages.count(page)
        if not count:
            text = (
                "got no entry in the menu, expected one; "
                f"{material.menu.place_for(page)}, or where its readers need it"
            )
            yield Problem(path, None, text)
        elif count > 1:
            text = f"got {count} entries in the menu of mkdocs.yml, expected one"
            yield Problem(path, None, f"{text}; leave one there")


@COURSE.rule
def the_menu_names_files(material: Material) -> Iterator[Problem]:
    """An entry of the menu leads somewhere."""
    if material.menu is None:
        return
    known = [page for _, page in _menu_pages(material)]
    for line, page in material.menu.entries:
        if page not in known:
            hint = did_you_mean(page, known)
            text = f"got {page} in the menu, expected a page that is there.{hint}"
            yield Problem(material.menu.path, line, text)


def _menu_pages(material: Material) -> Iterator[tuple[Path, str]]:
    """The file of each page, and how the menu names it."""
    for page in material.pages:
        yield page.path, page.name
    examples = material.project.examples
    for path in material.lesson_files:
        slug = path.relative_to(examples).with_suffix("").as_posix()
        folder = slug.partition("/")[0]
        if folder != "topics":  # their sections stand on pages of docs
            yield path, f"{slug if folder == 'reference' else 'lessons/' + slug}.ipynb"


@COURSE.rule
def each_skill_has_a_section_and_a_snippet(material: Material) -> Iterator[Problem]:
    """The page of a topic explains each of its skills and shows code that ran."""
    for topic in material.topics:
        sheet = material.lesson(f"topics/{topic.id}")
        if sheet is not None:
            for skill in topic.skills:
                yield from _section_problems(sheet, skill)


def _section_problems(sheet: Lesson, skill: Skill) -> Iterator[Problem]:
    places = [i for i, cell in enumerate(sheet.cells) if skill.id in cell.skills]
    if len(places) != 1:
        lines = ", ".join(str(sheet.cells[place].line) for place in places)
        got = f"{len(places)} sections (lines {lines})" if places else "no section"
        text = f'got {got} for {skill.id}, expected one cell with skills=["{skill.id}"]'
        yield Problem(sheet.path, sheet.cells[places[1]].line if places else None, text)
        return
    cells = sheet.cells[places[0] : places[0] + len(SNIPPET)]
    if (roles := [cell.role for cell in cells]) != SNIPPET:
        text = (
            f"got {', '.join(roles)} for {skill.id}, expected {', '.join(SNIPPET)}: "
            "a text, code that shows it, and what the code proves"
        )
        yield Problem(sheet.path, cells[0].line, text)
    if not heading_of(cells[0]).startswith(f"{skill.id}: "):
        text = (
            f'got the heading "{heading_of(cells[0])}", expected "{skill.id}: " and a '
            "short name; links lead to it"
        )
        yield Problem(sheet.path, cells[0].line, text)


@WHOLE_COURSE.rule
def each_skill_is_taught_practiced_and_asked(material: Material) -> Iterator[Problem]:
    """The map of skills has no hole: lesson, exercise, quiz and exam task."""
    questions = Counter(
        question.skill
        for quiz in material.quizzes.values()
        for question in quiz.questions
    )
    lessons = [lesson for lesson in material.lessons if not lesson.is_sheet]
    cells = [cell for lesson in lessons for cell in lesson.cells]
    taught = {s for cell in cells if cell.role is Role.PROSE for s in cell.skills}
    practiced = {s for cell in cells if cell.role is Role.EXERCISE for s in cell.skills}
    for skill in material.skills:
        found = {
            "a section in a lesson": skill.id in taught,
            "an exercise": skill.id in practiced,
            f"{QUESTIONS} quiz questions": questions[skill.id] >= QUESTIONS,
        }
        if lacking := [name for name, there in found.items() if not there]:
            text = f"got {skill.id} without {', '.join(lacking)}, expected all of them"
            yield Problem(material.skills_file, line_of_skill(material, skill.id), text)


@WHOLE_COURSE.rule
def each_skill_has_a_task_or_a_reason(material: Material) -> Iterator[Problem]:
    """A skill has an exam task, or says why none can show it, and never both."""
    if material.syllabus is None or not material.tasks:
        return
    asking = tasks_by_skill(material.tasks, material.syllabus)
    for skill in material.skills:
        if bool(asking[skill.id]) == bool(skill.no_task):
            names = ", ".join(task.name for task in asking[skill.id])
            got = f"both no_task and {names}" if names else "neither a task nor no_task"
            text = (
                f"got {got} for {skill.id}, expected one of them; name the skill in a "
                "task.yml, or say in no_task why no task can show it"
            )
            yield Problem(material.skills_file, line_of_skill(material, skill.id), text)


@WHOLE_COURSE.rule
def a_score_shows_a_skill(material: Material) -> Iterator[Problem]:
    """A model shows part of what its task asks, and of a skill without one nothing."""
    # The report and the map of skills take from `no_trace` what a score says.
    if material.syllabus is None or not material.tasks:
        return
    shown = {skill.id for skill in material.skills if not skill.no_trace}
    for task in material.tasks:
        if shown.isdisjoint(task.spec.skills):
            text = (
                "skills: got only such with no_trace, expected one that a model shows; "
                "name one, or take its no_trace away"
            )
            yield Problem(task.folder / "task.yml", None, text)
    for skill in material.skills:
        if skill.no_trace and skill.no_task:
            text = (
                f"got both no_task and no_trace for {skill.id}, expected no_task "
                "alone: without a task there is no model"
            )
            yield Problem(material.skills_file, line_of_skill(material, skill.id), text)


@WHOLE_COURSE.rule
def the_exam_has_full_forms(material: Material) -> Iterator[Problem]:
    """Each form has one task of each category, as a sitting needs them."""
    there = {(task.spec.category, task.spec.form) for task in material.tasks}
    for form in FORMS if material.tasks else ():
        for letter in CATEGORIES:
            if (letter, form) not in there:
                text = f"got no task {letter} in form {form}, expected one; write it"
                yield Problem(material.project.exam_tasks, None, text)


@WHOLE_COURSE.rule
def a_good_solution_is_not_the_only_one(material: Material) -> Iterator[Problem]:
    """In each category some task has two: bands must not fit one idea alone."""
    there = {t.spec.category for t in material.tasks if "other" in t.solutions}
    for letter in CATEGORIES if material.tasks else ():
        if letter not in there:
            text = f"got no other.py in category {letter}, expected one or more"
            said = f"{text}; write a second solution of another kind for a task"
            yield Problem(material.project.exam_tasks, None, said)


@WHOLE_COURSE.rule
def the_placement_leads_somewhere(material: Material) -> Iterator[Problem]:
    """Its lessons and exercises are there, and belong to their topics."""
    if material.placement is None:
        return
    path = material.project.data / "placement.yml"
    lessons = [lesson for lesson in material.lessons if not lesson.is_sheet]
    exercises = {x.id: lesson.topic for lesson in lessons for x in lesson.exercises}
    starts = {lesson.slug: lesson.topic for lesson in lessons}
    for each in material.placement.topics:
        for key, name, known in (
            ("start", each.start, starts),
            ("exercise", each.exercise, exercises),
        ):
            if name and known.get(name) != each.topic:
                hint = did_you_mean(name, [x for x in known if known[x] == each.topic])
                what = "a lesson" if key == "start" else "the id of an exercise"
                text = f'got "{name}", expected {what} of {each.topic}.{hint}'
                yield Problem(path, line_of(path, rf"\s+{key}: {name}\b"), text)


@WHOLE_COURSE.rule
def each_diagram_is_shown(material: Material) -> Iterator[Problem]:
    """A diagram that no lesson shows anymore goes."""
    shown = {path for lesson in material.lessons for path in lesson.diagram_paths()}
    for diagram in material.diagrams:
        if diagram.path not in shown:
            text = (
                "got a diagram that no lesson shows, expected diagrams in use; write "
                f"![What it shows](../diagrams/{diagram.path.name}) into one, or take "
                "it away"
            )
            yield Problem(diagram.path, None, text)


@WHOLE_COURSE.rule
def right_options_stand_anywhere(material: Material) -> Iterator[Problem]:
    """Somebody who always picks the same place doesn't pass a quiz."""
    places = Counter(
        place
        for quiz in material.quizzes.values()
        for question in quiz.questions
        for place, option in enumerate(question.options, 1)
        if option.right
    )
    for place, count in places.items():
        if count >= 0.5 * places.total() and places.total() > 9:
            text = (
                f"got {count} of {places.total()} right options in place {place}, "
                "expected less than half in any place; move some"
            )
            yield Problem(material.project.data / "quiz", None, text)


@COURSE.rule
def cited_sources_exist(material: Material) -> Iterator[Problem]:
    """A page cites a source by an id of docs/data/sources.yml."""
    if material.sources is None:
        return
    for page in material.pages:
        for name in cited(page.text):
            if name not in material.sources:
                hint = did_you_mean(name, material.sources)
                text = (
                    f"got the source [^{name}], expected an id of "
                    f"docs/data/sources.yml; add it there.{hint}"
                )
                yield Problem(page.path, page.line_of(f"[^{name}]"), text)


@WHOLE_COURSE.rule
def each_source_is_cited(material: Material) -> Iterator[Problem]:
    """A source that nobody cites anymore goes."""
    path = material.project.data / "sources.yml"
    used = {name for page in material.pages for name in cited(page.text)}
    for name in material.sources or ():
        if name not in used:
            text = (
                f"got {name}, which no page cites, expected sources in use; "
                f"cite it as [^{name}], or take it away"
            )
            yield Problem(path, line_of(path, rf"[\"']?{re.escape(name)}[\"']?:"), text)


@WHOLE_COURSE.rule
def texts_count_right(material: Material) -> Iterator[Problem]:
    """What the README, the changelog and pages count is so today."""
    lessons = [lesson for lesson in material.lessons if not lesson.is_sheet]
    real = {
        "exercises": sum(len(lesson.exercises) for lesson in lessons),
        "lessons": len(lessons),
        "resources": len(material.resources.resources) if material.resources else 0,
        "skills": len(material.skills),
    }
    for name in COUNTING:
        path = material.project.root / name
        for number, line in _newest_lines(path) if path.is_file() else ():
            for got, noun in re.findall(rf"\b(\d+) ({'|'.join(real)})\b", line):
                if int(got) != real[noun]:
                    text = (
                        f"got {got} {noun}, expected {real[noun]}, as many as there "
                        "are; fix the number"
                    )
                    yield Problem(path, number, text)


def _newest_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a text; of a changelog those before its second version."""
    versions = 0
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        versions += line.startswith("## [")
        if versions > 1:
            return
        yield number, line
