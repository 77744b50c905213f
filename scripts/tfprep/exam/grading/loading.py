"""A model file as something that answers, whichever way it was saved."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from tfprep.exam.grading.inspection import clean_copy, refuse_version
from tfprep.exam.outcomes import RefusedError

Shape = tuple[int | None, ...]
"""Without the batch axis; None: any length."""
_LINE = 240
"""Letters of an error that a refusal shows."""


class LoadedModel(Protocol):
    """A loaded model with one input and one output."""

    @property
    def shape(self) -> Shape | None:
        """Of the input, as the model tells it; None: it doesn't."""

    @property
    def dtype(self) -> str:
        """Of the input, such as `float32` or `string`."""

    @property
    def answer(self) -> Shape | None:
        """The shape of the output, as the model tells it."""

    @property
    def batch(self) -> int | None:
        """How many examples it takes at a time; None: any number."""

    @property
    def suspects(self) -> Sequence[str]:
        """Layers that may carry something from one example to the next, in words."""

    def __call__(self, batch: Any) -> Any:
        """The output, an array or tensor (examples, ...), to a batch of inputs."""


@dataclass(frozen=True)
class KerasModel:
    """A model that Keras loaded from .keras or .h5."""

    function: Callable[[Any], Any]
    shape: Shape
    dtype: str
    answer: Shape
    batch: int | None
    suspects: tuple[str, ...] = ()

    def __call__(self, batch: Any) -> Any:
        return self.function(batch)


@dataclass(frozen=True)
class ExportedModel:
    """The serving function of a SavedModel folder."""

    function: Any
    argument: str
    shape: Shape | None
    dtype: str
    answer: Shape | None
    batch: int | None
    suspects: tuple[str, ...] = ()

    def __call__(self, batch: Any) -> Any:
        (answers,) = self.function(**{self.argument: batch}).values()
        return answers


def load(path: Path) -> LoadedModel:
    """The model in a file or folder, once it was found harmless.

    Only what was looked at is loaded: a copy that holds nothing else.

    Raises:
        RefusedError: it can't be read, it carries code, or it hasn't one input and
            one output.
    """
    with tempfile.TemporaryDirectory(prefix="tfprep-model-") as place:
        clean = clean_copy(path, Path(place))
        if clean.path.is_dir():
            return _exported(clean.path)
        return _keras(clean.path, clean.suspects)


def _keras(path: Path, suspects: tuple[str, ...]) -> KerasModel:
    import keras

    try:
        model = keras.models.load_model(path, compile=False, safe_mode=True)
    except MemoryError:
        raise
    except Exception as error:
        refuse_version(path)
        raise RefusedError(
            f"a file that Keras {keras.__version__} can't load ({reason(error)})",
            "a whole model, made of Keras' own layers",
            "Save it with model.save('model.keras') instead: .h5 can't hold all layers."
            if path.suffix == ".h5"
            else "Load it yourself with keras.models.load_model, fix it, save again.",
        ) from error
    # A model that was never called has neither, not even empty ones.
    inputs = getattr(model, "inputs", None) or []
    outputs = getattr(model, "outputs", None) or []
    if not inputs:
        raise RefusedError(
            "a model that was never built: it has no weights yet",
            "a trained one",
            "Begin it with keras.Input, train it with fit, then save it.",
        )
    _only_one([tensor.name for tensor in inputs], _names(model, outputs))
    return KerasModel(
        _traced(model),
        tuple(inputs[0].shape[1:]),
        inputs[0].dtype,
        tuple(outputs[0].shape[1:]),
        inputs[0].shape[0],
        suspects,
    )


def _traced(model: Any) -> Callable[[Any], Any]:
    """The model as a function of one graph: recurrent layers answer 15 times sooner."""
    import keras
    import tensorflow as tf

    (given,) = model.inputs
    taken = getattr(model, "_inputs_struct", None)

    def answer(batch: Any) -> Any:
        if taken is not None:  # it may be named in a dict, or stand in a list
            batch = keras.tree.pack_sequence_as(taken, [batch])
        (answers,) = keras.tree.flatten(model(batch, training=False))
        return answers

    spec = tf.TensorSpec(given.shape, given.dtype)
    traced = tf.function(answer, input_signature=[spec], autograph=False)
    return cast("Callable[[Any], Any]", traced)


def _names(model: Any, outputs: Sequence[Any]) -> list[str]:
    given = getattr(model, "output_names", None) or []
    return list(given) if len(given) == len(outputs) else [""] * len(outputs)


def _exported(path: Path) -> ExportedModel:
    import tensorflow as tf

    try:
        loaded = tf.saved_model.load(path)
        function = loaded.signatures["serving_default"]
    except MemoryError:
        raise
    except Exception as error:
        raise RefusedError(
            f"a folder that TensorFlow {tf.__version__} can't load ({reason(error)})",
            "what model.export(folder) writes, with its serving function",
            "Export it again, or save one .keras file instead.",
        ) from error
    function._keep = loaded
    inputs = function.structured_input_signature[1]
    outputs = function.structured_outputs
    _only_one(list(inputs), list(outputs))
    (argument, given), (answered,) = next(iter(inputs.items())), outputs.values()
    shape = _shape(given)
    return ExportedModel(
        function,
        argument,
        shape and shape[1:],
        given.dtype.name,
        (_shape(answered) or (None,))[1:],
        shape[0] if shape else None,
    )


def _shape(tensor: Any) -> Shape | None:
    """With the batch axis; None: of unknown rank, or a scalar."""
    return None if tensor.shape.rank is None else tuple(tensor.shape)


def _only_one(inputs: Sequence[str], outputs: Sequence[str]) -> None:
    if (len(inputs), len(outputs)) == (1, 1):
        return
    many = inputs if len(inputs) > 1 else outputs
    named = f" ({', '.join(many[:4])})" if all(many) else ""
    raise RefusedError(
        f"a model with {len(inputs)} input(s) and {len(outputs)} output(s){named}",
        "one of each",
        "Build a keras.Model from its one input to the one answer that the task asks "
        "for, and save that.",
    )


def reason(error: Exception) -> str:
    """What went wrong, in one short line, without where it came from.

    Keras and TensorFlow put it behind, between or before a great deal else.
    """
    text = re.sub(r"\x1b\[\d*m", "", str(error))
    text = re.sub(r"\{\{.*?\}\} ", "", text)  # where in the graph it was
    called = re.match(r"Exception encountered when calling (\S+)\.\s+(.+)", text, re.S)
    text = called[2] if called else text.rpartition("Exception encountered:")[2]
    text = re.split(
        r"\n\nArguments received by|Full object config|\n?\[Op:|\n\n?config=", text
    )[0]
    line = " ".join(text.split()) or type(error).__name__
    if called:
        line = f"{called[1]}: {line}"
    return line if len(line) <= _LINE else f"{line[:_LINE].rsplit(' ', 1)[0]} ..."
