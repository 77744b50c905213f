"""Whether a model takes and gives what a task asks for."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from fakes import Fake

from tfprep.exam.grading.loading import Shape
from tfprep.exam.grading.signature import check_input, fits, shaped, squeeze
from tfprep.exam.outcomes import RefusedError
from tfprep.exam.taskspec.interface import Input, Output
from tfprep.exam.taskspec.task import Spec, read_tasks

pytestmark = pytest.mark.xdist_group("tensorflow")

Shaped = partial(Fake, np.asarray)
"""A model of which only the shapes are known."""
ROWS = Input(kind="rows", shape=(8,))
PICTURES = Input(kind="pictures", shape=((32, 96), (32, 96), 3))
SERIES = Input(kind="series", shape=((7, 56), 2))
WINDOW = Input(kind="series", shape=((7, 56), 1))
GRAY = Input(kind="pictures", shape=(28, 28, 1))
ONE = Input(kind="rows", shape=(1,))
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
        (TEXT, Shaped((None,), dtype="string")),
        (TEXT, Shaped(None, dtype="string")),
        (ROWS, Shaped((8, 1))),
        (ROWS, Shaped((1, 8))),
        (ONE, Shaped(())),
        (ROWS, Shaped(None)),
        (GRAY, Shaped((28, 28))),
        (WINDOW, Shaped((30,))),
        (WINDOW, Shaped((None,))),
        (WINDOW, Shaped((1, 30))),
    ],
)
def test_a_model_that_fits_is_taken(asked: Input, model: Fake) -> None:
    """Sizes may be open, or chosen within limits; axes of length one don't count."""
    check_input(spec(asked), model)


@pytest.mark.parametrize(
    ("asked", "model", "got"),
    [
        (ROWS, Shaped((7,)), "(batch, 7), float32"),
        (ROWS, Shaped((8, 2)), "(batch, 8, 2), float32"),
        (WINDOW, Shaped((57,)), "(batch, 57), float32"),
        (PICTURES, Shaped((28, 28, 3)), "(batch, 28, 28, 3), float32"),
        (PICTURES, Shaped((64, 64, 1)), "(batch, 64, 64, 1), float32"),
        (SERIES, Shaped((60, 2)), "(batch, 60, 2), float32"),
        (TEXT, Shaped((40,)), "(batch, 40), float32"),
        (ROWS, Shaped((8,), dtype="string"), "(batch, 8), string"),
    ],
)
def test_a_wrong_input_is_refused(asked: Input, model: Fake, got: str) -> None:
    """With both shapes, and where to look."""
    with pytest.raises(RefusedError, match="fix the Input layer") as caught:
        check_input(spec(asked), model)

    assert got in caught.value.got


@pytest.mark.parametrize(
    ("asked", "answer", "kept"),
    [
        (NUMBER, (1,), (1,)),
        (NUMBER, (), (1,)),
        (NUMBER, (1, 1), (1,)),
        (FOUR, (4,), (4,)),
        (FOUR, (1, 4), (4,)),
        (FOUR, (1, 1, 4), (4,)),
        (TWO, (2,), (2,)),
        (TWO, (1, 1), (1,)),
    ],
)
def test_axes_of_length_one_are_left_out(
    asked: Output, answer: tuple[int, ...], kept: tuple[int, ...]
) -> None:
    """Of two classes, one probability is enough."""
    answers = np.zeros((5, *answer))

    assert squeeze(spec(ROWS, asked), answers).shape == (5, *kept)


STEPS, PLACES, LAST = "return_sequences", "Flatten", "fix the last layer"


@pytest.mark.parametrize(
    ("given", "asked", "answer", "said"),
    [
        (ROWS, NUMBER, (2,), LAST),
        (ROWS, FOUR, (3,), LAST),
        (ROWS, FOUR, (1,), LAST),
        (PICTURES, FOUR, (28, 28, 4), PLACES),
        (TEXT, TWO, (40, 1), PLACES),
        (SERIES, NUMBER, (56, 1), STEPS),
    ],
)
def test_a_wrong_output_is_refused(
    given: Input, asked: Output, answer: tuple[int, ...], said: str
) -> None:
    """With the shape that the answers have, and what is probably missing."""
    with pytest.raises(RefusedError, match=said) as caught:
        squeeze(spec(given, asked), np.zeros((5, *answer)))

    assert str(list(answer))[1:-1] in caught.value.got


def test_numbers_of_classes_are_told_apart() -> None:
    """Whoever put argmax into the model is told to take it out."""
    with pytest.raises(RefusedError, match="leave argmax out"):
        squeeze(spec(ROWS, FOUR), np.zeros(5, "int64"))


def test_what_a_model_tells_is_only_a_hint() -> None:
    """It is enough to guess which task a model is for, not to refuse it."""
    assert fits(spec(ROWS, FOUR), Shaped((8,), answer=(4,)))
    assert not fits(spec(ROWS, FOUR), Shaped((8,), answer=(3,)))
    assert not fits(spec(ROWS, NUMBER), Shaped((8,), answer=(None,)))
    assert not fits(spec(ROWS, NUMBER), Shaped((8,), answer=None))


def test_a_series_is_cut_to_the_model_s_window() -> None:
    """The last steps are the ones that a forecast needs."""
    windows = np.arange(2 * 56 * 2, dtype="float32").reshape(2, 56, 2)

    assert np.array_equal(shaped(SERIES, windows, Shaped((7, 2))), windows[:, -7:])


@pytest.mark.parametrize(
    ("asked", "shape", "got"),
    [
        (WINDOW, (30,), (2, 30)),
        (WINDOW, (30, 1), (2, 30, 1)),
        (WINDOW, (None,), (2, 56)),
        (WINDOW, None, (2, 56, 1)),
        (ROWS, (8, 1), (2, 8, 1)),
        (ONE, (), (2,)),
    ],
)
def test_examples_come_in_the_model_s_shape(
    asked: Input, shape: Shape | None, got: tuple[int, ...]
) -> None:
    """With or without axes of length one, and the last steps of a window."""
    sizes = [size if isinstance(size, int) else size[1] for size in asked.shape]
    examples = np.arange(2 * np.prod(sizes), dtype="float32").reshape(2, *sizes)
    batch = np.asarray(shaped(asked, examples, Shaped(shape)))

    assert batch.shape == got
    assert np.array_equal(batch[-1].ravel()[-1], examples.ravel()[-1])


def test_pictures_are_stretched_to_the_model_s_size() -> None:
    """Whatever their own sizes; an open size takes the largest that is allowed."""
    pictures = [np.full((20, 50, 3), 200, "uint8"), np.zeros((90, 31, 3), "uint8")]

    batch = shaped(PICTURES, pictures, Shaped((64, 48, 3)))
    assert batch.shape == (2, 64, 48, 3)
    assert float(batch[0].numpy().mean()) == pytest.approx(200)
    assert shaped(PICTURES, pictures, Shaped((None, None, 3))).shape == (2, 96, 96, 3)
    gray = [picture[..., :1] for picture in pictures]
    assert shaped(GRAY, gray, Shaped((28, 28))).shape == (2, 28, 28)


@pytest.mark.parametrize(
    ("shape", "got"), [((), (2,)), ((1,), (2, 1)), ((1, 1), (2, 1, 1)), (None, (2,))]
)
def test_texts_come_in_the_model_s_shape(
    shape: Shape | None, got: tuple[int, ...]
) -> None:
    """As a vector of strings, or as a column."""
    assert shaped(TEXT, ["yes", "no"], Shaped(shape)).shape == got
