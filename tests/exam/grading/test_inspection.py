"""Whatever a file says of itself, a look at it ends well or in a refusal."""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import h5py
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tfprep.exam.grading.inspection import clean_copy
from tfprep.exam.outcomes import RefusedError

pytestmark = pytest.mark.xdist_group("tensorflow")

FILES = Path(__file__).parents[1] / "files"
KEYS = ("class_name", "config", "module", "registered_name", "layers", "vocabulary")
NAMES = ("Dense", "Lambda", "Sequential", "function", "relu", "__tensor__", "a>b")
ODD = ("two\nlines", "\x1b[2J", "long" * 300)
MODULES = ("keras", "keras.layers", "keras.src.utils", "os", "builtins")

words = st.sampled_from([*KEYS, *NAMES, *ODD, *MODULES]) | st.text(max_size=4)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | words, inner, max_size=5)
    ),
    max_leaves=12,
)
parts = st.fixed_dictionaries(
    {"class_name": words, "config": anything},
    optional={"module": words, "registered_name": anything, "compile_config": anything},
)
"""What looks like a model's description, more than most of JSON does."""


@pytest.fixture(scope="module")
def members() -> dict[str, bytes]:
    """What a good .keras file holds."""
    with zipfile.ZipFile(FILES / "keras2.keras") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def look(path: Path) -> None:
    """Look at a file; a refusal in one short line is fine, another error is not."""
    said = ""
    with tempfile.TemporaryDirectory() as place:
        try:
            clean_copy(path, Path(place))
        except RefusedError as error:
            said = str(error)
    assert said.isprintable()
    assert len(said) < 600


@given(config=anything | parts)
@settings(max_examples=150)
def test_any_json_may_be_the_config_of_a_keras_file(
    config: Any, members: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It is accepted or refused, and never the grader's trouble."""
    path = tmp_path_factory.getbasetemp() / "any.keras"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            described = json.dumps(config) if name == "config.json" else content
            archive.writestr(name, described)
    look(path)


@given(config=anything | parts)
@settings(max_examples=100)
def test_any_json_may_be_the_config_of_an_hdf5_file(
    config: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It is accepted or refused, and never the grader's trouble."""
    path = tmp_path_factory.getbasetemp() / "any.h5"
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps(config)
    look(path)


def test_a_good_file_passes() -> None:
    """Both formats of Keras, without a word."""
    look(FILES / "keras2.keras")
    look(FILES / "keras2.h5")
