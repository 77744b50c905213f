"""Pictures with the name of their class."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from tfprep.exam.taskspec.labeled_pictures import Pixels, in_no_order, write_folders


def shades() -> Iterator[tuple[str, Pixels]]:
    """Eight pictures of two classes, darker and darker; those of "sky" are even."""
    for number in range(8):
        shade = np.full((2, 3), number, np.uint8)
        yield ("moon", "sky")[number % 2 == 0], shade


def test_each_class_has_a_folder_of_its_own(tmp_path: Path) -> None:
    """Its pictures are numbered in the order in which they come, pixel by pixel."""
    write_folders(tmp_path, shades())

    for name, first in (("moon", 1), ("sky", 0)):
        paths = sorted((tmp_path / "train" / name).iterdir())
        assert [path.name for path in paths] == [f"00{n}.png" for n in range(4)]
        found = [np.asarray(Image.open(path)) for path in paths]
        assert [int(pixels[1, 2]) for pixels in found] == [*range(first, 8, 2)]


def test_hidden_pictures_keep_their_class_in_any_order() -> None:
    """None is lost, and a place in the row says nothing of the class."""
    hidden = in_no_order(shades(), ("moon", "sky"), np.random.default_rng(1))
    shown = [int(picture[0, 0]) for picture in hidden.inputs]  # type: ignore[index]

    assert sorted(shown) == [*range(8)]
    assert shown != [*range(8)]
    assert hidden.truth.tolist() == [int(number % 2 == 0) for number in shown]
