"""Does a model take and give what its task asks for?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import numpy as np

from tfprep.exam.grading.loading import LoadedModel, Shape
from tfprep.exam.outcomes import RefusedError
from tfprep.exam.taskspec.hidden import Hidden
from tfprep.exam.taskspec.interface import Input, Output, Size
from tfprep.exam.taskspec.task import Spec

BATCH = 64
_NO_NUMBERS = {"string", "bool", "complex64", "complex128"}


def check_signature(spec: Spec, model: LoadedModel) -> None:
    """Look at shapes and types before anything is computed.

    Raises:
        RefusedError: the model doesn't fit the task.
    """
    takes = _takes_text if spec.input.kind == "text" else _takes_numbers
    if not takes(spec.input, model):
        raise RefusedError(
            f"a model whose input is {_say(model.shape)}, {model.dtype}",
            str(spec.input),
            "Look at model.summary(), and mend the Input layer.",
        )
    check_answer(spec, model.answer)


def check_answer(spec: Spec, shape: Shape) -> None:
    """Look at the output's shape, the one that a model tells or the one it has.

    Raises:
        RefusedError: it isn't what the task asks for.
    """
    if not _gives(spec.output, shape):
        raise RefusedError(
            f"a model whose output is {_say(shape)}",
            str(spec.output),
            "Look at model.summary(), and mend the last layer.",
        )


def fits(spec: Spec, model: LoadedModel) -> bool:
    """Whether a model could be one for this task."""
    try:
        check_signature(spec, model)
    except RefusedError:
        return False
    return True


def feed(asked: Input, hidden: Hidden, model: LoadedModel) -> Iterator[Any]:
    """The hidden inputs in batches (examples, ...), as the model takes them."""
    for start in range(0, len(hidden.inputs), BATCH):
        part = hidden.inputs[start : start + BATCH]
        match asked.kind:
            case "text":
                yield _texts(part, model)
            case "pictures":
                yield _pictures(part, asked, model)
            case "series":
                steps = model.shape[0] or len(part[0])
                yield _cast(np.asarray(part)[:, -steps:], model)
            case "rows":
                yield _cast(np.asarray(part), model)


def _takes_text(_asked: Input, model: LoadedModel) -> bool:
    return model.dtype == "string" and model.shape in {(), (1,), (None,)}


def _takes_numbers(asked: Input, model: LoadedModel) -> bool:
    if model.dtype in _NO_NUMBERS or len(model.shape) != len(asked.shape):
        return False
    return all(map(_size_fits, asked.shape, model.shape))


def _size_fits(asked: Size, got: int | None) -> bool:
    if isinstance(asked, int):
        return got in {asked, None}
    return got is None or asked[0] <= got <= asked[1]


def _gives(asked: Output, got: Shape) -> bool:
    if asked.values:
        return got in {(asked.values,), (None,)} or (asked.values == 1 and got == ())
    sizes = {len(asked.classes), None} | ({1} if len(asked.classes) == 2 else set())
    return len(got) == 1 and got[0] in sizes


def _texts(part: Any, model: LoadedModel) -> Any:
    import tensorflow as tf

    texts = tf.constant(list(part))
    return texts[:, None] if len(model.shape) else texts


def _pictures(part: Any, asked: Input, model: LoadedModel) -> Any:
    """Stretched to the model's size, as image_dataset_from_directory does it."""
    import tensorflow as tf

    size = [
        got or (wanted if isinstance(wanted, int) else wanted[1])
        for got, wanted in zip_longest(model.shape[:2], asked.shape[:2])
    ]
    resized = [tf.image.resize(np.asarray(picture), size) for picture in part]
    return tf.cast(tf.stack(resized), model.dtype)


def _cast(part: Any, model: LoadedModel) -> Any:
    import tensorflow as tf

    return tf.constant(part.astype(model.dtype))


def _say(shape: Shape) -> str:
    return f"({', '.join(['batch', *('any' if n is None else str(n) for n in shape)])})"
