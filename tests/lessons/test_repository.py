"""The repository's address."""

import subprocess
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from tfprep.lessons.repository import Repository, find_repository, parse_remote


@pytest.mark.parametrize(
    ("url", "host", "name"),
    [
        ("https://github.com/a/b.git", "github.com", "a/b"),
        ("https://github.com/a/b", "github.com", "a/b"),
        ("https://token@github.com/a/b.git", "github.com", "a/b"),
        ("git@github.com:a/b.git", "github.com", "a/b"),
        ("ssh://git@gitlab.com/a/b.git", "gitlab.com", "a/b"),
    ],
)
def test_remotes_are_read(url: str, host: str, name: str) -> None:
    """All forms of a hosted address mean the same repository; tokens are dropped."""
    assert parse_remote(url) == Repository(host, name)


@pytest.mark.parametrize(
    ("host", "page", "fields"),
    [
        ("github.com", "/issues/new", {"template": "stuck.yml", "title": "A & b"}),
        ("gitlab.com", "/-/issues/new", {"issue[title]": "A & b"}),
    ],
)
def test_an_issue_opens_with_its_fields(
    host: str, page: str, fields: dict[str, str]
) -> None:
    """GitHub fills in a form; GitLab gets one text."""
    address = Repository(host, "a/b").issue_url("stuck", "A & b", where="Here? #1")

    parts = urlsplit(address)
    said = dict(parse_qsl(parts.query))
    assert (parts.netloc, parts.path) == (host, f"/a/b{page}")
    assert fields.items() <= said.items()
    assert said.get("where") == "Here? #1" or "Here? #1" in said["issue[description]"]


@pytest.mark.parametrize("url", ["", "/srv/git/b.git", "file:///srv/b", "../b"])
def test_a_local_path_is_no_repository(url: str) -> None:
    """A path of somebody's machine never gets onto a page."""
    assert parse_remote(url) is None


def test_the_runner_knows_best(tmp_path: Path) -> None:
    """On GitHub the environment names the repository, also for a fork."""
    found = find_repository(tmp_path, {"GITHUB_REPOSITORY": "fork/tfprep"})

    assert found == Repository("github.com", "fork/tfprep")


def test_git_is_asked_otherwise(tmp_path: Path) -> None:
    """Elsewhere git's origin counts; without one there are no links."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    assert find_repository(tmp_path, {}) is None

    remote = ["remote", "add", "origin", "git@github.com:me/tfprep.git"]
    subprocess.run(["git", "-C", tmp_path, *remote], check=True)

    assert find_repository(tmp_path, {}) == Repository("github.com", "me/tfprep")


def test_colab_opens_github_only() -> None:
    """Colab reads notebooks from GitHub, from the branch that we publish."""
    path = "basics/first-model.ipynb"

    assert Repository("gitlab.com", "a/b").colab_url(path) is None
    assert Repository("github.com", "a/b").colab_url(path) == (
        f"https://colab.research.google.com/github/a/b/blob/notebooks/{path}"
    )
