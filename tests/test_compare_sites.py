"""The script that compares two builds of the site."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from compare_sites import main

PAGE = '<main id="{}"><h2 id="why">Why</h2><input id="__search"></main>'


def built(folder: Path, **files: str) -> Path:
    """A folder with a site's files; `/` stands in their names as two underscores."""
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_lost_pages_and_anchors_are_named(tmp_path: Path) -> None:
    """A lost page is named once, without its anchors; the theme's own don't count."""
    page = PAGE.format("top")
    theme = {"assets__javascripts__bundle.a1.js": ""}
    site = built(tmp_path / "a", **{"a.html": page, "exam__b.html": page}, **theme)
    other = built(tmp_path / "b", **{"a.html": PAGE.format("head").replace("__", "")})

    result = CliRunner().invoke(main, [str(site), str(other)])

    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "Lost: 1 files",
        "- exam/b.html",
        "Lost: 1 anchors",
        "- a.html#top",
        "Gained: 0 files",
        "Gained: 2 anchors",
        "- a.html#head",
        "- a.html#search",
    ]


def test_a_site_that_keeps_all_passes(tmp_path: Path) -> None:
    """More pages and anchors do no harm, and an empty folder is no site."""
    site = built(tmp_path / "a", **{"a.html": PAGE.format("top")})
    more = built(tmp_path / "b", **{"a.html": PAGE.format("top"), "b.html": "b"})

    assert CliRunner().invoke(main, [str(site), str(more)]).exit_code == 0
    (tmp_path / "empty").mkdir()
    empty = CliRunner().invoke(main, [str(tmp_path / "empty"), str(site)])
    assert "expected a built site" in empty.output
    assert empty.exit_code == 1
