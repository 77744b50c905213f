"""Where the pages of `tfprep learn` come from."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from pathlib import Path

import pytest
from projects import TinyCourse

from tfprep.practice.site_folder import site_folder
from tfprep.problems import ProblemError
from tfprep.project import Project


@pytest.fixture
def built(course: TinyCourse) -> Path:
    """The start page of a site that is as new as its sources."""
    course.write("basics/one")
    start = course.project.site / "index.html"
    start.parent.mkdir()
    start.write_text("Hello")
    return start


def test_the_last_build_is_taken(
    course: TinyCourse, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is built, and nothing said, when nothing changed since."""
    assert site_folder(course.project) == built.parent
    assert capsys.readouterr().out == ""


def test_old_pages_say_what_is_newer(
    course: TinyCourse, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page is served all the same: to build takes a while."""
    os.utime(built, (0, 1_790_000_000))
    os.utime(course.write("basics/two"))

    assert site_folder(course.project) == built.parent
    said = capsys.readouterr().out
    assert "The pages are of 21 September 2026" in said
    assert "older than examples/basics/two.py. `make site` builds" in said


def test_a_clone_without_pages_builds_them(
    course: TinyCourse,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """MkDocs runs as a command of its own, in the clone."""
    asked: list[tuple[list[str], Path]] = []

    def run(
        words: list[str], cwd: Path, check: bool
    ) -> subprocess.CompletedProcess[str]:
        asked.append((words[-4:-1], cwd))
        course.project.site.mkdir()
        return subprocess.CompletedProcess(words, 0)

    monkeypatch.setattr(subprocess, "run", run)

    assert site_folder(course.project).is_dir()
    assert asked == [(["-m", "mkdocs", "build"], course.root)]
    assert "building them, once" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("lacks", "words"),
    [
        ("build", "what MkDocs says of it stands above"),
        ("mkdocs", "MkDocs, which builds them, isn't there: run"),
        ("release", "this package came without the pages"),
    ],
)
def test_where_there_are_no_pages_it_says_what_to_do(
    course: TinyCourse, monkeypatch: pytest.MonkeyPatch, lacks: str, words: str
) -> None:
    """After a failed build, without MkDocs, in a package that is no release."""

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        assert lacks == "build"
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(subprocess, "run", run)
    if lacks == "mkdocs":
        monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    if lacks == "release":
        monkeypatch.setattr(Project, "is_installed", property(lambda _self: True))

    with pytest.raises(ProblemError, match=words):
        site_folder(course.project)
