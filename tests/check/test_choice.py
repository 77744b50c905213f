"""What somebody asks about."""

from pathlib import Path

import pytest
from projects import TinyCourse

from tfprep.check.choice import Choice, choose


def test_without_a_name_everything_is_chosen(course: TinyCourse) -> None:
    """Also what is nowhere yet."""
    choice, problems = choose(course.project, [])

    assert problems == []
    assert choice.holds(course.root / "docs/new.md")
    assert choice.touches(course.project.data)


def test_a_file_or_a_folder_is_chosen(
    course: TinyCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a name as it is seen from where the user stands."""
    one, two = course.write("basics/one"), course.write("basics/two")
    monkeypatch.chdir(course.project.examples)
    choice, _ = choose(course.project, [Path("basics/one.py"), Path("data")])

    assert choice.holds(one)
    assert not choice.holds(two)
    assert choice.holds(course.project.examples / "data/a.csv")
    assert choice.touches(course.project.examples)
    assert not choice.touches(course.project.data)
    assert choose(course.project, [Path("basics")])[0].holds(two)


def test_a_wrong_name_is_said(course: TinyCourse, tmp_path: Path) -> None:
    """The other names are chosen all the same."""
    good, gone = course.write("basics/one"), course.root / "gone.py"
    choice, problems = choose(course.project, [gone, tmp_path, good])

    assert choice == Choice((good.resolve(),))
    assert [problem.text.partition(",")[0] for problem in problems] == [
        "got no such file",
        "got a path outside the project",
    ]
