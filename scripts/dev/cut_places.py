"""How the photographs in examples/data/places-*.jpg were cut, which a lesson uses.

From 29 photographs it takes one or two square parts that show one thing: plants, sky
or stone. Each part becomes 160 x 160 pixels, and the parts of a class lie side by side
in one file, in the order below.

    python scripts/dev/cut_places.py FOLDER

FOLDER holds the photographs, under the names that they have in these Debian packages:
budgie-backgrounds 3.0 and 4.2 (its .jxl saved as .png), lomiri-wallpapers-16.04
20.04.0, wordpress-theme-twentytwentyfour and -twentytwentyfive 7.1.4. The photograph of
gravel comes with scikit-image. Who made them: docs/data/credits.yml.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image
from skimage.data import gravel

DATA = Path(__file__).parents[2] / "examples" / "data"
SIDE = 160
PARTS = """
plants anhinga sunning-anhinga.png 55 25 100 100
plants creek life_by_Aitzol_Berasategi.jpg 0 0 100 32
plants dandelion seeding_by_Clements_Engelhardt.jpg 0 30 100 100
plants falls akaka-falls-state-park-flora.webp 0 0 100 100
plants heron pondering-heron.png 64 60 100 100
plants lily botany-flowers.webp 0 20 100 100
plants meadow coming-soon-bg-image.webp 0 62 100 100
plants osprey perched-osprey.jpg 0 0 30 100
plants periwinkle blue-periwinkle.jpg 0 0 100 100
plants ridge aitzgorri_by_Aitzol_Berasategi.jpg 0 42 62 100
plants tea tea-gardens.jpg 0 48 100 100
plants windy 404-image.webp 0 60 100 100
sky arena roman-colosseum.jpg 68 5 100 95
sky dune extreme-desert-hike.jpg 0 0 100 42
sky harbor singaporean-cityscape.jpg 10 0 65 20
sky lake lake-sherburne.jpg 40 0 100 25
sky meadow coming-soon-bg-image.webp 0 0 35 52
sky pass picosdeeuropa_by_Aitzol_Berasategi.jpg 5 0 62 28
sky pavilion angular-roof.webp 0 0 100 32
sky ridge aitzgorri_by_Aitzol_Berasategi.jpg 52 0 100 13
sky roofs beacon-street-sunset.jpg 5 0 88 26
sky shrike perched-shrike.png 55 0 100 55
sky summit sunset_by_Aitzol_Berasategi.jpg 0 0 100 40
sky tea tea-gardens.jpg 55 0 100 22
sky terminal building-exterior.webp 70 0 100 100
sky windy 404-image.webp 0 0 70 18
stone arena roman-colosseum.jpg 8 25 55 95
stone creek life_by_Aitzol_Berasategi.jpg 55 48 95 100
stone facade tourist-and-building.webp 0 0 38 70
stone gravel gravel.png 0 0 100 100
stone lake lake-sherburne.jpg 24 26 50 56
stone otters oakland-zoo-otters.jpg 15 66 50 96
stone pass picosdeeuropa_by_Aitzol_Berasategi.jpg 36 20 100 55
stone ruin poster-image-background.webp 0 20 75 100
stone temple parthenon-square.webp 0 66 100 100
stone wall Picture_0B_by_freespace.jpg 0 58 24 96
stone wren canyon-wren.jpg 18 45 100 100
"""
"""Class, place, photograph, and in percent of it: left, top, right, bottom."""


def opened(folder: Path, name: str) -> Image.Image:
    """The photograph in color."""
    found = Image.fromarray(gravel()) if name == "gravel.png" else None
    return (found or Image.open(folder / name)).convert("RGB")


def part(photo: Image.Image, box: tuple[float, float, float, float]) -> Image.Image:
    """The largest square in the middle of a part, made small."""
    sides = (photo.width, photo.height, photo.width, photo.height)
    left, top, right, bottom = (
        share * side / 100 for share, side in zip(box, sides, strict=True)
    )
    half = min(right - left, bottom - top) / 2
    across, down = (left + right) / 2, (top + bottom) / 2
    square = (across - half, down - half, across + half, down + half)
    return photo.resize((SIDE, SIDE), Image.Resampling.LANCZOS, box=square)


def main() -> None:
    """Cut all parts, and write a file for each class."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    rows: dict[str, list[Image.Image]] = {}
    for line in PARTS.strip().splitlines():
        kind, _, name, *numbers = line.split()
        left, top, right, bottom = map(float, numbers)
        cut = part(opened(folder, name), (left, top, right, bottom))
        rows.setdefault(kind, []).append(cut)
    for kind, cuts in rows.items():
        strip = Image.fromarray(np.concatenate([np.asarray(cut) for cut in cuts], 1))
        strip.save(DATA / f"places-{kind}.jpg", quality=88)


if __name__ == "__main__":
    main()
