"""A model file as something that answers, whichever way it was saved."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tfprep.exam.grading.allowed_layers import FUNCTIONS
from tfprep.exam.grading.inspection import refuse_version, suffix_of
from tfprep.exam.outcomes import RefusedError

Shape = tuple[int | None, ...]
"""Without the batch axis; None: any length."""


class LoadedModel(Protocol):
    """A loaded model with one input and one output."""

    @property
    def shape(self) -> Shape:
        """Of the input."""

    @property
    def dtype(self) -> str:
        """Of the input, such as `float32` or `string`."""

    @property
    def answer(self) -> Shape:
        """The shape of the output."""

    def __call__(self, batch: Any) -> NDArray[Any]:
        """Answers (examples, ...) to a batch of inputs (examples, ...)."""


@dataclass(frozen=True)
class KerasModel:
    """A model that Keras loaded from .keras or .h5."""

    model: Any
    shape: Shape
    dtype: str
    answer: Shape

    def __call__(self, batch: Any) -> NDArray[Any]:
        return np.asarray(self.model(batch, training=False))


@dataclass(frozen=True)
class ExportedModel:
    """The serving function of a SavedModel folder."""

    function: Any
    argument: str
    shape: Shape
    dtype: str
    answer: Shape

    def __call__(self, batch: Any) -> NDArray[Any]:
        answers = self.function(**{self.argument: batch})
        return np.asarray(next(iter(answers.values())))


def load(path: Path) -> LoadedModel:
    """The model in a file or folder that was found harmless.

    Raises:
        RefusedError: it can't be read, or it hasn't one input and one output.
    """
    return _exported(path) if path.is_dir() else _keras(path)


def _keras(path: Path) -> KerasModel:
    import keras

    known = {name: getattr(keras.activations, own) for name, own in FUNCTIONS.items()}
    try:
        with _named_rightly(path) as file:
            model = keras.models.load_model(file, known, compile=False, safe_mode=True)
    except MemoryError:
        raise
    except Exception as error:
        refuse_version(path)
        raise RefusedError(
            f"a file that Keras {keras.__version__} can't load ({first_line(error)})",
            "a whole model, made of Keras' own layers",
            "Save it with model.save('model.keras') instead: .h5 can't hold all layers."
            if suffix_of(path) == ".h5"
            else "Load it yourself with keras.models.load_model, mend it, save again.",
        ) from error
    # A model that was never called has neither, not even empty ones.
    inputs = getattr(model, "inputs", None) or []
    outputs = getattr(model, "outputs", None) or []
    _only_one(len(inputs), len(outputs))
    return KerasModel(
        model, tuple(inputs[0].shape[1:]), inputs[0].dtype, tuple(outputs[0].shape[1:])
    )


@contextmanager
def _named_rightly(path: Path) -> Iterator[Path]:
    """The file, or a copy of it whose name tells its format."""
    if path.suffix == suffix_of(path):
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"model{suffix_of(path)}"
        shutil.copyfile(path, copy)
        yield copy


def _exported(path: Path) -> ExportedModel:
    import tensorflow as tf

    try:
        loaded = tf.saved_model.load(path)
        function = loaded.signatures["serving_default"]
    except MemoryError:
        raise
    except Exception as error:
        raise RefusedError(
            f"a folder that TensorFlow {tf.__version__} can't load "
            f"({first_line(error)})",
            "what model.export(folder) writes, with its serving function",
            "Export it again, or save one .keras file instead.",
        ) from error
    function._keep = loaded
    inputs = function.structured_input_signature[1]
    outputs = function.structured_outputs
    _only_one(len(inputs), len(outputs))
    (argument, given), (answered,) = next(iter(inputs.items())), outputs.values()
    return ExportedModel(
        function,
        argument,
        _shape(given),
        given.dtype.name,
        _shape(answered),
    )


def _shape(tensor: Any) -> Shape:
    if tensor.shape.rank is None:
        raise RefusedError(
            "an exported model that doesn't tell the shapes it takes and gives",
            "one that does",
            "Begin the model with keras.Input, export it again, or save a .keras file.",
        )
    return tuple(tensor.shape[1:])


def _only_one(inputs: int, outputs: int) -> None:
    if (inputs, outputs) != (1, 1):
        raise RefusedError(
            f"a model with {inputs} input(s) and {outputs} output(s)",
            "one of each",
            "Build a model with a single Input, and call model.build or fit once "
            "before you save it.",
        )


def first_line(error: Exception) -> str:
    """What went wrong, short enough for a message."""
    text = re.sub(r"\{\{.*?\}\} ", "", str(error))  # where in the graph it was
    lines = text.strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:200]
