"""Where a skill is taught and practiced."""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import REPOSITORY, TinyCourse

from tfprep.exam.report import advice as module
from tfprep.exam.report.advice import Guide, read_guide
from tfprep.exam.taskspec.task import read_tasks
from tfprep.project import Project


def test_every_skill_of_the_exam_has_something_to_read_and_to_do() -> None:
    """Each place is a heading of a lesson of the course that exists."""
    asked = {skill for task in read_tasks().values() for skill in task.skills}
    guide = read_guide(None, asked)

    assert asked <= set(guide.texts)
    for skill in asked:
        advice = guide.advice[skill]
        assert advice.read, skill
        assert advice.practice, skill
        for place in advice.places:
            text = (REPOSITORY / place.file).read_text("utf-8")
            assert place.heading in text
            assert f"title: {place.lesson}" in text.replace('"', "")


def test_skills_come_in_the_order_of_the_syllabus(course: TinyCourse) -> None:
    """Those that it lacks come last."""
    guide = read_guide(course.project, [])

    assert guide.texts == {"NN-1": "Work in TensorFlow", "NN-2": "Fit a model"}
    assert guide.sort(["DEV-1", "NN-2", "NN-1"]) == ["NN-1", "NN-2", "DEV-1"]


def test_advice_names_sections_and_exercises(course: TinyCourse) -> None:
    """By their headings, with the title and the file of their lesson."""
    course.write("basics/doubling")
    advice = read_guide(course.project, ["NN-1", "NN-2"]).advice

    assert [place.heading for place in advice["NN-1"].read] == ["Doubling"]
    (place,) = advice["NN-1"].practice
    assert (place.lesson, place.heading) == ("basics/doubling", "Double it")
    assert place.file == "examples/basics/doubling.py"
    assert advice["NN-2"].places == ()


def test_no_lesson_is_read_when_nothing_is_open(
    course: TinyCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has shown every skill doesn't wait for the course to be read."""
    course.write("basics/doubling")

    def read(project: Project, _library: object) -> None:
        raise AssertionError(f"{project.root} was read")

    monkeypatch.setattr(module, "read_course", read)
    assert read_guide(course.project, []).advice == {}
    with pytest.raises(AssertionError, match="was read"):
        read_guide(course.project, ["NN-1"])


def test_with_a_course_that_can_t_be_read_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report is made all the same, with the ids alone."""
    monkeypatch.setattr(module, "own_project", lambda: Project(tmp_path))

    assert read_guide(None, ["NN-9"]) == Guide()
