"""Real handwritten digits, each somewhere in a larger picture.

The digits are scikit-learn's copy of the test set of "Optical recognition of
handwritten digits" (E. Alpaydin, UCI, 1998): 8 x 8 pixels from 0 to 16, by 13 writers.
Their labels run 14 times through the same text of about 130 digits, so FORMS takes
each run for one form that somebody filled in. Whole forms are held out. The digits are
public, so whoever has the learner's file can find out which forms these are; the secret
draws which of their digits are asked, and where they lie in their pictures.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from tfprep.exam.taskspec.hidden import Hidden, Seeds
from tfprep.exam.taskspec.packaged import digits

FORMS = (0, 130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667)
"""The row at which each form starts."""
HELD_OUT, ASKED = 5, 500
"""Forms that only the grader has, and the digits of them that are asked."""
SIZE, DIGIT = 12, 8
"""Pixels along a side of a picture, and of the digit in it."""


def make(folder: Path, seed: int) -> None:
    """Write digits.npz: images (n, 12, 12) and labels (n,), both uint8."""
    rows = _rows(seed, hidden=False)
    images, labels = _pictures(rows, np.random.default_rng([seed, 0]))
    np.savez(folder / "digits.npz", images=images, labels=labels)


def hidden(seeds: Seeds) -> Hidden:
    """500 digits of the other forms."""
    rng = seeds.generator()
    asked = rng.choice(_rows(seeds.seed, hidden=True), ASKED, replace=False)
    images, labels = _pictures(asked, rng)
    return Hidden(images[..., None], labels.astype(int))


def _rows(seed: int, *, hidden: bool) -> np.ndarray:
    """The rows of the learner's forms, or of the grader's."""
    held_out = np.random.default_rng(seed).permutation(len(FORMS))[:HELD_OUT]
    return np.flatnonzero(np.isin(_digits()[2], held_out) == hidden)


def _pictures(
    rows: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The digits of these rows in any order, each somewhere in its picture."""
    digits, labels, _ = _digits()
    rows = rng.permutation(rows)
    images = np.zeros((len(rows), SIZE, SIZE), np.uint8)
    corners = rng.integers(0, SIZE - DIGIT, (len(rows), 2), endpoint=True)
    for image, row, (top, left) in zip(images, rows, corners, strict=True):
        image[top : top + DIGIT, left : left + DIGIT] = digits[row]
    return images, labels[rows].astype(np.uint8)


@cache
def _digits() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pictures (1797, 8, 8), what they show, and the number of the form."""
    images, labels = digits()
    forms = np.searchsorted(FORMS, np.arange(len(labels)), side="right") - 1
    return images, labels, forms
