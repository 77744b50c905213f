"""Which versions a lesson depends on, read from the environment."""

from __future__ import annotations

import importlib.metadata as metadata
import platform
from contextlib import suppress
from functools import cache

from tfprep.lessons.lesson import Lesson
from tfprep.lessons.stack import STACK, distributions


@cache
def installed(distribution: str) -> str | None:
    """The installed version of a distribution, or None.

    Release candidates of TensorFlow bring Keras as keras-nightly.
    """
    for name in (distribution, f"{distribution}-nightly"):
        with suppress(metadata.PackageNotFoundError):
            return metadata.version(name)
    return None


def versions_for(lesson: Lesson) -> dict[str, str]:
    """Versions of Python and of what the lesson imports, by distribution name.

    Keras and NumPy count as soon as TensorFlow does: a lesson that says
    `tf.keras` runs on them too.
    """
    modules = {name.partition(".")[0] for name in lesson.modules} & STACK.keys()
    if "tensorflow" in modules or "keras" in modules:
        modules |= {"keras", "numpy", "tensorflow"}
    found = {STACK[module]: installed(STACK[module]) for module in sorted(modules)}
    return {"python": platform.python_version()} | {k: v for k, v in found.items() if v}


def missing_for(lesson: Lesson) -> list[str]:
    """Distributions that the lesson imports and that aren't installed, sorted."""
    wanted = distributions(lesson.modules)
    return [name for name in wanted if installed(name) is None]
