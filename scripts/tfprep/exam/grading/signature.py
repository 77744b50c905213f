"""Does a model take and give what its task asks for?

What a model says of its shapes is a hint: `TextVectorization` tells a wrong one, and an
axis of length one is left out, or is too many, in honest models. So examples are
shaped as the model wants them, where that is possible in one way only, and an answer
is judged by the shape that it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tfprep.exam.grading.loading import LoadedModel, Shape
from tfprep.exam.outcomes import RefusedError
from tfprep.exam.taskspec.interface import Input, Output, Size
from tfprep.exam.taskspec.task import Spec

_NO_NUMBERS = {"string", "bool", "complex64", "complex128"}


def check_input(spec: Spec, model: LoadedModel) -> None:
    """Look at what a model takes before anything is computed.

    Raises:
        RefusedError: its examples can't be brought into that shape, or type.
    """
    takes = _takes_text if spec.input.kind == "text" else _takes_numbers
    if not takes(spec.input, model):
        raise RefusedError(
            f"a model whose input is {_say(model.shape)}, {model.dtype}",
            str(spec.input),
            "Look at model.summary(), and fix the Input layer.",
        )


def fits(spec: Spec, model: LoadedModel) -> bool:
    """Whether a model is one for this task, by what it says of itself to the letter."""
    if spec.input.shape and not _sizes_fit(spec.input.shape, model.shape or ()):
        return False
    sizes = [size for size in model.answer or (None,) if size is not None]
    if model.answer is None or len(sizes) < len(model.answer):
        return False
    try:
        check_input(spec, model)
        squeeze(spec, np.empty((0, *sizes)))
    except RefusedError:
        return False
    return True


def squeeze(spec: Spec, answers: NDArray[Any]) -> NDArray[Any]:
    """Answers (examples, ...) as (examples, outputs), without axes of length one.

    Raises:
        RefusedError: that isn't what the task asks for.
    """
    kept = [size for size in answers.shape[1:] if size != 1] or [1]
    if kept not in _outputs(spec.output):
        raise RefusedError(
            f"a model whose output is {_say(answers.shape[1:])}",
            str(spec.output),
            _hint(spec, answers),
        )
    return answers.reshape(len(answers), *kept)


def shaped(asked: Input, examples: Any, model: LoadedModel) -> Any:
    """Hidden examples (examples, ...) as one batch, a tensor that the model takes."""
    match asked.kind:
        case "text":
            return _texts(examples, model)
        case "pictures":
            return _pictures(examples, asked, model)
        case "series":
            steps = next(iter(_told(asked, model)), None) or len(examples[0])
            return _cast(np.asarray(examples)[:, -steps:], model)
        case "rows":
            return _cast(np.asarray(examples), model)


def _takes_text(_asked: Input, model: LoadedModel) -> bool:
    return model.dtype == "string" and (
        model.shape is None or set(model.shape) <= {1, None}
    )


def _takes_numbers(asked: Input, model: LoadedModel) -> bool:
    if model.dtype in _NO_NUMBERS:
        return False
    if model.shape is None or _sizes_fit(asked.shape, model.shape):
        return True
    return _sizes_fit(_without_ones(asked.shape), _without_ones(model.shape))


def _without_ones(shape: Sequence[Any]) -> list[Any]:
    return [size for size in shape if size != 1]


def _sizes_fit(asked: Sequence[Size], got: Sequence[int | None]) -> bool:
    return len(asked) == len(got) and all(map(_size_fits, asked, got))


def _size_fits(asked: Size, got: int | None) -> bool:
    if isinstance(asked, int):
        return got in {asked, None}
    return got is None or asked[0] <= got <= asked[1]


def _outputs(asked: Output) -> list[list[int]]:
    """The lengths that answers to one example may have."""
    wanted = [[asked.values or len(asked.classes)]]
    return [*wanted, [1]] if len(asked.classes) == 2 else wanted


def _hint(spec: Spec, answers: NDArray[Any]) -> str:
    """What is probably wrong with an output."""
    sizes = answers.shape[1:]
    wanted = _outputs(spec.output)[0][0]
    if len(sizes) > 1 and sizes[-1] in {wanted, 1} and spec.input.kind == "series":
        return (
            "It answers once for each step: leave return_sequences=True out of the "
            "last recurrent layer, or take the last step."
        )
    if len(sizes) > 1 and sizes[-1] in {wanted, 1}:
        return (
            "It answers once for each place: put Flatten, or a layer such as "
            "GlobalAveragePooling2D or GlobalMaxPooling1D, before the last Dense."
        )
    if spec.output.classes and answers.dtype.kind in "iu":
        return "It answers the number of a class: leave argmax out of the model."
    return "Look at model.summary(), and fix the last layer."


def _texts(part: Any, model: LoadedModel) -> Any:
    import tensorflow as tf

    return tf.reshape(tf.constant(list(part)), (-1, *[1] * len(model.shape or ())))


def _pictures(part: Any, asked: Input, model: LoadedModel) -> Any:
    """Stretched to the model's size, as image_dataset_from_directory does it."""
    import tensorflow as tf

    told = _told(asked, model)
    size = [
        got or (wanted if isinstance(wanted, int) else wanted[1])
        for got, wanted in zip_longest(told[:2], asked.shape[:2])
    ]
    resized = [tf.image.resize(np.asarray(picture), size) for picture in part]
    return _reshape(tf.cast(tf.stack(resized), model.dtype), model)


def _told(asked: Input, model: LoadedModel) -> Sequence[int | None]:
    """What a model says of its input's axes, in the order of the task's."""
    shape = model.shape or ()
    return shape if _sizes_fit(asked.shape, shape) else _without_ones(shape)


def _cast(part: Any, model: LoadedModel) -> Any:
    import tensorflow as tf

    with np.errstate(all="ignore"):  # a small float may overflow: it is asked anyway
        return _reshape(tf.constant(part.astype(model.dtype)), model)


def _reshape(batch: Any, model: LoadedModel) -> Any:
    """With or without axes of length one, as the model says."""
    import tensorflow as tf

    sizes = tuple(batch.shape[1:])
    if model.shape is None or _sizes_fit(sizes, model.shape):
        return batch
    rest = iter(_without_ones(sizes))
    wanted = [1 if size == 1 else next(rest) for size in model.shape]
    return tf.reshape(batch, (len(batch), *wanted))


def _say(shape: Shape | None) -> str:
    if shape is None:
        return "of any shape"
    return f"({', '.join(['batch', *('any' if n is None else str(n) for n in shape)])})"
