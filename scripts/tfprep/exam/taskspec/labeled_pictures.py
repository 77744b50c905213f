"""Pictures with the name of their class, as a learner's folders and as hidden data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tfprep.exam.taskspec.hidden import Hidden

Pixels = NDArray[np.uint8]
Labeled = Iterable[tuple[str, Pixels]]
"""The class and the picture, (height, width) or (height, width, 3), of each."""


def write_folders(folder: Path, pictures: Labeled) -> None:
    """Write train/CLASS/NUMBER.png, the pictures of a class numbered from 000."""
    made = Counter[str]()
    for name, picture in pictures:
        place = folder / "train" / name
        place.mkdir(parents=True, exist_ok=True)
        path = place / f"{made[name]:03}.png"
        Image.fromarray(picture).save(path, compress_level=1)
        made[name] += 1


def in_no_order(
    pictures: Labeled, classes: Sequence[str], rng: np.random.Generator
) -> Hidden:
    """The pictures in random order; their truth is the place of the class.

    Raises:
        ValueError: a class isn't one of `classes`.
    """
    made = list(pictures)
    made = [made[number] for number in rng.permutation(len(made))]
    truth = np.array([classes.index(name) for name, _ in made])
    return Hidden([picture for _, picture in made], truth)
