"""Every diagram of the course, as a reader sees it."""

import re

import pytest
from playwright.sync_api import Browser
from projects import REPOSITORY

from tfprep.lessons.diagrams import COLORS

pytestmark = pytest.mark.slow

STYLE = REPOSITORY / "docs" / "assets" / "tfprep.css"
DIAGRAMS = sorted((REPOSITORY / "examples" / "diagrams").glob("*.svg"))
FAULTS = """
[...document.querySelectorAll("svg")].flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll("text")]
    .map((text) => [text.textContent, text.getBoundingClientRect()]);
  const cut = texts.filter(([, box]) => box.left < frame.left - 0.5
    || box.right > frame.right + 0.5 || box.top < frame.top - 0.5
    || box.bottom > frame.bottom + 0.5).map(([words]) => `cut: ${words}`);
  const common = (a, b, from, to) =>
    Math.min(a[to], b[to]) - Math.max(a[from], b[from]);
  const over = texts.flatMap(([words, a], i) => texts.slice(i + 1)
    .filter(([, b]) => common(a, b, "left", "right") > 1
      && common(a, b, "top", "bottom") > 3.5)
    .map(([other]) => `one on the other: ${words} | ${other}`));
  return [...cut, ...over].map((fault) => `${svg.dataset.name}: ${fault}`);
})
"""


@pytest.mark.parametrize("width", [368, 480])
def test_words_are_whole_and_lie_beside_each_other(
    chromium: Browser, width: int
) -> None:
    """On a telephone and with room: nothing is cut off, no word covers another."""
    drawn = [
        re.sub("<svg ", f'<svg data-name="{path.stem}" ', path.read_text("utf-8"))
        for path in DIAGRAMS
    ]
    page = chromium.new_page()
    page.set_content(f'<div style="width: {width}px">{"".join(drawn)}</div>')

    faults = page.evaluate(FAULTS)
    page.close()

    assert len(drawn) > 20
    assert faults == []


def test_paper_has_the_colors_of_the_light_page(chromium: Browser) -> None:
    """Somebody who reads on a dark screen prints dark words on white, too."""
    page = chromium.new_page()
    page.set_content('<body data-md-color-scheme="slate">')
    page.add_style_tag(path=STYLE)

    def colors() -> dict[str, str]:
        ask = "(name) => getComputedStyle(document.body).getPropertyValue(name)"
        return {name: page.evaluate(ask, name) for name in COLORS}

    screen = colors()
    page.emulate_media(media="print")
    paper = colors()
    page.close()

    assert paper == COLORS
    assert all(screen[name] != color for name, color in COLORS.items())
