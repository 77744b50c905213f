"""What a model is scored on: data that its learner never had."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEXADECIMAL = r"^[0-9a-f]{32}$"
"""How a secret is written: 128 bits, hexadecimal."""


@dataclass(frozen=True)
class Seeds:
    """What the data of one sitting, or of one class, are made from.

    Raises:
        ValueError: the secret isn't 32 hexadecimal digits.
    """

    seed: int
    """Makes the learner's data, and with them the world that they come from."""
    secret: str
    """Draws the hidden examples from that world; nothing that a learner gets, and no
    seed, says anything about it."""

    def __post_init__(self) -> None:
        if not re.fullmatch(HEXADECIMAL, self.secret):
            raise ValueError(
                f"got a secret of {len(self.secret)} characters, expected 32 digits, "
                "each one of 0123456789abcdef"
            )

    @classmethod
    def draw(cls, seed: int) -> Seeds:
        """A seed with a new secret."""
        return cls(seed, secrets.token_hex(16))

    @classmethod
    def known(cls, seed: int) -> Seeds:
        """A seed with a secret that anybody can work out, to compare runs by."""
        return cls(seed, f"{seed:032x}")

    def generator(self) -> np.random.Generator:
        """Draws what only the grader has: the same each time it is asked for."""
        import numpy as np  # takes a while, and few commands make data

        digest = hashlib.sha256(f"hidden {self.secret} {self.seed}".encode()).digest()
        return np.random.default_rng(int.from_bytes(digest, "big"))


@dataclass(frozen=True)
class Hidden:
    """Inputs and the answers to them, of one task and one secret, in no order."""

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
