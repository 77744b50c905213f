"""Rules for ids: what learners have done is kept under them, so they never change."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tfprep.check.material import Material, line_of
from tfprep.check.scope import Scope
from tfprep.content.ids import KINDS, lesson_step
from tfprep.content.study_paths import LessonsStep, StudyPathStep
from tfprep.problems import Problem, did_you_mean

IDS: Scope[Material] = Scope("ids, under which progress is kept")

NAME = "ids.yml"


@IDS.rule
def each_id_is_listed(material: Material) -> Iterator[Problem]:
    """The list of ids tells which ones are taken for good."""
    if not _has_list(material):
        return
    path = material.project.data / NAME
    listed = material.library.ids
    for kind, names in ids_in_use(material).items():
        for name in names:
            if name not in listed.of(kind):
                lost = [x for x in listed.of(kind) if x not in names]
                hint = did_you_mean(name, [x for x in lost if x not in listed.retired])
                text = (
                    f'got the id {name}, expected it in the list: add "- {name}" below '
                    f'"{kind}:". If it had another id before, give it that back.{hint}'
                )
                yield Problem(path, line_of(path, f"{kind}:"), text)


@IDS.rule
def no_id_is_lost(material: Material) -> Iterator[Problem]:
    """What learners did under an id must not vanish by a slip."""
    if not _has_list(material):
        return
    listed = material.library.ids
    for kind, names in ids_in_use(material).items():
        for name in listed.of(kind):
            if name not in names and name not in listed.retired:
                text = (
                    f"got {name}, which nothing has any more, expected it in use; give "
                    'it back, or, if it went for good, add it below "retired:" with '
                    "today's date"
                )
                yield _problem(material, rf"\s*- {re.escape(name)}\s*$", text)


@IDS.rule
def no_retired_id_comes_back(material: Material) -> Iterator[Problem]:
    """Under it stands what learners did with something else."""
    if not _has_list(material):
        return
    in_use = {name for names in ids_in_use(material).values() for name in names}
    for name in material.library.ids.retired:
        if name in in_use:
            text = f"got {name} in use, though retired, expected a new id; give it one"
            yield _problem(material, rf"\s*{re.escape(name)}:", text)


def ids_in_use(material: Material) -> dict[str, list[str]]:
    """The ids that the course has now, by their kinds."""
    lessons = [lesson for lesson in material.lessons if not lesson.is_sheet]
    quizzes = material.quizzes.values()
    found = (
        [exercise.id for lesson in lessons for exercise in lesson.exercises],
        [question.id for quiz in quizzes for question in quiz.questions],
        list(dict.fromkeys(_steps(material))),
    )
    return dict(zip(KINDS, found, strict=True))


def _steps(material: Material) -> Iterator[str]:
    """The planner's steps, a lesson's for each lesson."""
    for lesson in material.lessons:
        if not lesson.is_sheet:
            yield lesson_step(lesson.slug)
    if not (material.project.data / "study_paths.yml").is_file():
        return
    for study_path in material.library.study_paths.study_paths:
        for step in study_path.steps:
            if not isinstance(step, LessonsStep | StudyPathStep):
                yield step.id


def _has_list(material: Material) -> bool:
    return (material.project.data / NAME).is_file()


def _problem(material: Material, pattern: str, text: str) -> Problem:
    path = material.project.data / NAME
    return Problem(path, line_of(path, pattern), text)
