"""Cuts from three photographs that lie inside scikit-image: moon, sky, tissue.

They are `moon`, `hubble_deep_field` and `ihc`, stained tissue of the bowel; whose they
are stands in docs/data/credits.yml. Each is cut into nine blocks, and three of them,
one in each row and column, are kept for the hidden set; the seed says which. Every cut
is turned, scaled, blurred and lit as cameras and lamps differ, so brightness and color
say nothing about what it shows, and contrast little. The photographs are public, so
anybody can find out what was left out; the secret draws the cuts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from tfprep.exam.taskspec.hidden import Hidden, Seeds
from tfprep.exam.taskspec.labeled_pictures import Pixels, in_no_order, write_folders
from tfprep.exam.taskspec.packaged import photo

PLATES = {"moon": "moon.png", "sky": "hubble_deep_field.jpg", "tissue": "ihc.png"}
"""The photographs by class, in the order of the alphabet."""
CLASSES = tuple(PLATES)
GRID = 3
"""Blocks along each side of a photograph; a block in each row is hidden."""
MIDDLING = 30.0
"""Spread of the pixels of a cut whose contrast a phone leaves as it is."""
MADE, ASKED = 180, 240
"""Pictures of each class."""


def make(folder: Path, seed: int) -> None:
    """Write train/CLASS/NUMBER.png: 540 pictures of many sizes."""
    write_folders(
        folder,
        _shoot(_parts(seed, hidden=False), MADE, np.random.default_rng([seed, 0])),
    )


def hidden(seeds: Seeds) -> Hidden:
    """720 pictures of the parts that `make` left out."""
    rng = seeds.generator()
    return in_no_order(
        _shoot(_parts(seeds.seed, hidden=True), ASKED, rng), CLASSES, rng
    )


def _parts(seed: int, *, hidden: bool) -> dict[str, list[Pixels]]:
    """The learner's blocks of each photograph, or the grader's."""
    rng, parts = np.random.default_rng(seed), {}
    for name, file in PLATES.items():
        bands = np.array_split(_gray(photo("skimage", f"data/{file}")), GRID)
        blocks = [np.array_split(band, GRID, axis=1) for band in bands]
        kept = rng.permutation(GRID)
        parts[name] = [
            block
            for row, of_row in zip(kept, blocks, strict=True)
            for column, block in enumerate(of_row)
            if (column == row) == hidden
        ]
    return parts


def _gray(picture: Pixels) -> Pixels:
    """Without its color, if it has any."""
    if picture.ndim == 2:
        return picture
    return np.asarray(picture.mean(axis=2).round(), dtype=np.uint8)


def _shoot(
    parts: dict[str, list[Pixels]], each: int, rng: np.random.Generator
) -> Iterator[tuple[str, Pixels]]:
    """Pictures of moon, sky, tissue, moon, and so on."""
    for _ in range(each):
        for name, blocks in parts.items():
            block = blocks[rng.integers(len(blocks))]
            yield name, _light(_cut(block, rng), rng)


def _cut(block: Pixels, rng: np.random.Generator) -> Pixels:
    """A rectangle of 64 to 150 pixels a side, turned, scaled and slightly blurred."""
    height, width = rng.integers(64, 151, 2)
    top = rng.integers(0, block.shape[0] - height + 1)
    left = rng.integers(0, block.shape[1] - width + 1)
    cut = np.rot90(block[top : top + height, left : left + width], int(rng.integers(4)))
    picture = Image.fromarray(np.ascontiguousarray(cut))
    scale = rng.uniform(0.7, 1.4)
    size = (round(scale * picture.width), round(scale * picture.height))
    blur = ImageFilter.GaussianBlur(rng.uniform(0, 1))
    return np.asarray(picture.resize(size, Image.Resampling.BICUBIC).filter(blur))


def _light(gray: Pixels, rng: np.random.Generator) -> Pixels:
    """Three channels: another brightness, contrast and tint, shade from one side."""
    level, contrast = rng.uniform(70, 170), rng.uniform(25, 50)
    # Phones even out the contrast, but not all of it.
    bright = level + contrast * (gray - gray.mean()) / np.sqrt(MIDDLING * gray.std())
    rows, columns = np.mgrid[-1 : 1 : gray.shape[0] * 1j, -1 : 1 : gray.shape[1] * 1j]
    down, across = rng.uniform(-0.25, 0.25, 2)
    shade = 1 + down * rows + across * columns
    tint = rng.uniform(0.88, 1.12, 3)
    noise = rng.normal(0, 4, gray.shape)
    colored = (bright * shade + noise)[..., None] * tint
    return np.asarray(np.clip(colored.round(), 0, 255), dtype=np.uint8)
