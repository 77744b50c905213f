"""The file of study paths."""

from pathlib import Path

import pytest
from data_files import slip
from projects import LIBRARY

from tfprep.content.study_paths import (
    EitherStep,
    LessonsStep,
    StudyPaths,
    StudyPathStep,
    TextStep,
    read_study_paths,
)

STUDY_PATHS = """\
study_paths:
  - id: short
    title: The short path
    practice: 2
    steps:
      - &begin {id: begin, text: Begin here, hours: 1, estimate: true}
      - lessons: basics
      - {id: read, resource: a-book, do: the first half, hours: 10, length: its author}
  - id: long
    title: The long path
    practice: 3
    steps:
      - *begin
      - id: watch
        either:
          - {resource: free-videos, do: all of them}
          - {resource: paid-videos, do: the first course}
        hours: 8.5
        estimate: true
      - study_path: short
"""


def read(path: Path) -> StudyPaths:
    """The study paths of a course with one topic and three resources."""
    resources = ["a-book", "free-videos", "paid-videos"]
    known = {"skills.yml": ["basics"], "resources.yml": resources}
    return read_study_paths(path, lambda: known)


def written(folder: Path, text: str) -> Path:
    """A file of study paths with this text."""
    path = folder / "study_paths.yml"
    path.write_text(text, "utf-8")
    return path


def test_the_real_file_has_the_two_study_paths_of_the_guide() -> None:
    """The beginner's path ends with the other one, and both teach all five topics."""
    real = LIBRARY.study_paths

    assert [way.id for way in real.study_paths] == ["knows", "beginner"]
    assert real.study_paths[1].steps[-1] == StudyPathStep(study_path="knows")
    for way in real.study_paths:
        steps = real.study_path(way.id).steps
        taught = {step.lessons for step in steps if isinstance(step, LessonsStep)}
        assert taught == {"basics", "developer", "images", "text", "sequences"}


def test_a_topic_is_followed_by_practice() -> None:
    """After the lessons of each topic that ends in models there is a project."""
    real = LIBRARY.study_paths

    steps = real.study_path("knows").steps
    builds = {step.id for step in steps if isinstance(step, TextStep)}

    assert builds >= {f"build-{x}" for x in ("basics", "images", "text", "sequences")}


def test_a_path_includes_another_without_repeating_steps(tmp_path: Path) -> None:
    """What stands in a path already is left out of the path that it includes."""
    found = read(written(tmp_path, STUDY_PATHS))

    steps = found.study_path("long").steps

    assert [step.key for step in steps] == ["begin", "watch", "lessons: basics", "read"]
    assert isinstance(steps[1], EitherStep)
    assert [choice.resource for choice in steps[1].either] == [
        "free-videos",
        "paid-videos",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("hours: 10,", "hours: 0,", "8: read: hours: got 0, expected at least 0.1"),
        (", length: its author", "", "8: read: got neither, expected one that says"),
        ("length: its", "estimate: true, length: its", "8: read: got both, expected"),
        (
            "lessons: basics",
            "lesson: basics",
            "7: short: steps: item 2: got {'lesson': 'basics'}, expected exactly one "
            "of the keys lessons, study_path, resource, either, text",
        ),
        (
            "lessons: basics",
            "{lessons: basics, text: All of it}",
            "7: short: steps: item 2: got {'lessons': 'basics', 'text': 'All of it'}",
        ),
        ("id: watch", "id: begin", '14: begin: got "begin" again, expected each step'),
        ("id: watch", "id: read", '14: read: got another step "read" than above'),
        ("id: long", "id: short", "9: short: id: got 'short' again, expected each id"),
        (
            "study_path: short",
            "study_path: long",
            '20: long: steps: item 3: got "long", expected a study path that stands '
            "above: short",
        ),
        (
            "{resource: paid",
            "{resources: bad, resource: paid",
            "17: watch: either: item 2: resources: got an unknown key, expected one of "
            'resource, do. Did you mean "resource"?',
        ),
        (
            "lessons: basics",
            "lessons: basic",
            '7: short: steps: item 2: lessons: got "basic", expected an id of '
            'skills.yml. Did you mean "basics"?',
        ),
        (
            "a-book",
            "a-bok",
            '8: read: resource: got "a-bok", expected an id of resources.yml. Did you',
        ),
        (
            "free-videos",
            "videos",
            '16: watch: either: item 1: resource: got "videos", expected an id of res',
        ),
        ("practice: 3", "practice: 0.5", "11: long: practice: got 0.5, expected at"),
    ],
)
def test_a_slip_is_said_with_its_step(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """Each refusal says where, what it got, and what it expected or what to do."""
    path = tmp_path / "study_paths.yml"

    assert slip(read, path, STUDY_PATHS, old, new).startswith(said)
