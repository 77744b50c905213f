"""TensorFlow and its friends: all that a lesson may import."""

from __future__ import annotations

from collections.abc import Iterable

STACK = {
    "keras": "keras",
    "matplotlib": "matplotlib",
    "numpy": "numpy",
    "pandas": "pandas",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "statsmodels": "statsmodels",
    "tensorflow": "tensorflow",
}
"""What a lesson may import beside the standard library: module -> distribution."""


TENSORFLOWS = ("2.20", "2.21")
"""The versions of TensorFlow on which lessons and tasks run."""


def distributions(modules: Iterable[str]) -> list[str]:
    """What to install for a lesson that imports these modules, sorted.

    Keras alone can't do anything: it needs TensorFlow.
    """
    tops = {name.partition(".")[0] for name in modules}
    wanted = {STACK[module] for module in tops & STACK.keys()}
    return sorted(wanted | ({"tensorflow"} if "keras" in tops else set()))
