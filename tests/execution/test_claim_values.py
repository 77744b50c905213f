"""What a failed claim compared."""

from typing import Any

import pytest

from tfprep.execution.claim_values import compared

NAMES: dict[str, Any] = {
    "loss": 0.3,
    "shape": (2, 3),
    "words": ["a" * 200],
    "none": None,
}


def told(source: str, line: int = 1) -> list[str]:
    """What is said of the assert on a line."""
    return list(compared(source, line, NAMES))


@pytest.mark.parametrize(
    ("test", "values"),
    [
        ("loss < 0.1", ["loss = 0.3"]),
        ("0.4 < loss < 0.5", ["loss = 0.3"]),
        ("len(shape) == loss", ["len(shape) = 2", "loss = 0.3"]),
        ("shape == (2, 3) and loss > 1", ["loss = 0.3"]),
        ("not shape", ["shape = (2, 3)"]),
        (
            "isinstance(loss, int)",
            ["isinstance(loss, int) = False", "loss = 0.3", "int = <class 'int'>"],
        ),
        ("none", ["none = None"]),
        ("none or loss > 1", ["none = None", "loss > 1 = False"]),
    ],
)
def test_the_sides_of_a_claim_have_values(test: str, values: list[str]) -> None:
    """Literals are plain to see, and of an `and` only the part that fails matters."""
    assert told(f"assert {test}, 'said'") == values


def test_the_line_chooses_the_claim() -> None:
    """Also one that goes over several lines, or stands in a loop."""
    source = "assert loss\nfor i in [1]:\n    assert (\n        shape == 1\n    )\n"

    assert told(source, 4) == ["shape = (2, 3)"]
    assert told(source, 2) == []


def test_what_can_t_be_told_is_left_out() -> None:
    """A name that is gone, a value that can't be shown, one that is long."""
    (said,) = told("assert gone == words")

    assert said.startswith("words = ['aaa")
    assert said.endswith("aaa...")
    assert len(said) == len("words = ") + 100
