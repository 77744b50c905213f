"""Where a skill is taught and practiced."""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import REPOSITORY

from tfprep.exam.report import advice as module
from tfprep.exam.report.advice import read_advice
from tfprep.project import Project


def test_advice_names_sections_and_exercises() -> None:
    """Each place is a heading of a lesson that exists; skills come in order."""
    advice = read_advice({"NN-9", "DEV-6"})

    assert list(advice) == ["DEV-6", "NN-9"]
    for part in advice.values():
        for place in (*part.read, *part.practice):
            text = (REPOSITORY / place.file).read_text("utf-8")
            assert place.heading in text
            assert f"title: {place.lesson}" in text.replace('"', "")


def test_with_a_course_that_can_t_be_read_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report is made all the same, with the ids alone."""
    monkeypatch.setattr(module, "own_project", lambda: Project(tmp_path))

    (advice,) = read_advice({"NN-9"}).values()
    assert (advice.text, advice.read, advice.practice) == ("", (), ())
