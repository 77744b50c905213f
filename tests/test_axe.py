"""The scripts that look at pages as axe and as the keyboard do: what they tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe import Findings, addresses, note, print_table


def told(*elements: str) -> list[dict[str, Any]]:
    """What axe says of a rule that these elements break."""
    nodes = [{"target": [element]} for element in elements]
    return [{"id": "link-name", "help": "Links must have a name", "nodes": nodes}]


def test_an_element_that_is_seen_twice_counts_once() -> None:
    """On each page; the first look is told, and so is the page."""
    found: Findings = {}
    note(found, "exam/", "1300 px, light", told("a", "b"))
    note(found, "exam/", "400 px, light", told("b"))
    note(found, "", "400 px, light", told("a"))

    assert (found["link-name"].nodes, len(found["link-name"].places)) == (3, 2)
    assert found["link-name"].example() == "exam/ (1300 px, light): `a`"


def test_the_table_has_a_row_for_each_rule(capsys: pytest.CaptureFixture[str]) -> None:
    """With how many elements on how many pages; that nothing is found is said too."""
    found: Findings = {}
    print_table("breaks", found)
    assert capsys.readouterr().out == "Nothing breaks.\n"

    note(found, "", "400 px, dark", told("a"))
    print_table("breaks", found)
    row = "| link-name | 1 | 1 | home (400 px, dark): `a` | Links must have a name |"
    assert row in capsys.readouterr().out


def test_every_page_has_its_address(tmp_path: Path) -> None:
    """Those of a folder end with a slash, and home has none."""
    for name in ("index.html", "exam/index.html", "404.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    assert sorted(addresses(tmp_path)) == ["", "404.html", "exam/"]
