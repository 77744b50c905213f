"""Combs, glasses, keys and watches, drawn on parts of real photographs.

The grounds are photographs inside scikit-image: a cat, a coffee cup, galaxies, stained
tissue, a retina and a rocket; whose they are stands in docs/data/credits.yml. One third
of each is kept for the hidden set; the seed says which. The things are drawn anew each
time: size, proportions, angle and color vary, litter lies around, and a shadow falls
somewhere.
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from tfprep.exam.tasks.found_objects.things import DRAW
from tfprep.exam.taskspec.hidden import Hidden, Seeds
from tfprep.exam.taskspec.labeled_pictures import Pixels, in_no_order, write_folders
from tfprep.exam.taskspec.packaged import photo

CLASSES = tuple(DRAW)
MADE, ASKED = 200, 150
"""Pictures of each class."""
GROUNDS = (
    "chelsea.png",
    "coffee.png",
    "hubble_deep_field.jpg",
    "ihc.png",
    "retina.jpg",
    "rocket.jpg",
)
TURN = 40
"""How far a thing may lie from upright, in degrees to either side."""


def make(folder: Path, seed: int) -> None:
    """Write train/CLASS/NUMBER.png: 800 pictures of many sizes."""
    write_folders(
        folder,
        _find(_parts(seed, hidden=False), MADE, np.random.default_rng([seed, 0])),
    )


def hidden(seeds: Seeds) -> Hidden:
    """600 pictures on the parts of the grounds that `make` left out."""
    rng = seeds.generator()
    return in_no_order(_find(_parts(seeds.seed, hidden=True), ASKED, rng), CLASSES, rng)


def _find(
    parts: list[Pixels], each: int, rng: np.random.Generator
) -> Iterator[tuple[str, Pixels]]:
    """Pictures of a comb, glasses, a key, a watch, a comb, and so on."""
    for _, name in zip(range(each * len(CLASSES)), cycle(CLASSES), strict=False):
        ground = _cut(parts[rng.integers(len(parts))], rng)
        _litter(ground, rng)
        _lay(ground, DRAW[name](rng), rng)
        yield name, _light(np.asarray(ground), rng)


def _parts(seed: int, *, hidden: bool) -> list[Pixels]:
    """The learner's two thirds of each photograph, or the last third."""
    step = -1 if np.random.default_rng(seed).random() < 0.5 else 1
    parts = []
    for name in GROUNDS:
        whole = photo("skimage", f"data/{name}")
        turned, third = whole[:, ::step], whole.shape[1] // 3
        parts.append(turned[:, -third:] if hidden else turned[:, :-third])
    return parts


def _cut(part: Pixels, rng: np.random.Generator) -> Image.Image:
    """A rectangle of the ground; each side has 64 to 128 pixels."""
    height, width = rng.integers(64, 129, 2)
    top = rng.integers(0, part.shape[0] - height + 1)
    left = rng.integers(0, part.shape[1] - width + 1)
    cut = part[top : top + height, left : left + width]
    return Image.fromarray(np.ascontiguousarray(cut[:, :: rng.choice([-1, 1])]))


def _litter(ground: Image.Image, rng: np.random.Generator) -> None:
    """Twigs and bottle caps, smaller than the thing."""
    draw, reach = ImageDraw.Draw(ground), min(ground.size)
    for _ in range(rng.integers(0, 5)):
        x, y = rng.uniform(0, 1, 2) * ground.size
        dx, dy = rng.uniform(-0.25, 0.25, 2) * reach
        if rng.random() < 0.6:
            draw.line((x, y, x + dx, y + dy), fill=_color(rng), width=2)
        else:
            r = rng.uniform(0.03, 0.07) * reach
            draw.ellipse((x - r, y - r, x + r, y + r), fill=_color(rng))


def _lay(ground: Image.Image, mask: Image.Image, rng: np.random.Generator) -> None:
    """Put a thing on the ground: nearly upright, in a color that stands out."""
    side = round(min(ground.size) * rng.uniform(0.85, 1))
    small = mask.resize((side, side), Image.Resampling.BOX)
    turned = small.rotate(rng.uniform(-TURN, TURN), Image.Resampling.BICUBIC)
    left, top = (round(rng.uniform(0, free - side)) for free in ground.size)
    below = np.asarray(ground.crop((left, top, left + side, top + side)), dtype=float)
    color = _color(rng)
    while abs(below.mean() - np.mean(color)) < 80:
        color = _color(rng)
    ground.paste(color, (left, top), turned)


def _color(rng: np.random.Generator) -> tuple[int, int, int]:
    hue, saturation, value = rng.uniform(0, 1), rng.uniform(0, 0.8), rng.uniform(0, 1)
    red, green, blue = colorsys.hsv_to_rgb(hue, saturation, value)
    return round(255 * red), round(255 * green), round(255 * blue)


def _light(picture: Pixels, rng: np.random.Generator) -> Pixels:
    """Another exposure, the edge of a shadow across the picture, and noise."""
    rows, columns = np.indices(picture.shape[:2])
    angle = rng.uniform(0, 2 * np.pi)
    along = np.cos(angle) * rows + np.sin(angle) * columns
    edge = rng.choice(along.ravel())
    shadow = np.where(along < edge, rng.uniform(0.6, 1), 1)[..., None]
    noise = rng.normal(0, 4, (*picture.shape[:2], 1))
    lit = rng.uniform(0.7, 1.2) * shadow * picture + noise
    return np.clip(lit.round(), 0, 255).astype(np.uint8)
