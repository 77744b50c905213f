"""Rules for ids."""

from __future__ import annotations

import pytest
from projects import RESOURCES, TinyCourse

from tfprep.check.choice import Choice
from tfprep.check.id_rules import IDS
from tfprep.check.reading import read_material

QUIZ = """\
reviewed: 2026-11-22
questions:
  - id: nn-1-types
    skill: NN-1
    question: What is the type of it?
    options:
      - {text: one, why: Because it is so., right: true}
      - {text: two, why: Because it is not.}
      - {text: three, why: Because it is not.}
"""
PATHS = """\
study_paths:
  - id: new
    title: New to it
    practice: 2
    steps:
      - {id: set-up, text: Set up your machine., hours: 1, estimate: true}
      - lessons: basics
"""
IDS_FILE = """\
exercises:
  - basics/one/double
questions:
  - nn-1-types
steps:
  - lesson-basics-one
  - set-up
  - old-step
retired:
  old-step: 2026-11-27
"""


@pytest.fixture
def full(course: TinyCourse) -> TinyCourse:
    """A course with an exercise, a question, two steps, and the list of their ids."""
    course.write("basics/one")
    data = course.project.data
    (data / "quiz").mkdir()
    (data / "quiz" / "basics.yml").write_text(QUIZ)
    (data / "resources.yml").write_text(RESOURCES)
    (data / "study_paths.yml").write_text(PATHS)
    (data / "ids.yml").write_text(IDS_FILE)
    return course


def said(course: TinyCourse, old: str = "", new: str = "") -> list[str]:
    """What the rules say of a course once its list has `new` in place of `old`."""
    path = course.project.data / "ids.yml"
    path.write_text(path.read_text().replace(old, new, 1))
    material = read_material(course.project, Choice())
    assert [problem for problem in material.problems if problem.path == path] == []
    return [
        str(problem.relative_to(course.root)).removeprefix("docs/data/ids.yml:")
        for problem in IDS.problems(material)
    ]


def test_a_list_of_all_ids_is_fine(full: TinyCourse) -> None:
    """Exercises, questions and steps, a lesson's step too, and retired ones."""
    assert said(full) == []


@pytest.mark.parametrize(
    ("old", "new", "said_of_it"),
    [
        (
            "exercises:\n  - basics/one/double\n",
            "exercises: []\n",
            '1: got the id basics/one/double, expected it in the list: add "- basics/'
            'one/double" below "exercises:".',
        ),
        ("questions:\n  - nn-1-types\n", "questions: []\n", "3: got the id nn-1-types"),
        ("  - set-up\n", "", "5: got the id set-up"),
        ("  - lesson-basics-one\n", "", "5: got the id lesson-basics-one"),
    ],
)
def test_an_id_that_is_not_listed_is_said_with_its_line(
    full: TinyCourse, old: str, new: str, said_of_it: str
) -> None:
    """The message has the line to add, and where."""
    (found,) = said(full, old, new)

    assert found.startswith(said_of_it)


def test_a_changed_id_is_said_twice(full: TinyCourse) -> None:
    """The new one isn't listed, and the old one is lost: it may be a slip."""
    added, lost = said(full, "one/double", "one/doubles")

    assert added.startswith("1: got the id basics/one/double, expected it in the list")
    assert added.endswith('Did you mean "basics/one/doubles"?')
    assert lost.startswith("2: got basics/one/doubles, which nothing has any more")
    assert 'add it below "retired:" with today\'s date' in lost


def test_a_retired_id_never_comes_back(full: TinyCourse) -> None:
    """What learners did with the old thing would count for the new one."""
    (found,) = said(full, "  old-step: 2026", "  old-step: 2026-11-27\n  set-up: 2026")

    assert found.startswith("11: got set-up in use, though retired, expected a new id")


def test_a_course_without_a_list_has_no_rules_for_it(course: TinyCourse) -> None:
    """Whoever begins a course of their own needs none."""
    course.write("basics/one")

    assert list(IDS.problems(read_material(course.project, Choice()))) == []
