"""What the course says of a skill."""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import LIBRARY, TinyCourse, real_course

from tfprep.exam.report import advice as module
from tfprep.exam.report.advice import read_guide
from tfprep.exam.report.parts import Note
from tfprep.lessons.origin import Origin
from tfprep.project import Project


def test_skills_come_in_the_order_of_the_syllabus(course: TinyCourse) -> None:
    """Those that it lacks come last."""
    guide = read_guide(course.project, [])

    assert [skill.text for skill in guide.skills.values()] == [
        "Work in TensorFlow",
        "Fit a model",
    ]
    assert guide.sort(["DEV-1", "NN-2", "NN-1"]) == ["NN-1", "NN-2", "DEV-1"]


def test_a_lesson_names_sections_and_exercises(course: TinyCourse) -> None:
    """By their headings and addresses, with the title and the name of the lesson."""
    course.write("basics/doubling")
    found = read_guide(course.project, ["NN-1"])
    guide = module.Guide(
        found.syllabus, found.lessons, origin=Origin(site="https://x.org/")
    )
    (lesson,) = guide.lessons

    assert [place.heading for place in guide.read(lesson, "NN-1")] == ["Doubling"]
    (place,) = guide.practice(lesson, "NN-1")
    assert (place.lesson, place.heading) == ("basics/doubling", "Double it")
    assert place.address == "https://x.org/lessons/basics/doubling/#double-it"
    assert guide.read(lesson, "NN-2") == ()
    assert guide.address("NN-1") == "https://x.org/topics/basics/#nn-1"
    assert guide.address("NN-9") == ""


@pytest.mark.parametrize(
    ("heading", "lesson", "page"),
    [
        (
            "Define, compile, fit",
            "A first model, from one neuron to several layers",
            "lessons/basics/first-model/#define-compile-fit",
        ),
        (
            "Predictions and labels in different order",
            "Silent mistakes",
            "reference/silent-mistakes/#predictions-and-labels-in-different-order",
        ),
    ],
)
def test_a_note_leads_to_the_section_that_it_names(
    heading: str, lesson: str, page: str
) -> None:
    """Of a lesson or of a sheet."""
    course, origin = real_course(), Origin(site="https://x.org/")
    guide = module.Guide(LIBRARY.syllabus, course.lessons, course.sheets, origin)
    text = f'Too low. Read "{heading}" in "{lesson}". It helps.'

    place = guide.named_in(text)

    assert place is not None
    assert (place.page, place.address) == (page, f"https://x.org/{page}")
    before, words, after = Note(text=text, read=place).pieces
    assert (before, after) == ("Too low. Read ", ". It helps.")
    assert words == f'"{heading}" in "{lesson}"'


def test_words_that_no_section_has_are_only_words() -> None:
    """A note that names none is told as it is."""
    course = real_course()
    guide = module.Guide(LIBRARY.syllabus, course.lessons, course.sheets)

    assert guide.named_in('Read "Nothing" in "A first model".') is None
    assert Note(text="Too low.", read=None).pieces == ("Too low.", "", "")


def test_where_nobody_knows_the_site_there_is_no_address(course: TinyCourse) -> None:
    """The lesson's name says what to type instead."""
    course.write("basics/doubling")
    guide = read_guide(course.project, ["NN-1"])

    (place,) = guide.read(guide.lessons[0], "NN-1")
    assert (place.address, place.slug) == ("", "basics/doubling")
    assert guide.address("NN-1") == ""


def test_no_lesson_is_read_when_no_point_is_missing(
    course: TinyCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has every point doesn't wait for the course to be read."""
    course.write("basics/doubling")

    def read(project: Project, _library: object) -> None:
        raise AssertionError(f"{project.root} was read")

    monkeypatch.setattr(module, "read_course", read)
    assert read_guide(course.project, []).lessons == ()
    with pytest.raises(AssertionError, match="was read"):
        read_guide(course.project, ["NN-1"])


def test_what_can_not_be_read_is_said(course: TinyCourse, tmp_path: Path) -> None:
    """A report is made all the same, and says what it could not find out."""
    nothing = read_guide(Project(tmp_path / "nowhere"), ["NN-1"])
    assert nothing.trouble.startswith("The course's list of skills could not be read:")
    assert nothing.skills == {}

    empty = read_guide(course.project, ["NN-1"])
    assert empty.trouble.endswith("has no lesson that can be read")
    assert read_guide(course.project, []).trouble == ""
