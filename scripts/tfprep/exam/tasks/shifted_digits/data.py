"""Real handwritten digits, each somewhere in a larger picture.

The digits are scikit-learn's copy of the test set of "Optical recognition of
handwritten digits" (E. Alpaydin, UCI, 1998): 8 x 8 pixels from 0 to 16, by 13 writers.
Their labels run 14 times through the same text of about 130 digits, so FORMS takes
each run for one form that somebody filled in. Whole forms are held out.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

from tfprep.exam.taskspec.hidden import Hidden

FORMS = (0, 130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667)
"""The row at which each form starts."""
HELD_OUT = 5
"""Forms that only the grader has."""
SIZE, DIGIT = 12, 8
"""Pixels along a side of a picture, and of the digit in it."""


def make(folder: Path, seed: int) -> None:
    """Write digits.npz: images (n, 12, 12) and labels (n,), both uint8."""
    images, labels = _pictures(seed, hidden=False)
    np.savez(folder / "digits.npz", images=images, labels=labels)


def hidden(seed: int) -> Hidden:
    """The digits of the other forms."""
    images, labels = _pictures(seed, hidden=True)
    return Hidden(images[..., None], labels.astype(int))


def _pictures(seed: int, *, hidden: bool) -> tuple[np.ndarray, np.ndarray]:
    digits, labels, forms = _digits()
    held_out = np.random.default_rng(seed).permutation(len(FORMS))[:HELD_OUT]
    rows = np.flatnonzero(np.isin(forms, held_out) == hidden)
    rng = np.random.default_rng([seed, hidden])
    rng.shuffle(rows)
    images = np.zeros((len(rows), SIZE, SIZE), np.uint8)
    corners = rng.integers(0, SIZE - DIGIT, (len(rows), 2), endpoint=True)
    for image, row, (top, left) in zip(images, rows, corners, strict=True):
        image[top : top + DIGIT, left : left + DIGIT] = digits[row]
    return images, labels[rows].astype(np.uint8)


@cache
def _digits() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pictures (1797, 8, 8), what they show, and the number of the form."""
    data = load_digits()
    forms = np.searchsorted(FORMS, np.arange(len(data.target)), side="right") - 1
    return data.images, data.target, forms
