"""What a model is scored on: data that its learner never had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Hidden:
    """Inputs and the answers to them, of one task and one seed."""

    inputs: NDArray[Any] | Sequence[NDArray[Any]] | Sequence[str]
    """What the model is asked, by the kind of the task's input.

    Rows: float array (examples, columns). Pictures: uint8 array (examples, height,
    width, channels), or a list of such arrays of different sizes. Series: float array
    (examples, steps, variables), with as many steps as a model may ask for. Text: str.
    """
    truth: NDArray[Any]
    """What is true: class numbers (examples,), or values (examples, outputs)."""
    baseline: NDArray[Any] | None = None
    """A plain forecast, shaped as the truth; for metrics that compare with one."""
