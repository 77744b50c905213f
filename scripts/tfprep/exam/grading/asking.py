"""Ask a model for its answers, in an order and in company that nobody can foresee.

The hidden examples are asked in an order that the secret draws. Some of them are then
asked again, in another order and in batches of another size. An honest model gives the
same answers, but for the last digits: so does one with BatchNormalization or Dropout,
which rest while a model is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tfprep.exam.grading.loading import LoadedModel, reason
from tfprep.exam.grading.signature import shaped, squeeze
from tfprep.exam.outcomes import RefusedError
from tfprep.exam.taskspec.task import Spec

Numbers = NDArray[np.float64]
BATCH, OTHER_BATCH = 64, 41
"""Examples in a batch, the first time and the second."""
TWICE = 200
"""Examples that are asked a second time."""
_SHARE = 0.01
"""Of the spread of all answers, by which two to the same example may differ."""
_DIGITS = 100.0
"""Steps of the smallest difference that a number format knows, by which they may."""
_NO_NUMBERS = {"c": "complex numbers", "O": "texts", "S": "texts", "U": "texts"}
"""Kinds of arrays that are no answers."""
_SOME = 0.05
"""Share of examples whose answers may differ by more: a rounding can tip over."""


def ask(model: LoadedModel, spec: Spec, inputs: Any, secret: str) -> Numbers:
    """The model's answers (examples, outputs), all finite.

    Args:
        inputs: the hidden ones, as `Hidden.inputs`.
        secret: draws the orders.

    Raises:
        RefusedError: it fails, its answers are no answers to the task, or they depend
            on other examples.
        MemoryError: it needs more than there is.
    """
    digest = hashlib.sha256(f"order {secret}".encode()).digest()
    rng = np.random.default_rng(int.from_bytes(digest, "big"))
    asking = _Asking(model, spec, inputs)
    order = rng.permutation(len(inputs))
    first = asking.all(order[:TWICE], BATCH)
    again = rng.permutation(min(TWICE, len(inputs)))
    second = asking.all(order[:TWICE][again], OTHER_BATCH)
    _check_alone(asking, order[:TWICE], first[again], second)
    rest = asking.all(order[TWICE:], BATCH) if len(order) > TWICE else first[:0]
    answers = np.empty((len(inputs), first.shape[1]))
    answers[order] = np.concatenate([first, rest])
    _check_finite(answers, asking.kind)
    return answers


def ask_again(model: LoadedModel, spec: Spec, inputs: Any) -> Numbers | None:
    """The answers to other inputs; None: there are none, or none that are finite."""
    try:
        answers = _Asking(model, spec, inputs).all(np.arange(len(inputs)), BATCH)
    except RefusedError:
        return None
    return answers if np.isfinite(answers).all() else None


class _Asking:
    """One model, and what it is asked."""

    def __init__(self, model: LoadedModel, spec: Spec, inputs: Any) -> None:
        self.model, self.spec, self.inputs = model, spec, inputs
        self.kind = ""
        """The number format of its answers."""
        self.others = _longest(inputs) if spec.input.kind == "text" else []

    def all(self, numbers: Any, size: int) -> Numbers:
        """The answers to the examples with these numbers, in batches of a size."""
        size = self.model.batch or _smaller(size, len(numbers))
        parts = [
            self.batch(numbers[start : start + size])
            for start in range(0, len(numbers), size)
        ]
        widths = {part.shape[1:] for part in parts}
        if len(widths) > 1:
            sizes = " and ".join(sorted(map(str, widths)))
            raise RefusedError(
                f"answers of different shapes {sizes} to batches of different sizes",
                "answers of one shape",
                "Leave the first axis, the batch, as it is in every layer.",
            )
        return np.concatenate(parts)

    def batch(self, numbers: Any) -> Numbers:
        """The answers to one batch, in company that fills it up where it has to be."""
        company = self.others
        if wanted := self.model.batch:
            company = [numbers[0]] * (wanted - len(numbers))
        examples = [self.inputs[number] for number in (*numbers, *company)]
        return self._answers(examples)[: len(numbers)]

    def _answers(self, examples: Any) -> Numbers:
        answers = _guarded(lambda: np.asarray(self._output(examples)))
        self.kind = str(answers.dtype)
        if kind := _NO_NUMBERS.get(answers.dtype.kind):
            raise RefusedError(
                f"answers that are {kind}",
                "numbers",
                "End the model with a Dense layer.",
            )
        if answers.shape[:1] != (len(examples),):
            raise RefusedError(
                f"answers of shape {answers.shape} to {len(examples)} examples",
                "one answer to each of them",
                "Leave the first axis, the batch, as it is in every layer.",
            )
        return squeeze(self.spec, answers).astype("float64")

    def _output(self, examples: Any) -> Any:
        return self.model(shaped(self.spec.input, examples, self.model))


def _guarded(call: Callable[[], Any]) -> Any:
    """What a model answers; whatever goes wrong in it is its own."""
    try:
        return call()
    except (RefusedError, MemoryError):
        raise
    except Exception as error:
        if type(error).__name__ == "ResourceExhaustedError":
            raise MemoryError from error
        raise RefusedError(
            f"a model that fails when it is asked ({reason(error)})",
            "numbers as answers",
            "Call the loaded model on 64 examples yourself, with training=False.",
        ) from error


def _smaller(size: int, examples: int) -> int:
    """A batch size that leaves a last batch of another one, also of few examples."""
    return size if examples > size else max(1, 2 * examples // 3)


def _longest(texts: Any) -> list[int]:
    """The longest texts, by words and by letters.

    `TextVectorization` pads to the longest text of a batch. With these in every batch
    this is always the same one, and no text depends on its neighbors.
    """
    numbers = range(len(texts))
    words = max(numbers, key=lambda number: len(texts[number].split()))
    return [words, max(numbers, key=lambda number: len(texts[number]))]


def _check_alone(
    asking: _Asking, numbers: Any, first: Numbers, second: Numbers
) -> None:
    """Refuse a model whose answer to an example depends on others.

    Args:
        first, second: answers to the same examples, in the same order.
    """
    if not _differ(first, second, asking.kind):
        return
    size = asking.model.batch or min(BATCH, len(numbers))
    once, twice = asking.batch(numbers[:size]), asking.batch(numbers[:size])
    suspects = f" (it has {', '.join(asking.model.suspects)})"
    named = suspects if asking.model.suspects else ""
    if _differ(once, twice, asking.kind):
        raise RefusedError(
            f"a model that answers the same batch differently when asked again{named}",
            "answers that depend on the example alone",
            "Nothing may be kept from one batch to the next, and nothing drawn by "
            "chance: build recurrent layers without stateful=True, and call no layer "
            "with training=True.",
        )
    raise RefusedError(
        f"a model whose answer depends on the other examples in the batch{named}",
        "answers that depend on the example alone",
        "Examples come in any order and company. Call no BatchNormalization with "
        "training=True, and compute nothing along the first axis, the batch.",
    )


def _differ(first: Numbers, second: Numbers, kind: str) -> bool:
    """Whether answers to the same examples are others, not just rounded otherwise."""
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        return False  # refused for that
    with np.errstate(over="ignore"):
        low, high = np.percentile(first, [5, 95], axis=0)
        allowed = _SHARE * (high - low) + _step(kind) * np.abs(first).max()
        apart = (np.abs(first - second) > allowed).any(axis=1)
    return bool(apart.mean() > _SOME)


def _step(kind: str) -> float:
    """What rounding may change, as a share of a number."""
    bits = {"float16": 2.0**-9, "bfloat16": 2.0**-6}
    return bits.get(kind, _DIGITS * 2.0**-23)


def _check_finite(answers: Numbers, kind: str) -> None:
    broken = int((~np.isfinite(answers)).any(axis=1).sum())
    if broken:
        raise RefusedError(
            f"NaN or infinite answers to {broken} of {len(answers)} examples",
            "a finite number each",
            "The model answers in float16, which ends at 65504: let its last layer "
            "answer in float32."
            if kind == "float16"
            else "Look for a learning rate that is too high, a division by 0 or a log "
            "of 0.",
        )
