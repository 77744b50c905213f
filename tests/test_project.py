"""Finding the course."""

from pathlib import Path

import platformdirs
import pytest
from projects import REPOSITORY, TinyCourse

from tfprep import project
from tfprep.problems import ProblemError
from tfprep.project import (
    Project,
    find_course,
    find_project,
    how_to_install,
    own_project,
)


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a course that came with the package."""
    folder = tmp_path / "site-packages" / "tfprep" / "_course"
    (folder / "examples").mkdir(parents=True)
    monkeypatch.setattr(project, "INSIDE", folder)
    return folder


def test_a_project_is_found_from_any_folder_inside(course: TinyCourse) -> None:
    """A command works wherever in the project it is typed."""
    assert find_project(course.root / "examples/data") == course.project
    assert find_course(course.root / "examples/data") == course.project


def test_elsewhere_there_is_no_project(course: TinyCourse) -> None:
    """Outside, the message says what was looked for."""
    with pytest.raises(ProblemError, match="no tfprep project here"):
        find_project(course.root.parent)


def test_elsewhere_the_course_is_the_package_s_own(tmp_path: Path) -> None:
    """With the package of a clone, it is that clone's."""
    assert find_course(tmp_path) == own_project() == Project(REPOSITORY)


def test_an_installed_course_is_found(
    inside: Path, course: TinyCourse, tmp_path: Path
) -> None:
    """It is taken outside of a clone, and for a path within it; a clone goes first."""
    assert find_course(tmp_path) == own_project() == Project(inside)
    assert find_project(inside / "examples") == Project(inside)
    assert find_course(course.root) == course.project


def test_nothing_is_written_into_an_installed_course(inside: Path) -> None:
    """Caches go to the user's folder; in a clone they stand beside the course."""
    assert Project(inside).cache == platformdirs.user_cache_path("tfprep")
    assert Project(REPOSITORY).cache == REPOSITORY / ".cache"


def test_the_tasks_of_an_installed_course_are_the_package_s(inside: Path) -> None:
    """They are a part of the package, wherever that is."""
    tasks = REPOSITORY / "scripts" / "tfprep" / "exam" / "tasks"

    assert Project(inside).exam_tasks == tasks
    assert Project(REPOSITORY).exam_tasks == tasks


def test_words_fit_the_installation(
    inside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has no clone is never told to call make."""
    assert how_to_install() == "run `pip install tfprep` in this environment"

    monkeypatch.undo()
    assert how_to_install() == f"run `make setup` in {REPOSITORY}"
