"""What the build of the package adds to pyproject.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hatch_build import Addresses, Pages, with_addresses
from tfprep.lessons.repository import Repository


def test_links_of_the_readme_lead_to_the_repository() -> None:
    """Elsewhere than there a path leads nowhere; addresses and anchors stay."""
    text = "![shot](docs/a.png) [page](docs/b.md) [web](https://c.org) [below](#d)"

    assert with_addresses(text, Repository("example.org", "some/fork")) == (
        "![shot](https://example.org/some/fork/raw/main/docs/a.png) "
        "[page](https://example.org/some/fork/blob/main/docs/b.md) "
        "[web](https://c.org) [below](#d)"
    )


def test_the_package_names_its_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lessons that it exports lead there."""
    (tmp_path / "README.md").write_text("tfprep")
    monkeypatch.setenv("GITHUB_REPOSITORY", "some/fork")
    monkeypatch.setenv("SITE_URL", "https://a.example/")
    facts: dict[str, Any] = {}

    Addresses(str(tmp_path), {}).update(facts)

    assert facts["urls"]["Documentation"] == "https://a.example/"
    assert facts["urls"]["Repository"] == "https://github.com/some/fork"


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """No site is named in the environment."""
    monkeypatch.delenv("TFPREP_SITE", raising=False)


def packed(root: Path, target: str = "wheel", version: str = "standard") -> Any:
    """What the hook adds to a package that is built from `root`, as it is there.

    The menu, which every wheel has where the course stands, isn't told.
    """
    nothing: Any = None
    build_data: dict[str, Any] = {"force_include": {}}
    hook = Pages(str(root), {}, nothing, nothing, str(root), target)
    hook.initialize(version, build_data)
    added = build_data["force_include"]
    menu = added.pop(str(root / "mkdocs.yml"), None)
    in_wheel = target == "wheel" and version != "editable"
    assert menu == ("tfprep/_course/mkdocs.yml" if in_wheel else None)
    return added


def test_a_site_is_packed_when_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that merely stands in the clone may be an old one, so it is left out."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").touch()
    assert packed(tmp_path) == {}

    monkeypatch.setenv("TFPREP_SITE", "site")
    assert packed(tmp_path) == {str(site): "tfprep/_course/site"}
    assert packed(tmp_path, target="sdist") == {str(site): "site"}
    assert packed(tmp_path, version="editable") == {}


def test_a_source_package_gives_the_wheel_the_site_that_it_has(tmp_path: Path) -> None:
    """Whoever builds from it gets the same wheel."""
    (tmp_path / "PKG-INFO").touch()
    assert packed(tmp_path) == {}

    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").touch()
    assert packed(tmp_path) == {str(tmp_path / "site"): "tfprep/_course/site"}


def test_a_folder_without_a_site_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release without pages by mistake is no release."""
    monkeypatch.setenv("TFPREP_SITE", "site")

    with pytest.raises(FileNotFoundError, match="make one with `make site`"):
        packed(tmp_path)
