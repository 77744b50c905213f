"""What a value is, in a few words that a learner understands."""

from __future__ import annotations

import types
from contextlib import suppress
from typing import Any

LONGEST = 60
"""Characters that are shown of a value itself."""

_PLAIN = (bool, int, float, complex, str, bytes)
_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)
_NOTES = {"History": "what `fit` returns"}


def described(value: object) -> str:
    """A value in words: None, the number 3, a list of 2, a Sequential model."""
    kind = type(value)
    if value is None or value is Ellipsis:
        return "None" if value is None else "..."
    if isinstance(value, _PLAIN):
        return _plain(value)
    if isinstance(value, type):
        return f"a class, {value.__name__}"
    if isinstance(value, _FUNCTIONS):
        return f"a function, {value.__name__}"
    if isinstance(value, list | tuple | set | frozenset | dict):
        return f"{with_article(kind.__name__)} of {len(value)}"
    with suppress(Exception):  # whatever the object answers
        return _of_the_stack(value)
    return with_article(kind.__name__)


def with_article(name: str) -> str:
    """`a list`, `an int`."""
    return f"{'an' if name[:1].lower() in 'aeio' else 'a'} {name}"


def _plain(value: Any) -> str:
    shown = f"{value:.6g}" if isinstance(value, float) else repr(value)
    if len(shown) > LONGEST:
        return f"{_NAMES[type(value)]} of {len(value)} characters"
    if isinstance(value, bool) or type(value) not in _NAMES:
        return shown
    return f"{_NAMES[type(value)]} {shown}"


_NAMES: dict[type, str] = {
    int: "the number",
    float: "the number",
    complex: "the number",
    str: "the text",
    bytes: "the bytes",
}


def _of_the_stack(value: Any) -> str:
    name, package = type(value).__name__, type(value).__module__.partition(".")[0]
    if package == "numpy" and hasattr(value, "shape"):
        if not value.shape:
            return f"the number {value}"
        return f"an array of shape {value.shape} and type {value.dtype}"
    if package == "pandas" and hasattr(value, "shape"):
        return f"{with_article(name)} of shape {value.shape}"
    if package == "tensorflow" and hasattr(value, "element_spec"):
        return "a tf.data.Dataset"
    if package == "tensorflow" and hasattr(value, "shape"):
        kind = value.dtype.name
        return f"a tensor of shape {tuple(value.shape)} and type {kind}"
    if package == "keras" and hasattr(value, "summary") and hasattr(value, "layers"):
        return _model(value)
    note = f" ({_NOTES[name]})" if name in _NOTES else ""
    return with_article(name) + note


def _model(value: Any) -> str:
    words = f"{with_article(type(value).__name__)} model"
    with suppress(Exception):  # one that isn't built yet has no shapes
        return f"{words} from {value.input_shape} to {value.output_shape}"
    return words
