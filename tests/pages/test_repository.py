"""The repository's address."""

import subprocess
from pathlib import Path

import pytest

from tfprep.pages.repository import (
    Repository,
    clone_steps,
    find_repository,
    parse_remote,
    version_links,
)


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


def test_the_address_to_clone_from_is_the_repository_s() -> None:
    """A fork says its own; a copy without a repository says that it knows none."""
    known = clone_steps(Repository("github.com", "me/fork"))
    unknown = clone_steps(None)

    assert "git clone https://github.com/me/fork.git\ncd fork\n" in known
    assert "git clone ADDRESS tfprep" in unknown
    assert "in place of `ADDRESS`" in unknown


def test_versions_lead_to_their_releases() -> None:
    """What isn't released yet leads to the commits; an unknown repository nowhere."""
    changelog = "# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-11-22\n\n- x [y]\n"

    assert version_links(
        Repository("github.com", "me/fork"), changelog
    ).splitlines() == [
        "[Unreleased]: https://github.com/me/fork/commits/main",
        "[0.1.0]: https://github.com/me/fork/releases/tag/v0.1.0",
    ]
    assert version_links(None, changelog) == ""
