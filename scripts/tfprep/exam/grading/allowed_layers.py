"""Which layers a model's configuration may name: Keras' own, which carry no code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from tfprep.exam.outcomes import RefusedError

_OUTSIDE = {"TorchModuleWrapper", "JaxLayer", "FlaxLayer", "TFSMLayer", "Lambda"}
"""Keras' own layers that run code, or files, which the model brings along."""
_VALUES = {
    "TensorShape",
    "__bytes__",
    "__ellipsis__",
    "__keras_tensor__",
    "__numpy__",
    "__slice__",
    "__tensor__",
    "__tuple__",
}
"""Names by which a configuration marks a plain value."""
_PLACES = ("layers", "models", "initializers", "regularizers", "constraints")
"""Where a file of Keras 2, which tells no module, may mean a class to stand."""
_OPERATIONS = ("core", "image", "linalg", "math", "nn", "numpy")
"""Where operations such as x * 2 stand."""
FUNCTIONS = {"softmax_v2": "softmax", "log_softmax_v2": "log_softmax"}
"""TensorFlow's functions, such as tf.nn.softmax, by the names of Keras' equals."""


class UnknownClassError(RefusedError):
    """A model needs something that the grader's Keras doesn't have."""


def check_config(config: Any) -> None:
    """Refuse layers that carry code, that are somebody's own, or that read files.

    Raises:
        RefusedError: the first one that was found.
    """
    for part in _parts(config):
        name = part["class_name"]
        if name in _OUTSIDE or name in {"__lambda__", "__typespec__"}:
            raise RefusedError(
                f"a model with code in it ({name})",
                "Keras' own layers, which carry none",
                "Put what it computes into layers such as Rescaling, Normalization or "
                "Reshape, or do it before training. Nothing of it was run.",
            )
        if name not in _VALUES and not _is_from_keras(part):
            shown = part["config"] if name == "function" else name
            raise UnknownClassError(
                f"a model that needs something that isn't Keras' own ({shown})",
                "Keras' layers only: the grader hasn't your code",
                "Build the same from Keras' layers, and save it again.",
            )
        _check_vocabulary(part)


def _is_from_keras(part: dict[str, Any]) -> bool:
    import keras

    name, module = part["class_name"], part.get("module")
    registered = part.get("registered_name")
    if registered and ">" in str(registered) and not registered.startswith("keras"):
        return False
    if name == "function":
        function = part["config"]
        return function in FUNCTIONS or _is_activation(function)
    if name == "Functional":  # Keras has moved it about, and never made it public
        return str(module or "keras").split(".")[0] == "keras"
    if module is None:
        places: list[Any] = [getattr(keras, place) for place in _PLACES] + [keras]
        places += [sys.modules.get(f"keras.src.ops.{kind}") for kind in _OPERATIONS]
        return any(_is_part(getattr(place, name, None)) for place in places)
    if str(module).split(".")[0] != "keras":
        return False
    return _is_part(getattr(sys.modules.get(str(module)), name, None))


def _is_activation(name: Any) -> bool:
    import keras

    return isinstance(name, str) and callable(getattr(keras.activations, name, None))


def _is_part(found: Any) -> bool:
    """Whether it is a class that models are built of, and not any function or class."""
    import keras

    kinds = (
        keras.Operation,
        keras.constraints.Constraint,
        keras.dtype_policies.DTypePolicy,
        keras.initializers.Initializer,
        keras.losses.Loss,
        keras.metrics.Metric,
        keras.optimizers.Optimizer,
        keras.optimizers.schedules.LearningRateSchedule,
        keras.quantizers.Quantizer,
        keras.random.SeedGenerator,
        keras.regularizers.Regularizer,
    )
    return (
        isinstance(found, type)
        and issubclass(found, kinds)
        and found.__name__ not in _OUTSIDE
        and found.__module__.split(".")[0] == "keras"
    )


def _check_vocabulary(part: dict[str, Any]) -> None:
    config = part["config"]
    vocabulary = config.get("vocabulary") if isinstance(config, dict) else None
    if isinstance(vocabulary, str):
        raise RefusedError(
            f"a layer ({part['class_name']}) that reads the file {vocabulary!r}",
            "a vocabulary inside the model",
            "Call adapt on the texts, or pass the words as a list.",
        )


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    """Everything in a model's configuration that names a class."""
    if isinstance(value, dict):
        if isinstance(value.get("class_name"), str):
            yield {"config": {}, **value}
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _parts(item)
