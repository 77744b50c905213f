"""Cuts from three photographs of surfaces that lie inside scikit-image.

`brick`, `grass` and `gravel` are gray, 512 x 512 pixels, and free of rights (CC0
Textures; see scikit-image's data registry). One side of each, 30 % of it, is kept for
the hidden set; the seed says which side. Every cut is turned, scaled, blurred and lit
as phones and days differ, so brightness and color say nothing about the surface.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from tfprep.exam.taskspec.hidden import Hidden, Seeds
from tfprep.exam.taskspec.packaged import photo

Pixels = NDArray[np.uint8]
CLASSES = ("brick", "grass", "gravel")
SHOWN = 360
"""Columns of a turned photograph that the learner may see; the others are hidden."""
MADE, ASKED = 180, 240
"""Pictures of each class."""


def make(folder: Path, seed: int) -> None:
    """Write train/CLASS/NUMBER.png: 540 pictures of many sizes."""
    for number, (name, picture) in enumerate(
        _shoot(_parts(seed, hidden=False), MADE, np.random.default_rng([seed, 0]))
    ):
        place = folder / "train" / name
        place.mkdir(parents=True, exist_ok=True)
        path = place / f"{number // len(CLASSES):03}.png"
        Image.fromarray(picture).save(path, compress_level=1)


def hidden(seeds: Seeds) -> Hidden:
    """720 pictures of the parts that `make` left out."""
    rng = seeds.generator()
    shot = list(_shoot(_parts(seeds.seed, hidden=True), ASKED, rng))
    shot = [shot[number] for number in rng.permutation(len(shot))]
    truth = np.array([CLASSES.index(name) for name, _ in shot])
    return Hidden([picture for _, picture in shot], truth)


def _parts(seed: int, *, hidden: bool) -> dict[str, Pixels]:
    """The learner's part of each photograph, or the grader's."""
    sides = np.random.default_rng(seed).integers(0, 4, len(CLASSES))
    parts = {}
    for name, side in zip(CLASSES, sides, strict=True):
        turned = np.rot90(photo("skimage", f"data/{name}.png"), side)
        parts[name] = turned[:, SHOWN:] if hidden else turned[:, :SHOWN]
    return parts


def _shoot(
    parts: dict[str, Pixels], each: int, rng: np.random.Generator
) -> Iterator[tuple[str, Pixels]]:
    """Pictures of brick, grass, gravel, brick, and so on."""
    for _ in range(each):
        for name, part in parts.items():
            yield name, _light(_cut(part, rng), rng)


def _cut(part: Pixels, rng: np.random.Generator) -> Pixels:
    """A rectangle of 64 to 150 pixels a side, turned, scaled and slightly blurred."""
    height, width = rng.integers(64, 151, 2)
    top = rng.integers(0, part.shape[0] - height + 1)
    left = rng.integers(0, part.shape[1] - width + 1)
    cut = np.rot90(part[top : top + height, left : left + width], int(rng.integers(4)))
    picture = Image.fromarray(np.ascontiguousarray(cut))
    scale = rng.uniform(0.7, 1.4)
    size = (round(scale * picture.width), round(scale * picture.height))
    blur = ImageFilter.GaussianBlur(rng.uniform(0, 1))
    return np.asarray(picture.resize(size, Image.Resampling.BICUBIC).filter(blur))


def _light(gray: Pixels, rng: np.random.Generator) -> Pixels:
    """Three channels: another brightness, contrast and tint, shade from one side."""
    level, contrast = rng.uniform(70, 170), rng.uniform(25, 50)
    bright = level + contrast * (gray - gray.mean()) / gray.std()
    rows, columns = np.mgrid[-1 : 1 : gray.shape[0] * 1j, -1 : 1 : gray.shape[1] * 1j]
    down, across = rng.uniform(-0.25, 0.25, 2)
    shade = 1 + down * rows + across * columns
    tint = rng.uniform(0.88, 1.12, 3)
    noise = rng.normal(0, 4, gray.shape)
    colored = (bright * shade + noise)[..., None] * tint
    return np.asarray(np.clip(colored.round(), 0, 255), dtype=np.uint8)
