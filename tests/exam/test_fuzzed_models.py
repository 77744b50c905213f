"""Models that chance has damaged: nothing but grades and refusals comes of them."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import pytest
from damaged import CORPUS, MUTANTS, Mutant
from hypothesis import given, settings

from tfprep.exam.grading.parent import grade
from tfprep.exam.outcomes import Grade, RefusedError
from tfprep.exam.sitting.hand_ins import digest
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import TASKS, read_task

pytestmark = [pytest.mark.slow, pytest.mark.fuzz]
SEEDS = Seeds.known(1)
GOOD = CORPUS / "exported"


def graded(path: Path) -> Grade:
    return grade(read_task(TASKS / "bent_sensor"), SEEDS, path, seconds=20)


def said(path: Path) -> str:
    """The refusal of a model, or nothing if it has a grade."""
    try:
        found = graded(path)
    except RefusedError as error:
        return str(error)
    assert 0 <= found.score <= 5
    assert math.isfinite(found.value)
    return ""


def contents(folder: Path) -> dict[Path, str]:
    return {path: digest(path) for path in folder.rglob("*") if path.is_file()}


def test_the_corpus_is_graded() -> None:
    """What is mutated is a good model, in each of the three formats."""
    for path in (CORPUS / "keras2.keras", CORPUS / "keras2.h5", GOOD):
        assert math.isfinite(graded(path).value)


@given(mutant=MUTANTS)
@settings(max_examples=settings.default.max_examples // 4 if settings.default else 12)
def test_a_damaged_model_is_graded_or_refused(mutant: Mutant) -> None:
    """It is never the grader's trouble; no file is written, and the next one counts."""
    with tempfile.TemporaryDirectory() as name:
        path = mutant(Path(name))
        before = contents(Path(name))
        assert said(path).isprintable()
        assert contents(Path(name)) == before


def test_a_good_model_is_graded_after_them_all() -> None:
    """The process that graded them is as it was."""
    assert graded(GOOD) == graded(GOOD)
