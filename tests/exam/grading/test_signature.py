"""Whether a model takes and gives what a task asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from tfprep.exam.grading.loading import Shape
from tfprep.exam.grading.signature import BATCH, check_signature, feed
from tfprep.exam.outcomes import RefusedError
from tfprep.exam.taskspec.hidden import Hidden
from tfprep.exam.taskspec.interface import Input, Output
from tfprep.exam.taskspec.task import Spec, read_tasks


@dataclass(frozen=True)
class Shaped:
    """A model of which only the shapes are known."""

    shape: Shape
    answer: Shape = (1,)
    dtype: str = "float32"

    def __call__(self, batch: Any) -> Any:
        raise NotImplementedError


ROWS = Input(kind="rows", shape=(8,))
PICTURES = Input(kind="pictures", shape=((32, 96), (32, 96), 3))
SERIES = Input(kind="series", shape=((7, 56), 2))
TEXT = Input(kind="text")
NUMBER, FOUR = Output(values=1), Output(classes=("a", "b", "c", "d"))
TWO = Output(classes=("bad", "good"))


def spec(asked: Input, answered: Output = NUMBER) -> Spec:
    """A task's facts with this input and output."""
    update = {"input": asked, "output": answered}
    return read_tasks()["bent-sensor"].spec.model_copy(update=update)


@pytest.mark.parametrize(
    ("asked", "model"),
    [
        (ROWS, Shaped((8,))),
        (ROWS, Shaped((None,))),
        (PICTURES, Shaped((64, 48, 3))),
        (PICTURES, Shaped((None, None, 3), dtype="uint8")),
        (SERIES, Shaped((14, 2))),
        (TEXT, Shaped((), dtype="string")),
        (TEXT, Shaped((1,), dtype="string")),
    ],
)
def test_a_model_that_fits_is_taken(asked: Input, model: Shaped) -> None:
    """Sizes may be open, or chosen within the task's limits."""
    check_signature(spec(asked), model)


@pytest.mark.parametrize(
    ("asked", "model", "got"),
    [
        (ROWS, Shaped((7,)), "(batch, 7), float32"),
        (ROWS, Shaped((8, 1)), "(batch, 8, 1), float32"),
        (PICTURES, Shaped((28, 28, 3)), "(batch, 28, 28, 3), float32"),
        (PICTURES, Shaped((64, 64, 1)), "(batch, 64, 64, 1), float32"),
        (SERIES, Shaped((60, 2)), "(batch, 60, 2), float32"),
        (TEXT, Shaped((40,)), "(batch, 40), float32"),
        (ROWS, Shaped((8,), dtype="string"), "(batch, 8), string"),
    ],
)
def test_a_wrong_input_is_refused(asked: Input, model: Shaped, got: str) -> None:
    """With both shapes, and where to look."""
    with pytest.raises(RefusedError, match="mend the Input layer") as caught:
        check_signature(spec(asked), model)

    assert got in caught.value.got


@pytest.mark.parametrize(
    ("asked", "answer", "fits"),
    [
        (NUMBER, (1,), True),
        (NUMBER, (), True),
        (NUMBER, (2,), False),
        (FOUR, (4,), True),
        (FOUR, (3,), False),
        (FOUR, (1,), False),
        (FOUR, (28, 4), False),
        (TWO, (2,), True),
        (TWO, (1,), True),
    ],
)
def test_a_wrong_output_is_refused(asked: Output, answer: Shape, fits: bool) -> None:
    """Of two classes, one probability is enough."""
    model = Shaped((8,), answer)
    if fits:
        check_signature(spec(ROWS, asked), model)
        return
    with pytest.raises(RefusedError, match="mend the last layer"):
        check_signature(spec(ROWS, asked), model)


def test_a_series_is_cut_to_the_model_s_window() -> None:
    """The last steps are the ones that a forecast needs."""
    windows = np.arange(2 * 56 * 2, dtype="float32").reshape(2, 56, 2)
    (batch,) = feed(SERIES, Hidden(windows, np.zeros(2)), Shaped((7, 2)))

    assert np.array_equal(batch, windows[:, -7:])


def test_pictures_are_stretched_to_the_model_s_size() -> None:
    """Whatever their own sizes; an open size takes the largest that is allowed."""
    pictures = [np.full((20, 50, 3), 200, "uint8"), np.zeros((90, 31, 3), "uint8")]
    hidden = Hidden(pictures, np.zeros(2))

    (batch,) = feed(PICTURES, hidden, Shaped((64, 48, 3)))
    assert batch.shape == (2, 64, 48, 3)
    assert float(batch[0].numpy().mean()) == pytest.approx(200)
    (batch,) = feed(PICTURES, hidden, Shaped((None, None, 3)))
    assert batch.shape == (2, 96, 96, 3)


@pytest.mark.parametrize(("shape", "got"), [((), (2,)), ((1,), (2, 1))])
def test_texts_come_in_the_model_s_shape(shape: Shape, got: Shape) -> None:
    """As a vector of strings, or as a column."""
    (batch,) = feed(TEXT, Hidden(["yes", "no"], np.zeros(2)), Shaped(shape))

    assert batch.shape == got


def test_all_is_asked_in_batches() -> None:
    """A large hidden set does not have to fit into memory at once."""
    rows = np.zeros((2 * BATCH + 1, 8), "float32")
    batches = list(feed(ROWS, Hidden(rows, np.zeros(len(rows))), Shaped((8,))))

    assert [len(batch) for batch in batches] == [BATCH, BATCH, 1]
