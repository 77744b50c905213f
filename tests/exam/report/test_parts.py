"""The form of report.json."""

from __future__ import annotations

import pytest
from sat import every, sat

from tfprep.exam.report.advice import Guide
from tfprep.exam.report.parts import Report
from tfprep.exam.report.results import compose


@pytest.mark.parametrize(
    ("scores", "hours", "kind"),
    [
        (every(5), 5.0, "passed"),
        (every(4), 5.0, "failed"),
        ({"A": [5], "B": [], "C": [], "D": [], "E": []}, 5.0, "failed"),
        ({"A": [5]}, 5.0, "part"),
        ({"A": [5]}, None, "practice"),
        ({"A": []}, None, "nothing"),
        (every(None), 5.0, "nothing"),
    ],
)
def test_only_a_whole_exam_passes_or_fails(
    scores: dict[str, list[int | None]], hours: float | None, kind: str
) -> None:
    """A part, practice and nothing at all are what they are; next comes after exams."""
    sitting, tasks = sat(scores, hours=hours)
    report = compose(sitting, tasks, Guide())

    assert report.kind == kind
    assert (report.next is not None) == (kind in ("passed", "failed"))


def test_every_field_says_what_it_means() -> None:
    """Whoever reads report.json with a program finds it in the schema."""
    schema = Report.model_json_schema()
    parts = [schema, *schema["$defs"].values()]

    for part in parts:
        for name, field in part["properties"].items():
            is_told = "description" in field or "Evidence" in part["title"]
            assert is_told, f"{part['title']}.{name}"
