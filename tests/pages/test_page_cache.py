"""Light pages are kept."""

from pathlib import Path

import pytest

from tfprep.pages import page_cache as module
from tfprep.pages.light_page import LightPage
from tfprep.pages.page_cache import Shelf

HTML = '<div class="jp-Cell" id="cell-id=prose-0"></div>'


def test_a_page_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time, and in another process, it comes from the shelf."""
    made: list[str] = []

    def lighten(html: str) -> LightPage:
        made.append(html)
        return LightPage("light", ({"id": "a", "children": []},))

    monkeypatch.setattr(module, "lighten", lighten)

    first, second = Shelf(tmp_path).get(HTML), Shelf(tmp_path).get(HTML)

    assert first == second
    assert made == [HTML]


@pytest.mark.parametrize("damage", ["", "{}", "[1"])
def test_a_broken_page_is_made_again(tmp_path: Path, damage: str) -> None:
    """What can't be read counts as missing."""
    shelf = Shelf(tmp_path)
    whole = shelf.get(HTML)
    (path,) = tmp_path.glob("*.json")
    path.write_text(damage)

    assert shelf.get(HTML) == whole


def test_unused_pages_are_forgotten(tmp_path: Path) -> None:
    """The shelf holds what the last build used."""
    shelf = Shelf(tmp_path)
    shelf.get(HTML)
    shelf.clear_unused()
    shelf.get(HTML + " ")
    shelf.clear_unused()

    assert len(list(tmp_path.glob("*.json"))) == 1
