"""Hidden examples are asked in an order and in company that nobody can foresee."""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import Any

import numpy as np
import pytest
from fakes import Answer, Fake

from tfprep.exam.grading.asking import BATCH, OTHER_BATCH, ask
from tfprep.exam.outcomes import RefusedError
from tfprep.exam.taskspec.interface import Input, Output
from tfprep.exam.taskspec.task import Spec, read_tasks

pytestmark = pytest.mark.xdist_group("tensorflow")

ROWS, TEXT = Input(kind="rows", shape=(1,)), Input(kind="text")
EXAMPLES = np.arange(300, dtype="float32")[:, None]


def spec(asked: Input = ROWS, classes: int = 0) -> Spec:
    """A task's facts with this input; by default it wants one number."""
    names = tuple("abcdefghij"[:classes])
    output = Output(classes=names) if classes else Output(values=1)
    sensor = read_tasks()["bent-sensor"].spec
    return sensor.model_copy(update={"input": asked, "output": output})


def asked(function: Answer, drawn_by: str = "a", **facts: Any) -> Any:
    return ask(Fake(function, **facts), spec(), EXAMPLES, drawn_by)


def test_answers_come_back_in_the_hidden_order() -> None:
    """Whatever the order in which they were asked."""
    assert np.array_equal(asked(lambda x: 2 * x), 2 * EXAMPLES)


def test_the_secret_draws_the_order() -> None:
    """The same secret draws the same, another one another."""
    orders = []
    for secret in ("a", "a", "b"):
        seen: list[Any] = []
        asked(lambda x, seen=seen: seen.extend(x[:, 0]) or x, secret)  # type: ignore[misc]
        orders.append(seen)

    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0][:200]) != orders[0][:200]


def test_batches_have_several_sizes() -> None:
    """Of the second round too, the last one is another than the first."""
    sizes: list[int] = []
    asked(lambda x: sizes.append(len(x)) or x)  # type: ignore[func-returns-value]

    assert Counter(sizes) == {BATCH: 4, 8: 1, OTHER_BATCH: 4, 36: 2}


def counted() -> Answer:
    """Counts the examples that it has seen, in order."""
    seen = count()
    return lambda x: np.array([[next(seen) % 10] for _ in x], "float32")


def drawn() -> Answer:
    """Draws new noise each time, as Dropout does that is left on."""
    rng = np.random.default_rng(0)
    return lambda x: x * rng.binomial(1, 0.8, x.shape)


@pytest.mark.parametrize("trick", [counted(), drawn()])
def test_what_keeps_something_is_refused(trick: Answer) -> None:
    """A counter, a state or chance gives the same batch another answer."""
    suspects = ("LSTM with stateful=True",)
    with pytest.raises(RefusedError, match="differently when asked again") as caught:
        asked(trick, suspects=suspects)

    assert "(it has LSTM with stateful=True)" in caught.value.got
    assert "without stateful=True" in caught.value.then


@pytest.mark.parametrize(
    "trick",
    [
        lambda x: np.roll(x, 1, axis=0),
        lambda x: x[::-1],
        lambda x: np.cumsum(x, axis=0),
        lambda x: (x - x.mean(axis=0)) / x.std(axis=0),
        lambda x: x / x.max(),
        lambda x: np.sort(x, axis=0),
        lambda x: np.arange(len(x), dtype="float32")[:, None],
        lambda x: np.where(x == x[0], x, np.roll(x, -1, axis=0)),
    ],
)
def test_what_looks_at_its_neighbors_is_refused(trick: Answer) -> None:
    """An answer along the batch axis says nothing of the example."""
    with pytest.raises(RefusedError, match="depends on the other examples"):
        asked(trick)


def noise(x: Any, share: float) -> Any:
    """Answers whose last digits depend on the batch."""
    return 412 + x / 10 + share * np.sin(len(x) + x)


@pytest.mark.parametrize("share", [1e-6, 1e-3, 0.02])
def test_rounding_is_no_dependence(share: float) -> None:
    """The last digits of an honest model depend on the size of a batch."""
    assert asked(lambda x: noise(x, share)).shape == (300, 1)


def test_half_precision_is_no_dependence() -> None:
    """Near 412, numbers of 16 bits are a quarter apart."""
    asked(lambda x: noise(x / 40, 0.2).astype("float16"))


def test_few_examples_may_tip_over() -> None:
    """As a rounding inside the model may, or a tie of two classes."""
    asked(lambda x: np.where((x == 7) & (len(x) != BATCH), 0, x))


def test_a_model_of_one_batch_size_gets_it() -> None:
    """The last batch is filled up, and what fills it up is left out."""

    def answer(x: Any) -> Any:
        assert len(x) == 32
        return 3 * x

    assert np.array_equal(asked(answer, batch=32), 3 * EXAMPLES)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda x: x[:1], "answers of shape (1, 1) to 64 examples"),
        (lambda x: np.repeat(x, 2, axis=0), "answers of shape (128, 1) to 64 examples"),
        (lambda x: np.array([["a"]] * len(x)), "answers that are texts"),
        (lambda x: x.astype("complex64"), "answers that are complex numbers"),
        (lambda _: 1 / 0, "a model that fails when it is asked (division by zero)"),
        (lambda x: np.full_like(x, np.nan), "NaN or infinite answers to 300 of 300"),
        (lambda x: x @ np.ones((1, len(x))), "output is (batch, 64)"),
    ],
)
def test_what_is_no_answer_is_refused(answer: Answer, said: str) -> None:
    """It is told what came instead."""
    with pytest.raises(RefusedError) as caught:
        asked(answer)

    assert said in caught.value.got


def test_a_width_that_changes_with_the_batch_is_the_model_s_fault() -> None:
    """Of two classes both widths are right; but not by turns."""
    two = spec(classes=2)
    answer = lambda x: np.ones((len(x), 1 + (len(x) == BATCH)))  # noqa: E731

    with pytest.raises(RefusedError, match="answers of different shapes"):
        ask(Fake(answer), two, EXAMPLES, "secret")


def test_small_floats_say_where_they_end() -> None:
    """An infinite answer in 16 bits has a cause of its own."""
    with np.errstate(over="ignore"), pytest.raises(RefusedError, match="ends at 65504"):
        asked(lambda x: (1000 * x).astype("float16"))


@pytest.mark.parametrize("kind", ["bool", "int64", "uint8", "float16", "float64"])
def test_any_kind_of_number_is_an_answer(kind: str) -> None:
    """Numbers are numbers."""
    expected = EXAMPLES.astype(kind).astype("float64")

    assert np.array_equal(asked(lambda x: x.astype(kind)), expected)


def test_texts_are_padded_to_the_same_length_in_every_batch() -> None:
    """The longest text is in each of them: no text depends on its neighbors."""
    texts = [f"text {'x ' * (number % 50)}" for number in range(300)]

    def answer(batch: Any) -> Any:
        lengths = np.array([len(text.split()) for text in batch])
        return (lengths / lengths.max())[:, None]

    model = Fake(answer, shape=(), dtype="string")
    answers = ask(model, spec(TEXT), texts, "secret")

    assert answers.max() == 1
    assert len(np.unique(answers)) == 50
