"""Data of installed packages are what those packages themselves give."""

from __future__ import annotations

import numpy as np
import pytest
from skimage import data
from sklearn.datasets import load_digits, load_sample_image

from tfprep.exam.taskspec import packaged


@pytest.mark.parametrize("name", ["brick", "grass", "gravel", "coffee", "rocket"])
def test_a_photograph_is_that_of_scikit_image(name: str) -> None:
    """Pixel by pixel, in the same type and shape."""
    suffix = "jpg" if name == "rocket" else "png"
    found = packaged.photo("skimage", f"data/{name}.{suffix}")
    expected = getattr(data, name)()

    assert found.dtype == expected.dtype
    np.testing.assert_array_equal(found, expected)
    with pytest.raises(ValueError, match="read-only"):
        found[0, 0] = 0


def test_pictures_and_digits_are_those_of_scikit_learn() -> None:
    """With the labels, in the same order."""
    images, labels = packaged.digits()
    theirs = load_digits()

    np.testing.assert_array_equal(images, theirs.images)
    np.testing.assert_array_equal(labels, theirs.target)
    china = packaged.photo("sklearn", "datasets/images/china.jpg")
    np.testing.assert_array_equal(china, load_sample_image("china.jpg"))


def test_a_package_that_lacks_is_named() -> None:
    """As an import of it would."""
    with pytest.raises(ModuleNotFoundError, match="nopackage") as caught:
        packaged.photo("nopackage", "x.png")

    assert caught.value.name == "nopackage"
