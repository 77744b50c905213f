"""A camera's pictures of the lights in an instrument panel.

The symbols are plain ones, made of strokes for this project. Each picture turns, scales
and shifts one, draws it with strokes of some width, and adds the panel's light and
noise. A symbol is an array of strokes (n, 4), each from x, y to x, y. Its middle is at
0, 0; x grows to the right and y down, and it reaches to about 1 in each direction.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tfprep.exam.taskspec.hidden import Hidden, Seeds

SIZE = 28
"""Pixels along a side."""
EACH, HIDDEN_EACH = 150, 80
"""Pictures of each symbol that the learner has, and that the grader has."""


def _line(*points: tuple[float, float]) -> np.ndarray:
    """The strokes from point to point."""
    path = np.array(points, dtype="float32")
    return np.hstack([path[:-1], path[1:]])


def _arc(x: float, y: float, radius: float, start: int, stop: int) -> np.ndarray:
    """Part of a circle, in degrees clockwise from the right."""
    turns = np.radians(np.arange(start, stop + 1, 15))
    return _line(
        *zip(x + radius * np.cos(turns), y + radius * np.sin(turns), strict=True)
    )


def _box(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return _line(*corners, corners[0])


def _rays(*, drop: float) -> list[np.ndarray]:
    """Four beams to the left, which end lower than they start by `drop`."""
    return [_line((-0.2, y), (-0.85, y + drop)) for y in (-0.5, -0.17, 0.17, 0.5)]


_LAMP = [_line((0.05, -0.7), (0.05, 0.7)), _arc(0.05, 0, 0.7, -90, 90)]
_WHEEL = [
    _arc(0, 0, 0.62, 0, 360),
    _arc(0, 0, 0.95, -45, 45),
    _arc(0, 0, 0.95, 135, 225),
]
_ALERT = [_line((0, -0.3), (0, 0.08)), _line((0, 0.3), (0, 0.32))]
_ARROW = _line(
    (0.85, -0.25), (0.1, -0.25), (0.1, -0.65), (-0.85, 0),
    (0.1, 0.65), (0.1, 0.25), (0.85, 0.25), (0.85, -0.25),
)  # fmt: skip

SYMBOLS = {
    name: np.vstack(strokes).astype("float32")
    for name, strokes in {
        "battery": [
            _box(-0.85, -0.45, 0.85, 0.6),
            _line((-0.5, -0.45), (-0.5, -0.65)),
            _line((0.5, -0.45), (0.5, -0.65)),
            _line((-0.6, 0.1), (-0.25, 0.1)),
            _line((0.25, 0.1), (0.6, 0.1)),
            _line((0.42, -0.08), (0.42, 0.28)),
        ],
        "brake": [*_WHEEL, *_ALERT],
        "fog-light": [
            *_LAMP,
            *_rays(drop=0.25),
            _line((-0.45, -0.75), (-0.6, 0), (-0.45, 0.85)),
        ],
        "fuel": [
            _box(-0.65, -0.75, 0.15, 0.75),
            _line((-0.65, -0.15), (0.15, -0.15)),
            _line((0.15, 0.1), (0.4, 0.1), (0.4, 0.55), (0.7, 0.55)),
            _line((0.7, 0.55), (0.7, -0.25), (0.4, -0.6)),
        ],
        "high-beam": [*_LAMP, *_rays(drop=0)],
        "low-beam": [*_LAMP, *_rays(drop=0.25)],
        "oil": [
            _line((-0.6, -0.2), (0.3, -0.2), (0.45, 0.1), (0.85, -0.25)),
            _line((0.85, -0.25), (0.35, 0.5), (-0.6, 0.5), (-0.6, -0.2)),
            _line((-0.6, 0), (-0.9, -0.1), (-0.85, -0.35)),
            _line((-0.35, -0.4), (0.1, -0.4)),
            _line((0.88, 0.15), (0.88, 0.3)),
        ],
        "parking": [
            *_WHEEL,
            _line((-0.15, 0.35), (-0.15, -0.35), (0.1, -0.35)),
            _line((0.1, -0.35), (0.22, -0.2), (0.1, 0.02), (-0.15, 0.02)),
        ],
        "temperature": [
            _line((0, -0.85), (0, 0.2)),
            _arc(0, 0.4, 0.2, 0, 360),
            *(_line((0, y), (0.35, y)) for y in (-0.75, -0.45, -0.15)),
            _line((-0.9, 0.7), (-0.6, 0.85), (-0.3, 0.7)),
            _line((0.3, 0.7), (0.6, 0.85), (0.9, 0.7)),
        ],
        "tire": [
            _line((-0.4, -0.75), (-0.65, -0.2), (-0.6, 0.3), (-0.35, 0.6)),
            _line((0.4, -0.75), (0.65, -0.2), (0.6, 0.3), (0.35, 0.6)),
            _line((-0.6, 0.6), (0.6, 0.6)),
            *(_line((x, 0.6), (x, 0.8)) for x in (-0.5, -0.17, 0.17, 0.5)),
            *_ALERT,
        ],
        "turn-left": [_ARROW],
        "turn-right": [_ARROW * np.array([-1, 1, -1, 1])],
    }.items()
}
"""The strokes by the name of the symbol, in the order of the alphabet."""


def make(folder: Path, seed: int) -> None:
    """Write one file for each symbol, such as oil.npy: uint8 (150, 28, 28)."""
    rng = np.random.default_rng([seed, 0])
    for name, strokes in SYMBOLS.items():
        np.save(folder / f"{name}.npy", _photos(rng, strokes, EACH))


def hidden(seeds: Seeds) -> Hidden:
    """80 more pictures of each symbol."""
    rng = seeds.generator()
    photos = [_photos(rng, strokes, HIDDEN_EACH) for strokes in SYMBOLS.values()]
    truth = np.repeat(np.arange(len(SYMBOLS)), HIDDEN_EACH)
    order = rng.permutation(len(truth))
    return Hidden(np.concatenate(photos)[order, ..., None], truth[order])


def _photos(rng: np.random.Generator, strokes: np.ndarray, count: int) -> np.ndarray:
    """Pictures (count, 28, 28) of one symbol, from 0 (dark) to 255."""

    def draw(low: float, high: float) -> np.ndarray:
        return rng.uniform(low, high, (count, 1, 1)).astype("float32")

    y, x = np.mgrid[:SIZE, :SIZE].astype("float32") - (SIZE - 1) / 2
    turn, scale = np.radians(draw(-18, 18)), draw(8.5, 11)  # pixels for a length of 1
    right, down = (x - draw(-3, 3)) / scale, (y - draw(-3, 3)) / scale
    u = np.cos(turn) * right + np.sin(turn) * down
    v = np.cos(turn) * down - np.sin(turn) * right
    ink = np.clip(scale * (draw(0.05, 0.09) - _distance(u, v, strokes)) + 0.5, 0, 1)
    panel = draw(10, 80) + draw(-1.5, 1.5) * x + draw(-1.5, 1.5) * y
    noise = draw(5, 25) * rng.standard_normal(ink.shape, "float32")
    light: np.ndarray = panel + ink * draw(60, 170) + noise
    return light.clip(0, 255).astype(np.uint8)


def _distance(u: np.ndarray, v: np.ndarray, strokes: np.ndarray) -> np.ndarray:
    """From each point to the nearest stroke."""
    nearest: np.ndarray = np.full_like(u, np.inf)
    for x, y, to_x, to_y in strokes:
        along, across = to_x - x, to_y - y
        share = ((u - x) * along + (v - y) * across) / (along**2 + across**2)
        share = np.clip(share, 0, 1)
        square = (u - x - share * along) ** 2 + (v - y - share * across) ** 2
        nearest = np.minimum(nearest, square)
    distance: np.ndarray = np.sqrt(nearest)
    return distance
