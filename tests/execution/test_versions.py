"""Versions that a lesson depends on."""

import importlib.metadata
import platform

import pytest
from projects import TinyCourse

from tfprep.execution import versions


def test_only_what_is_imported_counts(course: TinyCourse) -> None:
    """A lesson that imports NumPy depends on NumPy's version and Python's."""
    lesson = course.lesson("basics/one", "\n# %%\nimport numpy as np, json\n")

    assert versions.versions_for(lesson) == {
        "python": platform.python_version(),
        "numpy": importlib.metadata.version("numpy"),
    }


def test_tensorflow_brings_keras_and_numpy(
    course: TinyCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """tf.keras is Keras: its version counts although no one imports it."""
    monkeypatch.setattr(versions, "installed", lambda name: f"{name}-1")
    lesson = course.lesson("basics/one", "\n# %%\nimport tensorflow as tf\n")

    found = versions.versions_for(lesson)

    assert {"tensorflow", "keras", "numpy"} < set(found)


def test_a_nightly_build_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release candidate's Keras is found under its nightly name."""

    def version(name: str) -> str:
        if name != "keras-nightly":
            raise importlib.metadata.PackageNotFoundError(name)
        return "3.16.dev"

    monkeypatch.setattr(importlib.metadata, "version", version)
    versions.installed.cache_clear()

    found = versions.installed("keras"), versions.installed("numpy")
    versions.installed.cache_clear()

    assert found == ("3.16.dev", None)


def test_what_is_missing_is_named(
    course: TinyCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Packages of the stack that aren't installed are listed by their names."""
    monkeypatch.setattr(versions, "installed", lambda _name: None)
    body = (
        "\n# %%\nimport keras\nfrom sklearn.datasets import load_digits\nimport json\n"
    )

    missing = versions.missing_for(course.lesson("basics/one", body))

    assert missing == ["keras", "scikit-learn", "tensorflow"]
