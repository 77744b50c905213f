"""Patterns of painted pottery, as functions of the plane, and shards that bear them.

A pattern is drawn by formula over coordinates in its own units, turned, scaled and
bent a little, and painted on a shard: an irregular piece of clay on gray cloth. The
clay's grain is the gravel photograph inside scikit-image.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from tfprep.exam.taskspec.packaged import photo

Pixels = NDArray[np.uint8]
Field = NDArray[np.float64]
Pattern = Callable[[Field, Field], NDArray[np.bool_]]


def _saw(x: Field) -> Field:
    """From 0 to 1 and back within one unit."""
    return 2 * np.abs(x - np.floor(x + 0.5))


def _cell(x: Field) -> Field:
    """The place within a unit, -0.5 to 0.5."""
    return x - np.floor(x) - 0.5


def _odd(x: Field) -> NDArray[np.bool_]:
    return np.asarray(np.floor(x) % 2 == 1)


KNOWN: dict[str, Pattern] = {
    "checks": lambda u, v: _odd(u) ^ _odd(v),
    "crosses": lambda u, v: (
        (np.minimum(abs(_cell(u)), abs(_cell(v))) < 0.1)
        & (np.maximum(abs(_cell(u)), abs(_cell(v))) < 0.38)
    ),
    "diamonds": lambda u, v: abs(_cell(u)) + abs(_cell(v)) < 0.4,
    "dots": lambda u, v: np.hypot(_cell(u), _cell(v)) < 0.28,
    "grid": lambda u, v: (_saw(u) < 0.25) | (_saw(v) < 0.25),
    "rings": lambda u, v: abs(np.hypot(_cell(u), _cell(v)) - 0.32) < 0.08,
    "stripes": lambda _, v: _saw(v) < 0.45,
    "triangles": lambda u, v: abs(_cell(u)) < 0.48 * (_cell(v) + 0.5),
    "waves": lambda u, v: _saw(v + 0.2 * np.sin(2 * np.pi * u)) < 0.4,
    "zigzag": lambda u, v: _saw(v + 0.6 * _saw(u)) < 0.4,
}
"""What the museum's old network was trained to tell apart."""

NEW: dict[str, Pattern] = {
    "basket": lambda u, v: _saw(2 * np.where(_odd(u) ^ _odd(v), u, v)) < 0.45,
    "bricks": lambda u, v: (_saw(v) < 0.25) | (_saw(u / 2 + _odd(v) / 2) < 0.13),
    "eyes": lambda u, v: (
        (np.hypot(_cell(u), _cell(v)) < 0.13)
        | (abs(np.hypot(_cell(u), _cell(v)) - 0.36) < 0.07)
    ),
    "herringbone": lambda u, v: _saw(1.5 * (v + np.where(_odd(u), u, -u))) < 0.45,
    "scales": lambda u, v: (
        abs(np.hypot(_cell(u + _odd(v) / 2), v - np.floor(v)) - 0.5) < 0.11
    ),
}
"""What the new dig brought to light."""


def shard(pattern: Pattern, rng: np.random.Generator) -> Pixels:
    """A picture of one shard, 64 to 120 pixels a side."""
    height, width = rng.integers(64, 121, 2)
    rows, columns = np.mgrid[:height, :width] - 64.0
    angle, unit = rng.uniform(0, 2 * np.pi), rng.uniform(18, 28)
    bend = rng.uniform(0, 3) * np.sin(rows / 20 + columns / 30 + rng.uniform(0, 6))
    u = (np.cos(angle) * columns + np.sin(angle) * rows + bend) / unit + 64
    v = (np.cos(angle) * rows - np.sin(angle) * columns + bend) / unit + 64
    paint = _soft(pattern(u, v) * np.uint8(255), rng.uniform(0.4, 1)) / 255
    worn = np.clip(_grain(height, width, rng) / 90, 0.35, 1)
    clay, ink, cloth = rng.uniform(0.6, 0.9), rng.uniform(0.1, 0.35), rng.uniform(0, 1)
    tone = clay + (ink - clay) * paint * worn
    color = tone[..., None] * (235, *rng.uniform((150, 100), (200, 160)))
    inside = _outline(height, width, rng)[..., None]
    ground = np.full(3, 60 + 150 * cloth)
    picture = inside * color + (1 - inside) * ground
    across = 1 + rng.uniform(-0.3, 0.3) * (columns / width)
    lit = rng.uniform(0.7, 1.15) * across[..., None] * picture
    lit += rng.normal(0, 5, (height, width, 1))
    return np.asarray(np.clip(lit.round(), 0, 255), dtype=np.uint8)


def _grain(height: int, width: int, rng: np.random.Generator) -> Pixels:
    top, left = rng.integers(0, 512 - height), rng.integers(0, 512 - width)
    gravel: Pixels = photo("skimage", "data/gravel.png")
    return gravel[top : top + height, left : left + width]


def _outline(height: int, width: int, rng: np.random.Generator) -> Field:
    """1 on the shard, 0 beside it: a polygon that nearly fills the picture."""
    corners = rng.integers(6, 10)
    around = 2 * np.pi * (np.arange(corners) + rng.uniform(0, 0.6, corners)) / corners
    reach = rng.uniform(0.42, 0.62, corners)
    points = np.stack([np.cos(around) * width, np.sin(around) * height], axis=1)
    points = points * reach[:, None] + (width / 2, height / 2)
    image = Image.new("L", (width, height))
    ImageDraw.Draw(image).polygon(list(map(tuple, points)), fill=255)
    return _soft(np.asarray(image), 0.7) / 255


def _soft(gray: Pixels, radius: float) -> Field:
    blur = Image.fromarray(gray).filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(blur, dtype=float)
