"""Handwritten digits, each somewhere in a larger picture, drawn by a program.

A digit is a line through some points, of which each writer has a habit: the way to
write it, width, slant, roundness, pen, and where the points lie. Each digit then
wobbles a little. Nobody's handwriting was copied. A writer of the hidden digits is
drawn by the secret and wrote nothing for the learner. Points go from 0, 0 at the top
left to 1, 1 at the bottom right of a digit.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from tfprep.exam.taskspec.hidden import Hidden, Seeds

Points = list[tuple[float, float]]

WRITERS, EACH = 13, 9
"""The learner's writers, and how often each of them wrote every digit."""
STRANGERS, ASKED = 25, 500
"""The grader's writers, and the digits that they wrote."""
SIZE, DIGIT = 12, 8
"""Pixels along a side of a picture, and of the digit in it."""
FINE = 8
"""Points of the pen within a pixel."""
INK = 16
"""The darkest pixel."""

_LOOP: Points = [(0.5, 0), (0.1, 0.25), (0.1, 0.75), (0.5, 1), (0.9, 0.75), (0.9, 0.25)]
WAYS: dict[int, list[list[Points]]] = {
    0: [[[*_LOOP, (0.5, 0)]], [[(0.7, 0.05), *_LOOP[1:], (0.45, 0.05)]]],
    1: [[[(0.5, 0), (0.5, 1)]], [[(0.2, 0.3), (0.55, 0), (0.55, 1)]]],
    2: [
        [[(0.1, 0.25), (0.5, 0), (0.85, 0.3), (0.1, 1), (0.9, 1)]],
        [[(0.1, 0.2), (0.6, 0), (0.8, 0.4), (0.2, 0.9), (0.15, 0.75), (0.9, 1)]],
    ],
    3: [
        [[(0.15, 0.1), (0.6, 0), (0.8, 0.25), (0.4, 0.45), (0.85, 0.7), (0.5, 1)],
         [(0.5, 1), (0.1, 0.9)]],
        [[(0.1, 0), (0.85, 0), (0.4, 0.4), (0.85, 0.7), (0.5, 1), (0.1, 0.85)]],
    ],
    4: [
        [[(0.6, 0), (0.1, 0.65), (0.9, 0.65)], [(0.65, 0.35), (0.65, 1)]],
        [[(0.15, 0), (0.15, 0.5), (0.85, 0.5)], [(0.85, 0), (0.8, 1)]],
    ],
    5: [
        [[(0.85, 0), (0.2, 0), (0.15, 0.45)],
         [(0.15, 0.45), (0.6, 0.4), (0.9, 0.7), (0.5, 1), (0.1, 0.9)]],
        [[(0.2, 0), (0.15, 0.4), (0.8, 0.5), (0.7, 0.95), (0.1, 0.95)],
         [(0.2, 0), (0.9, 0.05)]],
    ],
    6: [
        [[(0.75, 0), (0.25, 0.4), (0.1, 0.75), (0.5, 1), (0.85, 0.75), (0.5, 0.5),
          (0.15, 0.7)]],
        [[(0.3, 0), (0.1, 0.8), (0.6, 1), (0.8, 0.7), (0.15, 0.65)]],
    ],
    7: [
        [[(0.1, 0), (0.9, 0), (0.4, 1)]],
        [[(0.1, 0.05), (0.85, 0), (0.35, 1)], [(0.3, 0.5), (0.8, 0.5)]],
    ],
    8: [
        [[(0.5, 0.45), (0.2, 0.2), (0.5, 0), (0.8, 0.2), (0.5, 0.45), (0.1, 0.75),
          (0.5, 1), (0.9, 0.75), (0.5, 0.45)]],
        [[(0.8, 0.1), (0.3, 0.1), (0.3, 0.4), (0.8, 0.7), (0.5, 1), (0.15, 0.75),
          (0.8, 0.2)]],
    ],
    9: [
        [[(0.85, 0.25), (0.5, 0), (0.15, 0.25), (0.45, 0.5), (0.85, 0.25), (0.75, 1)]],
        [[(0.8, 0.2), (0.4, 0), (0.15, 0.35), (0.75, 0.4), (0.8, 0.2), (0.8, 0.8),
          (0.4, 1), (0.15, 0.9)]],
    ],
}  # fmt: skip
"""The strokes of each digit, in two ways."""


class Hand(NamedTuple):
    """The habits of a writer."""

    strokes: list[list[np.ndarray]]
    """Of each digit, as this writer has them in mind: points (n, 2)."""
    slant: float
    width: float
    round: bool
    pen: float
    """How wide, in pixels."""
    dark: float


def make(folder: Path, seed: int) -> None:
    """Write digits.npz: images (n, 12, 12) and labels (n,), both uint8."""
    rng = np.random.default_rng([seed, 0])
    images, labels = _write(rng, WRITERS, 10 * WRITERS * EACH)
    np.savez(folder / "digits.npz", images=images, labels=labels)


def hidden(seeds: Seeds) -> Hidden:
    """500 digits of 25 other writers."""
    images, labels = _write(seeds.generator(), STRANGERS, ASKED)
    return Hidden(images[..., None], labels.astype(int))


def _write(
    rng: np.random.Generator, writers: int, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """So many digits, each writer's as often as any other's, in any order."""
    hands = [_hand(rng) for _ in range(writers)]
    images = np.zeros((count, SIZE, SIZE), np.uint8)
    order = rng.permutation(count)
    corners = rng.integers(0, SIZE - DIGIT, (count, 2), endpoint=True)
    for image, number, (top, left) in zip(images, order, corners, strict=True):
        hand = hands[number // 10 % writers]
        digit = _draw(hand, number % 10, rng)
        image[top : top + DIGIT, left : left + DIGIT] = digit
    return images, (order % 10).astype(np.uint8)


def _hand(rng: np.random.Generator) -> Hand:
    strokes = []
    for ways in WAYS.values():
        way = ways[rng.integers(len(ways))]
        move = rng.normal(0, 0.05, (2,))
        strokes.append(
            [np.array(s) + move + rng.normal(0, 0.04, (len(s), 2)) for s in way]
        )
    return Hand(
        strokes,
        slant=rng.uniform(-0.35, 0.15),
        width=rng.uniform(0.6, 1),
        round=bool(rng.random() < 0.7),
        pen=rng.uniform(0.9, 1.6),
        dark=rng.uniform(0.75, 1.1),
    )


def _draw(hand: Hand, digit: int, rng: np.random.Generator) -> np.ndarray:
    """One digit as a hand writes it today: (8, 8), from 0 to 16."""
    side = DIGIT * FINE
    picture = Image.new("L", (side, side))
    pen, lean = ImageDraw.Draw(picture), hand.slant + rng.normal(0, 0.07)
    for stroke in hand.strokes[digit]:
        points = stroke + rng.normal(0, 0.035, stroke.shape)
        x, y = (_bend(points) if hand.round else points).T
        x = 0.5 + hand.width * (x - 0.5) + lean * (y - 0.5)
        edge = 1.0 * FINE
        line = edge + (side - 2 * edge) * np.stack([x, y], axis=-1)
        wide = round(hand.pen * FINE)
        pen.line([tuple(point) for point in line], 255, wide, joint="curve")
    fine = np.asarray(picture, dtype=float).reshape(DIGIT, FINE, DIGIT, FINE)
    ink = hand.dark * INK / 255 * fine.mean(axis=(1, 3))
    return np.asarray(ink.round().clip(0, INK))


def _bend(points: np.ndarray) -> np.ndarray:
    """A smooth line through some points (Catmull and Rom's), of many short pieces."""
    ends = np.vstack([points[:1], points, points[-1:]])
    share = np.linspace(0, 1, 6)[:, None]
    pieces = []
    for before, start, end, after in zip(
        ends, ends[1:], ends[2:], ends[3:], strict=False
    ):
        rise, fall = (end - before) / 2, (after - start) / 2
        pieces.append(
            start
            + rise * share
            + (3 * (end - start) - 2 * rise - fall) * share**2
            + (2 * (start - end) + rise + fall) * share**3
        )
    return np.concatenate(pieces)
