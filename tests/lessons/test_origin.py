"""Where a course stands for others."""

from email.message import Message
from importlib import metadata
from pathlib import Path

import pytest
from projects import TinyCourse

from tfprep.lessons.origin import Origin, find_origin

SITE = "https://a.example/tf/"
REPOSITORY = "https://github.com/me/fork"


@pytest.mark.parametrize(
    ("address", "page", "file"),
    [
        ("two.ipynb", "lessons/basics/two/", "examples/basics/two.py"),
        ("../text/x.ipynb#y", "lessons/text/x/#y", "examples/text/x.py"),
        ("../../topics/text.md#y", "topics/text/#y", "docs/topics/text.md#y"),
        ("../../exam/index.md", "exam/", "docs/exam/index.md"),
        ("../../index.md", "", "docs/index.md"),
        (
            "../../reference/errors.ipynb",
            "reference/errors/",
            "examples/reference/errors.py",
        ),
    ],
)
def test_a_link_leads_to_the_page_or_its_file(
    course: TinyCourse, address: str, page: str, file: str
) -> None:
    """The site is best, the repository will do, and nothing is made up."""
    lesson = course.lesson("basics/one")

    assert Origin(SITE, REPOSITORY).link(lesson, address) == SITE + page
    assert Origin("", REPOSITORY).link(lesson, address) == (
        f"{REPOSITORY}/blob/main/{file}"
    )
    assert Origin().link(lesson, address) == address


@pytest.mark.parametrize("address", ["#x", "https://b.example/x.md", "/x.md", "a.csv"])
def test_other_addresses_stay(course: TinyCourse, address: str) -> None:
    """Anchors, other hosts and files beside the lesson are no pages of the course."""
    assert Origin(SITE).link(course.lesson("basics/one"), address) == address


def test_a_lesson_has_an_address(course: TinyCourse) -> None:
    """Its page, or its file, or none."""
    lesson = course.lesson("basics/one")

    assert Origin(SITE, REPOSITORY).home(lesson) == f"{SITE}lessons/basics/one/"
    assert Origin("", REPOSITORY).home(lesson).endswith("examples/basics/one.py")
    assert Origin().home(lesson) == ""


def test_the_environment_knows_the_site(tmp_path: Path) -> None:
    """In a clone SITE_URL names it, as it does for the build; git names the rest."""
    (tmp_path / "mkdocs.yml").touch()
    environ = {"SITE_URL": SITE.rstrip("/"), "GITHUB_REPOSITORY": "me/fork"}

    assert find_origin(tmp_path, environ) == Origin(SITE, REPOSITORY)
    assert find_origin(tmp_path, environ | {"SITE_URL": "nonsense"}).site == ""


def test_the_package_knows_its_addresses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Installed, the course asks neither git nor whatever is around it."""
    facts = Message()
    facts["Project-URL"] = f"Repository, {REPOSITORY}"
    facts["Project-URL"] = f"Documentation, {SITE}"
    monkeypatch.setattr(metadata, "metadata", lambda _name: facts)

    assert find_origin(tmp_path, {"GITHUB_REPOSITORY": "other/x"}) == Origin(
        SITE, REPOSITORY
    )
