"""Scaffolds: a lesson or a task, whole but for what only its author can write.

Each place to write holds the words FILL IN, and `tfprep check` lists them.
"""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from tfprep.content.library import Library
from tfprep.exam.taskspec.task import CATEGORIES, EVERY_TASK, FILES, FORMS, read_task
from tfprep.lessons.course import lesson_files
from tfprep.problems import Problem, ProblemError, did_you_mean
from tfprep.project import Project

LONGEST = 40
"""Characters of a name: it is a part of addresses, and of a learner's commands."""


def new_lesson(project: Project, slug: str) -> Path:
    """Write the file of a new lesson.

    Args:
        slug: `topic/name`, as the lesson will be called.

    Raises:
        ProblemError: there is no such topic, the name doesn't fit or is taken.
    """
    given = re.sub(r"^(?:\./)?(?:examples/)?|\.py$", "", slug)
    topic, _, name = given.rpartition("/")
    path = project.examples / f"{given}.py"
    topics = {topic.id: topic for topic in Library(project.data).syllabus.topics}
    if topic not in topics:
        got = f"got the topic {topic}" if topic else f"got {slug} without a topic"
        hint = did_you_mean(topic, topics)
        text = f"{got}, expected TOPIC/NAME with one of {', '.join(topics)}.{hint}"
        raise ProblemError([Problem(path, None, text)])
    _check_name(path, name, "-")
    taken = next((x for x in lesson_files(project.examples) if x.stem == name), None)
    if taken:
        other = taken.relative_to(project.examples).with_suffix("").as_posix()
        text = (
            f"got the name {name}, which {other} has, expected one that no lesson has; "
            "choose another, nothing was written"
        )
        raise ProblemError([Problem(path, None, text)])
    skill = topics[topic].skills[0].id
    _write({path: _text("lesson.py", slug=given, name=name, skill=skill)})
    return path


def new_task(project: Project, name: str) -> Path:
    """Write the folder of a new task of the exam.

    Args:
        name: as a learner will type it, with hyphens; the folder has underscores.

    Raises:
        ProblemError: the name doesn't fit or is taken.
    """
    folder = project.exam_tasks / name.replace("-", "_")
    _check_name(folder, folder.name, "_")
    if folder.exists():
        text = (
            f"got the name {name}, which is taken, expected one that no task has; "
            "choose another, nothing was written"
        )
        raise ProblemError([Problem(folder, None, text)])
    category, form = _free_place(project)
    skills = Library(project.data).syllabus.skills
    skill = next(skill for skill in skills if skill not in EVERY_TASK)
    facts = {"category": category, "form": form, "name": name, "skill": skill}
    files = ("__init__.py", *FILES)
    _write({folder / file: _text(f"task/{file}", **facts) for file in files})
    return folder


def _check_name(path: Path, name: str, joint: str) -> None:
    """Refuse what can't be a name: words of a-z and 0-9, joined by `joint`."""
    if re.fullmatch(rf"[a-z][a-z0-9]*(?:{joint}[a-z0-9]+)*", name) and (
        len(name) <= LONGEST
    ):
        return
    better = re.sub(r"[^a-z0-9]+", joint, name.lower()).strip(joint + "0123456789")
    hint = f"; try {better[:LONGEST].strip(joint)}" if better else ""
    sign = "hyphens" if joint == "-" else "underscores"
    text = (
        f'got the name "{name}", expected {LONGEST} characters at most: a-z, 0-9 and '
        f"{sign} between them, a letter first{hint}"
    )
    raise ProblemError([Problem(path, None, text)])


def _free_place(project: Project) -> tuple[str, int]:
    """A category and a form that no task has; where all are taken, the first."""
    taken = set()
    for path in project.exam_tasks.glob("[!_.]*/task.yml"):
        try:
            spec = read_task(path.parent).spec
        except ProblemError:
            continue  # tfprep check says it
        taken.add((spec.category, spec.form))
    places = [(category, form) for form in FORMS for category in CATEGORIES]
    return next((place for place in places if place not in taken), places[0])


def _text(template: str, **facts: object) -> str:
    environment = Environment(
        loader=PackageLoader("tfprep.check", "templates"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Python, YAML and Markdown from our own files
    )
    return environment.get_template(f"{template}.jinja").render(facts)


def _write(texts: dict[Path, str]) -> None:
    """Write files that must not be there yet."""
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
