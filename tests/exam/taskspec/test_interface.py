"""What a model must take and give, in words."""

from __future__ import annotations

import pytest

from tfprep.exam.taskspec.interface import Input, Output


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Input(kind="text"), "(batch,) or (batch, 1), strings"),
        (
            Input(kind="pictures", shape=((32, 96), (32, 96), 3)),
            "(batch, 32 to 96, 32 to 96, 3), numbers",
        ),
    ],
)
def test_inputs_are_said_in_words(asked: Input, words: str) -> None:
    """As a learner reads shapes in model.summary()."""
    assert str(asked) == words


def test_outputs_are_said_in_words() -> None:
    """Of two classes, one probability will do."""
    assert str(Output(values=4)) == "(batch, 4), numbers"
    assert str(Output(classes=("bad", "good"))) == (
        "(batch, 2), a probability for each class, "
        "or (batch, 1), the probability of 'good'"
    )
