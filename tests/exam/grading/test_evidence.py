"""What a report can draw of a model: small, whole and in order."""

from __future__ import annotations

import numpy as np
import pytest

from tfprep.exam.grading.evidence import evidence_of
from tfprep.exam.grading.messages import Graded
from tfprep.exam.outcomes import ClassEvidence, Grade, ValueEvidence
from tfprep.exam.taskspec.interface import Output


def test_classes_come_as_a_confusion() -> None:
    """A row for each true class, a column for each answer, with empty ones too."""
    output = Output(classes=("a", "b", "c"))
    evidence = evidence_of(output, np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1]))

    assert isinstance(evidence, ClassEvidence)
    assert evidence.confusion == ((1, 1, 0), (0, 2, 0), (0, 0, 0))


def test_values_stand_beside_the_truth_in_their_order() -> None:
    """Of 1,000 examples 300, from the first to the last."""
    truth = np.arange(1000.0)[:, None]
    evidence = evidence_of(Output(values=1), truth, truth + 0.25)

    assert isinstance(evidence, ValueEvidence)
    assert len(evidence.truth) == len(evidence.answers) == 300
    assert evidence.truth[0] == (0.0,)
    assert evidence.truth[-1] == (999.0,)
    assert evidence.answers[-1] == (999.25,)
    assert list(evidence.truth) == sorted(evidence.truth)


@pytest.mark.parametrize("outputs", [1, 4, 6, 40])
def test_evidence_stays_small(outputs: int) -> None:
    """Less than 20 kB in a report, also with the longest numbers there are."""
    truth = -1.2345678e-300 * np.arange(1, 2000 * outputs + 1).reshape(-1, outputs)
    evidence = evidence_of(Output(values=outputs), truth, truth)

    assert len(evidence.model_dump_json()) < 20_000


def test_a_grade_carries_its_evidence_home() -> None:
    """What the child writes is what the parent reads."""
    evidence = ClassEvidence(classes=("a", "b"), confusion=((1, 0), (0, 1)))
    graded = Graded(grade=Grade(5, 1.0, (), evidence))

    assert Graded.model_validate_json(graded.model_dump_json()) == graded
