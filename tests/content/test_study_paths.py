"""The file of study paths."""

from pathlib import Path

import pytest
from projects import REPOSITORY

from tfprep.content.study_paths import (
    EitherStep,
    LessonsStep,
    StudyPathStep,
    TextStep,
    read_study_paths,
)
from tfprep.problems import ProblemError

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


def written(folder: Path, text: str) -> Path:
    """A file of study paths with this text."""
    path = folder / "study_paths.yml"
    path.write_text(text, "utf-8")
    return path


def test_the_real_file_has_the_two_study_paths_of_the_guide() -> None:
    """The beginner's path ends with the other one, and both teach all five topics."""
    real = read_study_paths(REPOSITORY / "docs/data/study_paths.yml")

    assert [way.id for way in real.study_paths] == ["knows", "beginner"]
    assert real.study_paths[1].steps[-1] == StudyPathStep(study_path="knows")
    for way in real.study_paths:
        steps = real.study_path(way.id).steps
        taught = {step.lessons for step in steps if isinstance(step, LessonsStep)}
        assert taught == {"basics", "developer", "images", "text", "sequences"}


def test_a_topic_is_followed_by_practice() -> None:
    """After the lessons of each topic that ends in models there is a project."""
    real = read_study_paths(REPOSITORY / "docs/data/study_paths.yml")

    steps = real.study_path("knows").steps
    builds = {step.id for step in steps if isinstance(step, TextStep)}

    assert builds >= {f"build-{x}" for x in ("basics", "images", "text", "sequences")}


def test_a_path_includes_another_without_repeating_steps(tmp_path: Path) -> None:
    """What stands in a path already is left out of the path that it includes."""
    read = read_study_paths(written(tmp_path, STUDY_PATHS))

    steps = read.study_path("long").steps

    assert [step.key for step in steps] == ["begin", "watch", "lessons: basics", "read"]
    assert isinstance(steps[1], EitherStep)
    assert [choice.resource for choice in steps[1].either] == [
        "free-videos",
        "paid-videos",
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("hours: 10,", "hour: 10,", 'unknown key "hour". Did you mean "hours"'),
        ("hours: 10,", "", 'no "hours"; add it'),
        ("hours: 10,", "hours: 0,", "got 0; Input should be greater than 0"),
        (", length: its author", "", '"read" must say whose hours these are'),
        ("length: its", "estimate: true, length: its", '"read" must say whose hours'),
        ("hours: 8.5", "hours: many", "got 'many'; Input should be a valid number"),
        ("lessons: basics", "lesson: basics", "expected exactly one of lessons, study"),
        (
            "lessons: basics",
            "{lessons: basics, text: All of it}",
            "expected exactly one of",
        ),
        ("lessons: basics", "lessons: 7", "got 7"),
        (
            "id: watch",
            "id: begin",
            'study path "long" has a step more than once: begin',
        ),
        ("id: watch", "id: read", '"read" stands for two different steps'),
        ("id: long", "id: short", 'two study paths are called "short"'),
        ("path: short", "path: long", 'includes "long"; expected one that stands'),
        ("paid-videos", "Paid Videos", "got 'Paid Videos'; String should match"),
        ("practice: 3", "practice: 0.5", "study_paths.1.practice: got 0.5"),
        ("study_paths:", "study_paths: [", "not YAML"),
        ("study_paths:", "paths:", 'no "study_paths"; add it'),
    ],
)
def test_a_slip_in_the_file_is_refused(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    """Each refusal says what it got, and what it expected or what to do."""
    assert old in STUDY_PATHS
    path = written(tmp_path, STUDY_PATHS.replace(old, new, 1))

    with pytest.raises(ProblemError) as caught:
        read_study_paths(path)

    assert words in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_an_empty_or_missing_file_is_said(tmp_path: Path) -> None:
    """Without paths there is a message, not a traceback."""
    with pytest.raises(ProblemError, match="no such file"):
        read_study_paths(tmp_path / "study_paths.yml")
    with pytest.raises(ProblemError, match="got None"):
        read_study_paths(written(tmp_path, ""))
