"""The menu of mkdocs.yml."""

from pathlib import Path

from tfprep.check.menu import read_menu

CONFIG = """\
site_name: tried
plugins: [search, other.md]
hook: !ENV [HOOK, a.md]
nav:
  - Start: index.md
  # - Old: old.md
  - Lessons:
      - lessons/index.md
      - "lessons/basics/one.ipynb"   # the first
      - lessons/basics/two.ipynb
extra:
  - more.md
"""


def test_entries_have_lines(tmp_path: Path) -> None:
    """With a title or without, quoted or with a comment; no other key is the menu."""
    path = tmp_path / "mkdocs.yml"
    path.write_text(CONFIG)
    menu = read_menu(path)

    assert menu is not None
    assert menu.entries == (
        (5, "index.md"),
        (8, "lessons/index.md"),
        (9, "lessons/basics/one.ipynb"),
        (10, "lessons/basics/two.ipynb"),
    )


def test_a_place_is_suggested(tmp_path: Path) -> None:
    """Below the last one of the same folder; elsewhere the author chooses."""
    path = tmp_path / "mkdocs.yml"
    path.write_text(CONFIG)
    menu = read_menu(path)

    assert menu is not None
    assert menu.place_for("lessons/basics/three.ipynb") == (
        "add the line `- lessons/basics/three.ipynb` below line 10 of mkdocs.yml"
    )
    assert "below nav: of mkdocs.yml" in menu.place_for("lessons/text/one.ipynb")


def test_a_project_may_have_no_menu(tmp_path: Path) -> None:
    """MkDocs makes one from the files then."""
    path = tmp_path / "mkdocs.yml"
    path.write_text("site_name: tried\n")

    assert read_menu(path) is None
