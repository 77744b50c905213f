"""Figures as files."""

import base64
from pathlib import Path

from tfprep.practice.terminal.figures import save_figures

SVG = {"output_type": "display_data", "data": {"image/svg+xml": "<svg>é</svg>"}}
PNG = {
    "output_type": "display_data",
    "data": {"image/png": base64.b64encode(b"PNG").decode(), "text/plain": "x"},
}


def test_each_figure_is_a_file_beside_the_exercise(tmp_path: Path) -> None:
    """In the order in which they were drawn; those of an earlier try are gone."""
    file = tmp_path / "1-double.py"
    text = {"output_type": "stream", "name": "stdout", "text": "no figure"}
    save_figures([SVG, SVG, SVG], file)
    found = save_figures([SVG, text, PNG], file)

    assert [path.name for path in found] == [
        "1-double-figure-1.svg",
        "1-double-figure-2.png",
    ]
    assert sorted(tmp_path.iterdir()) == found
    assert found[0].read_text("utf-8") == "<svg>é</svg>"
    assert found[1].read_bytes() == b"PNG"


def test_a_broken_picture_is_left_out(tmp_path: Path) -> None:
    """It costs nobody the outcome."""
    broken = {"output_type": "display_data", "data": {"image/png": "a"}}

    assert save_figures([broken, SVG], tmp_path / "x.py") == [
        tmp_path / "x-figure-1.svg"
    ]
