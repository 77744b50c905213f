"""Shards of painted pottery from a new dig: five patterns, 40 pictures of each.

patterns.py draws them by formula. `base.keras` is what the learner may build on: the
convolutional part of a network that pretrain.py trained on ten other patterns, the
same for every seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import numpy as np
from PIL import Image

from tfprep.exam.tasks.small_set.patterns import NEW, Pixels, shard
from tfprep.exam.taskspec.hidden import Hidden, Seeds

CLASSES = tuple(NEW)
BASE = Path(__file__).with_name("base.keras")
MADE, ASKED = 40, 150
"""Pictures of each class."""


def make(folder: Path, seed: int) -> None:
    """Write train/CLASS/NUMBER.png, 200 pictures of many sizes, and base.keras."""
    for number, (name, picture) in enumerate(
        _dig(np.random.default_rng([seed, 0]), MADE)
    ):
        place = folder / "train" / name
        place.mkdir(parents=True, exist_ok=True)
        path = place / f"{number // len(CLASSES):03}.png"
        Image.fromarray(picture).save(path, compress_level=1)
    copyfile(BASE, folder / "base.keras")


def hidden(seeds: Seeds) -> Hidden:
    """750 more shards of the same five patterns."""
    rng = seeds.generator()
    found = list(_dig(rng, ASKED))
    found = [found[number] for number in rng.permutation(len(found))]
    truth = np.array([CLASSES.index(name) for name, _ in found])
    return Hidden([picture for _, picture in found], truth)


def _dig(rng: np.random.Generator, each: int) -> Iterator[tuple[str, Pixels]]:
    """Shards of the first pattern, the second, and so on, `each` times over."""
    for _ in range(each):
        for name, pattern in NEW.items():
            yield name, shard(pattern, rng)
