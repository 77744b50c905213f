"""Diagrams in a lesson's text, and what becomes of them outside the site."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image
from projects import drawing

from tfprep.lessons.diagrams import COLORS, attached, on_paper, pictures, told

SHOWN = "![A square](../diagrams/one.svg)"


@pytest.mark.parametrize(
    "markdown", [SHOWN, f"Look:\n\n{SHOWN}  \n\nNext.", SHOWN.replace(" s", "\ns")]
)
def test_a_picture_on_a_line_of_its_own_is_a_diagram(markdown: str) -> None:
    """Its words may go on in a next line."""
    (found,) = pictures(markdown)

    assert (found.name, found.alt) == ("one", "A square")
    assert markdown[found.start :].startswith("![A")
    assert "Diagram: A square" in told(markdown)


@pytest.mark.parametrize(
    "markdown",
    [
        f"See {SHOWN}",
        f"```\n{SHOWN}\n```",
        f"~~~text\n{SHOWN}",
        "![A square](one.svg)",
        "![A square](../diagrams/One.svg)",
        "![A square](../diagrams/../data/one.svg)",
        "[A square](../diagrams/one.svg)",
    ],
)
def test_what_is_no_diagram_stays(markdown: str) -> None:
    """Code, other pictures, links and pictures within a sentence."""
    assert list(pictures(markdown)) == []
    assert told(markdown) == markdown


def test_a_notebook_s_picture_is_readable_on_any_page(tmp_path: Path) -> None:
    """It is a PNG on white paper, in the drawing's colors, with the words as alt."""
    (tmp_path / "one.svg").write_text(drawing())

    text, made = attached(f"Look:\n\n{SHOWN}", tmp_path)

    assert text == "Look:\n\n![A square](attachment:one.png)"
    png = Image.open(io.BytesIO(base64.b64decode(made["one.png"]["image/png"])))
    colors = set(png.convert("RGB").get_flattened_data())
    blue = tuple(bytes.fromhex(COLORS["--blue"][1:]))
    assert png.size == (720, 150)
    assert {(255, 255, 255), blue} <= colors
    assert (0x1F, 0x1F, 0x1F) in colors, "the letters"


def test_on_paper_nothing_depends_on_a_page() -> None:
    """No name of the page's colors is left, and the ink has one."""
    svg = on_paper(drawing())

    assert "var(" not in svg
    assert 'color="#1f1f1f"' in svg
