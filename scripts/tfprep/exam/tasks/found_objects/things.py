"""The outlines of the lost things, as masks of 240 x 240 pixels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

SIDE = 240
MIDDLE = SIDE / 2

Draw = Callable[[np.random.Generator], Image.Image]


def comb(rng: np.random.Generator) -> Image.Image:
    """A bar with many teeth on one side."""
    mask, draw = _blank()
    length, back = rng.uniform(170, 215), rng.uniform(14, 26)
    depth = rng.uniform(40, 70)
    left, top = MIDDLE - length / 2, MIDDLE - (back + depth) / 2
    draw.rounded_rectangle((left, top, left + length, top + back), 6, fill=255)
    teeth = rng.integers(7, 11)
    step = length / teeth
    width = step * rng.uniform(0.35, 0.5)
    for number in range(teeth):
        x = left + number * step + (step - width) / 2
        draw.rectangle((x, top, x + width, top + back + depth), fill=255)
    return mask


def glasses(rng: np.random.Generator) -> Image.Image:
    """Two rings, a bridge, and two short arms."""
    mask, draw = _blank()
    across, down = rng.uniform(36, 42), rng.uniform(28, 42)
    gap, thick = rng.uniform(4, 10), int(rng.integers(11, 17))
    for side in (-1, 1):
        x = MIDDLE + side * (across + gap)
        _ring(draw, x, MIDDLE, across, down, thick)
        end = x + side * across
        arm = (end, MIDDLE - 8, end + side * 8, MIDDLE - down - rng.uniform(8, 20))
        draw.line(arm, fill=255, width=thick)
    bridge = (MIDDLE - gap - 4, MIDDLE - 8, MIDDLE + gap + 4, MIDDLE - 8)
    draw.line(bridge, fill=255, width=thick)
    return mask


def key(rng: np.random.Generator) -> Image.Image:
    """One ring, a shaft, and two or three wards at its end."""
    mask, draw = _blank()
    radius, thick = rng.uniform(28, 44), int(rng.integers(12, 20))
    end = rng.uniform(205, 225)
    _ring(draw, MIDDLE, 20 + radius, radius, radius * rng.uniform(0.75, 1), thick)
    draw.line((MIDDLE, 20 + 1.8 * radius, MIDDLE, end), fill=255, width=thick)
    for number in range(rng.integers(2, 4)):
        y = end - thick / 2 - number * rng.uniform(19, 24)
        draw.line((MIDDLE, y, MIDDLE + rng.uniform(28, 45), y), fill=255, width=13)
    return mask


def watch(rng: np.random.Generator) -> Image.Image:
    """One ring with two hands, and a strap above it and below."""
    mask, draw = _blank()
    radius, thick = rng.uniform(30, 48), int(rng.integers(11, 17))
    squeeze, wide = rng.uniform(0.8, 1), rng.uniform(8, 15)
    _ring(draw, MIDDLE, MIDDLE, radius * squeeze, radius, thick)
    for side in (-1, 1):
        end = MIDDLE + side * rng.uniform(95, 112)
        strap = sorted((MIDDLE + side * (radius - thick / 2), end))
        draw.rectangle((MIDDLE - wide, strap[0], MIDDLE + wide, strap[1]), fill=255)
    for share in (0.45, 0.65):
        turn, reach = rng.uniform(0, 2 * np.pi), share * radius
        tip = MIDDLE + reach * np.sin(turn), MIDDLE - reach * np.cos(turn)
        draw.line((MIDDLE, MIDDLE, *tip), fill=255, width=9)
    return mask


DRAW: dict[str, Draw] = {
    "comb": comb,
    "glasses": glasses,
    "key": key,
    "watch": watch,
}
"""By class, in the order of the alphabet."""


def _blank() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    mask = Image.new("L", (SIDE, SIDE))
    return mask, ImageDraw.Draw(mask)


def _ring(
    draw: ImageDraw.ImageDraw, x: float, y: float, rx: float, ry: float, thick: int
) -> None:
    draw.ellipse((x - rx, y - ry, x + rx, y + ry), outline=255, width=thick)
