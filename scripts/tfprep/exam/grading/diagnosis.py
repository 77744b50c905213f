"""Why a model scores low: what its answers look like beside what was expected.

A sentence is said only if it is true of these answers; one that names a cause ("the
scaling isn't inside the model") only if fixing it would bring much more.
"""

from __future__ import annotations

from itertools import islice

import numpy as np

from tfprep.exam.grading.diagnosed_case import Case
from tfprep.exam.grading.diagnosed_classes import of_classes
from tfprep.exam.grading.diagnosed_values import of_values

LOW = 2
"""The highest score that is explained."""
MOST = 2
"""Sentences for one grade."""


def diagnose(case: Case) -> tuple[str, ...]:
    """What to know of a low score, the likeliest cause first; of a good one nothing."""
    if case.score > LOW:
        return ()
    with np.errstate(all="ignore"):
        values = case.task.spec.output.values
        found = of_values(case) if values else of_classes(case)
        return tuple(islice(filter(None, found), MOST))
