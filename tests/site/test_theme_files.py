"""What the theme's folders hold is listed and compiled once."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import FileSystemLoader
from mkdocs.theme import Theme

from tfprep.site.theme_files import ThemeFiles


@pytest.fixture
def theme(tmp_path: Path) -> Theme:
    """A theme whose first folder holds one template in a folder."""
    (tmp_path / "own/partials").mkdir(parents=True)
    (tmp_path / "own/partials/one.html").write_text("One.")
    made = Theme(name="mkdocs", custom_dir=str(tmp_path / "own"))
    ThemeFiles().use_for(made, tmp_path / "compiled")
    return made


def test_a_list_is_what_jinja_would_list(theme: Theme, tmp_path: Path) -> None:
    """Also after a file has come into a folder, or gone, with its folder or alone."""

    def listed() -> list[str]:
        names = theme.get_env().list_templates()
        assert names == sorted(FileSystemLoader(theme.dirs).list_templates())
        return names

    partials = tmp_path / "own/partials"
    assert "partials/one.html" in listed()
    (partials / "two.html").touch()
    assert "partials/two.html" in listed()
    (partials / "one.html").unlink()
    assert "partials/one.html" not in listed()
    (partials / "two.html").unlink()
    partials.rmdir()
    assert "partials/two.html" not in listed()


def test_folders_in_which_nothing_changed_are_not_listed_again(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MkDocs asks for a new environment at each build, and for its list."""
    names = theme.get_env().list_templates()
    monkeypatch.setattr(FileSystemLoader, "list_templates", lambda _self: ["again"])

    assert theme.get_env().list_templates() == names


def test_an_edited_template_is_another(theme: Theme, tmp_path: Path) -> None:
    """Whatever was compiled before, and for the mark that pages carry."""
    files = ThemeFiles()
    mark = files.mark(theme)
    assert theme.get_env().get_template("partials/one.html").render() == "One."

    (tmp_path / "own/partials/one.html").write_text("Two.")

    assert theme.get_env().get_template("partials/one.html").render() == "Two."
    assert files.mark(theme) != mark
