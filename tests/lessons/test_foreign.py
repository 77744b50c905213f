"""Which ready-made sets code takes from packages."""

import pytest

from tfprep.lessons.foreign import taken_sets


@pytest.mark.parametrize(
    "source",
    [
        "from skimage.data import brick",
        "from skimage.data import brick as wall",
        "from skimage import data\nwall = data.brick()",
        "import skimage.data as photos\nphotos.brick()",
        "import skimage\nwall = skimage.data.brick()",
    ],
)
def test_a_set_is_seen_however_it_is_imported(source: str) -> None:
    """By its name, by its shelf, or by the package."""
    assert list(taken_sets(source)) == ["skimage.data.brick"]


def test_the_three_packages_are_known() -> None:
    """Each set with the line on which it is first named."""
    source = (
        "import statsmodels.api as sm\n"
        "from sklearn.datasets import load_iris, make_moons\n"
        "co2 = sm.datasets.co2.load_pandas()\n"
        "again = load_iris()\n"
    )

    assert taken_sets(source) == {
        "sklearn.datasets.load_iris": 2,
        "statsmodels.datasets.co2": 3,
    }


def test_what_is_drawn_or_no_python_takes_nothing() -> None:
    """Data from a formula have no maker, and a syntax error is said elsewhere."""
    assert taken_sets("from sklearn.datasets import make_moons\nmake_moons()") == {}
    assert taken_sets("import numpy as np\nnp.random.normal()") == {}
    assert taken_sets("(") == {}


def test_the_files_of_a_package_are_a_set() -> None:
    """Whoever asks where a package lies reads what its makers wrote."""
    assert taken_sets('from importlib.util import find_spec\nfind_spec("pandas")') == {
        "pandas, its files": 2
    }
    assert taken_sets("import importlib.util\nimportlib.util.find_spec(name)") == {}
