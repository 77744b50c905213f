"""What pages say of the repository's address."""

from tfprep.lessons.repository import Repository
from tfprep.pages.addresses import clone_steps, version_links


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
