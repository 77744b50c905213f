"""Contrast ratios, as WCAG 2.2 defines them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

from PIL import Image
from playwright.sync_api import Locator, Page, expect
from reader import settle

Color = tuple[float, ...]
"""Red, green and blue from 0 to 255, and perhaps alpha from 0 to 1."""

TEXTS = """
[...document.body.querySelectorAll("*")]
  .filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()))
  .filter(e => e.checkVisibility({opacityProperty: true, visibilityProperty: true}))
  .map(e => {
    const colors = [getComputedStyle(e).color];
    for (let below = e; below; below = below.parentElement)
      colors.push(getComputedStyle(below).backgroundColor);
    return [e.textContent.trim().slice(0, 40), colors];
  })
"""


def faint_texts(page: Page, least: float) -> dict[str, float]:
    """The visible texts of a page with less contrast than `least`."""
    settle(page)
    found: list[tuple[str, list[str]]] = page.evaluate(TEXTS)
    assert found
    ratios = {text: _text_ratio(colors) for text, colors in found}
    return {text: round(got, 2) for text, got in ratios.items() if got < least}


def ink_contrast(figure: Locator) -> float:
    """The contrast of what is written below a figure's axis, as it is on the screen."""
    figure.scroll_into_view_if_needed()
    expect(figure).not_to_have_js_property("naturalWidth", 0)
    settle(figure.page)
    shot = Image.open(io.BytesIO(figure.screenshot())).convert("RGB")
    strip = shot.crop((0, int(shot.height * 0.92), shot.width, shot.height))
    colors: list[tuple[int, Color]] = strip.getcolors(1 << 24)  # type: ignore[assignment]
    paper = max(colors)[1]
    return max(ratio(color, paper) for _, color in colors)


def ratio(one: Color, other: Color) -> float:
    """From 1 (the same lightness) to 21 (black on white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _text_ratio(colors: list[str]) -> float:
    """The ratio of a text's color to what is painted below it, innermost first."""
    paper = painted(colors[1:])
    return ratio(_paint([parse(colors[0])], paper), paper)


def painted(layers: list[str]) -> Color:
    """What is seen of computed colors that lie on one another, the uppermost first."""
    return _paint(reversed([parse(color) for color in layers]), (255.0, 255.0, 255.0))


def parse(css: str) -> Color:
    """A computed color, such as rgb(0, 0, 0) or rgba(0, 0, 0, 0.87)."""
    assert css.startswith("rgb"), f"got {css}, expected rgb() or rgba()"
    return tuple(float(number) for number in re.findall(r"[\d.]+", css))


def _paint(layers: Iterable[Color], ground: Color) -> Color:
    for layer in layers:
        alpha = layer[3] if len(layer) == 4 else 1.0
        mixed = zip(layer[:3], ground, strict=True)
        ground = tuple(alpha * new + (1 - alpha) * old for new, old in mixed)
    return ground


def _luminance(color: Color) -> float:
    parts = (_linear(part / 255) for part in color[:3])
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
