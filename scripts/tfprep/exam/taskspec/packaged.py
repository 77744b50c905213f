"""Data that installed packages bring, read without importing those packages.

To import scikit-image takes longer than all that a task does with one of its pictures.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@cache
def photo(package: str, place: str) -> NDArray[np.uint8]:
    """A picture, (height, width) or (height, width, channels); not to be written to.

    Args:
        package: that holds it, such as `skimage`.
        place: where it stands there, such as `data/brick.png`.

    Raises:
        ModuleNotFoundError: the package isn't installed.
        OSError: it lacks the file.
    """
    import numpy as np
    from PIL import Image

    with Image.open(file_of(package, place)) as picture:
        pixels = np.asarray(picture)
    pixels.flags.writeable = False
    return pixels


def file_of(package: str, place: str) -> Path:
    """The path of a file in an installed package.

    Raises:
        ModuleNotFoundError: the package isn't installed.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)
    return Path(spec.submodule_search_locations[0]) / place
