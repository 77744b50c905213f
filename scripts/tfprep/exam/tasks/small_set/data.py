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

from tfprep.exam.tasks.small_set.patterns import NEW, Pixels, shard
from tfprep.exam.taskspec.hidden import Hidden, Seeds
from tfprep.exam.taskspec.labeled_pictures import in_no_order, write_folders

CLASSES = tuple(NEW)
BASE = Path(__file__).with_name("base.keras")
MADE, ASKED = 40, 150
"""Pictures of each class."""


def make(folder: Path, seed: int) -> None:
    """Write train/CLASS/NUMBER.png, 200 pictures of many sizes, and base.keras."""
    write_folders(folder, _dig(np.random.default_rng([seed, 0]), MADE))
    copyfile(BASE, folder / "base.keras")


def hidden(seeds: Seeds) -> Hidden:
    """750 more shards of the same five patterns."""
    rng = seeds.generator()
    return in_no_order(_dig(rng, ASKED), CLASSES, rng)


def _dig(rng: np.random.Generator, each: int) -> Iterator[tuple[str, Pixels]]:
    """Shards of the first pattern, the second, and so on, `each` times over."""
    for _ in range(each):
        for name, pattern in NEW.items():
            yield name, shard(pattern, rng)
