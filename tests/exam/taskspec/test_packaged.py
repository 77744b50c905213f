"""Data of installed packages are what those packages themselves give."""

from __future__ import annotations

import numpy as np
import pytest
from skimage import data

from tfprep.exam.taskspec import packaged


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("chelsea", "chelsea.png"),
        ("coffee", "coffee.png"),
        ("gravel", "gravel.png"),
        ("hubble_deep_field", "hubble_deep_field.jpg"),
        ("immunohistochemistry", "ihc.png"),
        ("moon", "moon.png"),
        ("retina", "retina.jpg"),
        ("rocket", "rocket.jpg"),
    ],
)
def test_a_photograph_is_that_of_scikit_image(name: str, file: str) -> None:
    """Pixel by pixel, in the same type and shape."""
    found = packaged.photo("skimage", f"data/{file}")
    expected = getattr(data, name)()

    assert found.dtype == expected.dtype
    np.testing.assert_array_equal(found, expected)
    with pytest.raises(ValueError, match="read-only"):
        found[0, 0] = 0


def test_a_package_that_lacks_is_named() -> None:
    """As an import of it would."""
    with pytest.raises(ModuleNotFoundError, match="nopackage") as caught:
        packaged.photo("nopackage", "x.png")

    assert caught.value.name == "nopackage"
