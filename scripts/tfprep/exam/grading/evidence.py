"""What a model did on the hidden data, small enough for a report to draw."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tfprep.exam.outcomes import ClassEvidence, Evidence, ValueEvidence
from tfprep.exam.taskspec.interface import Output

EXAMPLES = 300
"""The most whose values are told."""
NUMBERS = 700
"""The most numbers among them: a model may answer several to one example."""
DIGITS = 5


def evidence_of(output: Output, truth: Any, answers: Any) -> Evidence:
    """The confusion of classes, or answers beside the truth.

    Args:
        truth: class numbers (examples,), or values (examples, outputs).
        answers: shaped as the truth, finite.
    """
    if output.classes:
        from sklearn.metrics import confusion_matrix

        numbers = range(len(output.classes))
        counts = confusion_matrix(truth, answers, labels=numbers)
        confusion = tuple(tuple(map(int, row)) for row in counts)
        return ClassEvidence(classes=output.classes, confusion=confusion)
    values = output.values or 1
    shown = min(EXAMPLES, max(1, NUMBERS // values), len(truth))
    chosen = np.linspace(0, len(truth) - 1, shown).astype(int)
    return ValueEvidence(
        truth=_rounded(np.asarray(truth)[chosen]),
        answers=_rounded(np.asarray(answers)[chosen]),
    )


def _rounded(values: NDArray[Any]) -> tuple[tuple[float, ...], ...]:
    rows = values.reshape(len(values), -1).tolist()
    return tuple(tuple(float(f"{x:.{DIGITS}g}") for x in row) for row in rows)
