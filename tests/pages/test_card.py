"""The picture beside a link to a page."""

import struct
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from projects import real_course

from tfprep.pages.card import HEIGHT, WIDTH, card_png, card_svg


def lines(title: str) -> list[str]:
    """The lines of a card's title."""
    soup = BeautifulSoup(card_svg(title, "Lessons"), "html.parser")
    return [text.get_text() for text in soup.select("text[font-size='66']")]


def test_a_card_shows_the_title_whole() -> None:
    """The longest of the course fits, and every character is shown as it stands."""
    longest = max((x.header.title for x in real_course().lessons), key=len)

    assert " ".join(lines(longest)) == longest
    assert lines('A <b> & "c"') == ['A <b> & "c"']


def test_a_card_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PNG of the size that others ask for, kept by what it shows."""
    svg = card_svg("Convolutions", "Lessons")
    first = card_png(svg, tmp_path / "cards")
    monkeypatch.delattr("tfprep.pages.card.png_of")

    assert card_png(svg, tmp_path / "cards") == first
    assert first.startswith(b"\x89PNG")
    assert struct.unpack(">II", first[16:24]) == (WIDTH, HEIGHT)
    assert len(first) < 60_000
