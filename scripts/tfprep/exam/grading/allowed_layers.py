"""Which parts a model's configuration may name: Keras' own, which carry no code.

The look decides by the lists of `allowed_names`, by module and name, and writes what it
allowed anew: whatever else stands in a file isn't loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tfprep.exam.grading.allowed_names import ACTIVATIONS, CLASSES, CODE, FUNCTIONS
from tfprep.exam.outcomes import RefusedError

Part = dict[str, Any]
"""What names a class, or a function, in a configuration."""
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
_LEFT_OUT = {"compile_config"}
"""Losses, metrics and optimizers play no part here, and may be a learner's own."""
_MOVED = {
    "Functional": "keras.src.models.functional",
    "Policy": "keras.dtype_policies",
}
"""Classes of Keras 2 that stand elsewhere today, or have another name."""
_RENAMED = {"Policy": "DTypePolicy"}
_BY_CHANCE = {"Roll", "Flip", "Flipud", "Cumsum", "Cumprod", "Sort", "Argsort"}
"""Operations that join the examples of a batch if their axis is the first."""


class UnknownPartError(RefusedError):
    """A model needs something that the grader's Keras doesn't have."""


def clean_config(config: Any) -> Any:
    """A configuration with nothing but what is allowed.

    Raises:
        RefusedError: it names something that carries code, that is somebody's own, or
            that reads files; the first that was found.
    """
    if isinstance(config, list):
        return [clean_config(item) for item in config]
    if not isinstance(config, dict):
        return config
    kept = {key: value for key, value in config.items() if key not in _LEFT_OUT}
    if isinstance(kept.get("class_name"), str):
        kept = _allowed({"config": {}, **kept})
    return {key: _value(key, value) for key, value in kept.items()}


def suspects_in(config: Any) -> tuple[str, ...]:
    """Layers that may carry something from one example to another, in words."""
    found: list[str] = []
    for part in parts_of(config):
        name, settings = part["class_name"], part["config"]
        settings = settings if isinstance(settings, dict) else {}
        if settings.get("stateful"):
            found.append(f"{name} with stateful=True")
        if name in _BY_CHANCE and settings.get("axis") in (0, None):
            found.append(f"{name.lower()} along the batch")
    return tuple(dict.fromkeys(found))


def parts_of(value: Any) -> Iterator[Part]:
    """Everything in a model's configuration that names a class."""
    if isinstance(value, dict):
        if isinstance(value.get("class_name"), str):
            yield {"config": {}, **value}
        value = list(value.values())
    for item in _list(value):
        yield from parts_of(item)


def _allowed(part: Part) -> Part:
    name = part["class_name"]
    if name in CODE or name in {"__lambda__", "__typespec__"}:
        raise RefusedError(
            f"a model with code in it ({name})",
            "Keras' own layers, which carry none",
            "Put what it computes into layers such as Rescaling, Normalization or "
            "Reshape, or do it before training. Nothing of it was run.",
        )
    if name in _VALUES:
        return part
    if name == "function":
        return _function(part)
    _check_vocabulary(part)
    module, own = _module(part), _RENAMED.get(name, name)
    if _is_somebodys(part, name) or own not in CLASSES.get(module, ()):
        raise _unknown(name)
    named = {"class_name": own, "registered_name": None}
    return {**part, **named, **({"module": module} if "module" in part else {})}


def _function(part: Part) -> Part:
    """The same function by the name that this Keras knows it by."""
    name, module = part["config"], str(part.get("module") or "builtins")
    known = FUNCTIONS.get(name) if isinstance(name, str) else None
    is_theirs = module.split(".")[0] in {"builtins", "keras", "tensorflow"}
    if known is None or not is_theirs or _is_somebodys(part, name):
        raise _unknown(name)
    return _call(known)


def _call(known: str) -> Part:
    module, _, name = known.rpartition(".")
    kind = {"class_name": "function", "registered_name": name}
    return {"module": module, "config": name, **kind}


def _module(part: Part) -> str:
    """Where the class stands; a file of Keras 2 tells no module, or an old one."""
    name, module = part["class_name"], part.get("module")
    if module is None:
        own = _RENAMED.get(name, name)
        return next((place for place in CLASSES if own in CLASSES[place]), "")
    is_old = name in _MOVED and str(module).split(".")[0] == "keras"
    return _MOVED[name] if is_old else str(module)


def _is_somebodys(part: Part, name: str) -> bool:
    """Whether it was registered as somebody's own under a name of Keras'."""
    registered = part.get("registered_name")
    return registered not in (None, name, "function", f"keras>{name}")


def _value(key: str, value: Any) -> Any:
    """What stands under a key; Keras 2 named functions in a word."""
    if key.endswith("activation") and isinstance(value, str):
        known = value not in ACTIVATIONS and FUNCTIONS.get(value)
        return _call(known) if known else value
    return clean_config(value)


def _check_vocabulary(part: Part) -> None:
    config = part["config"]
    vocabulary = config.get("vocabulary") if isinstance(config, dict) else None
    if isinstance(vocabulary, str):
        raise RefusedError(
            f"a layer ({part['class_name']}) that reads the file {vocabulary!r}",
            "a vocabulary inside the model",
            "Call adapt on the texts, or pass the words as a list.",
        )


def _unknown(name: Any) -> UnknownPartError:
    return UnknownPartError(
        f"a model that needs something that isn't Keras' own ({name})",
        "Keras' layers only: the grader doesn't have your code",
        "Build the same from Keras' layers, and save it again.",
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
