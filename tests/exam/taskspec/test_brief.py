"""A brief is the author's text and what task.yml says."""

from __future__ import annotations

import markdown
from bs4 import BeautifulSoup
from tasks import titled

from tfprep.exam.taskspec.brief import brief
from tfprep.exam.taskspec.task import read_tasks


def test_a_brief_says_what_is_scored_and_handed_in() -> None:
    """The bands and shapes are those of task.yml, so they can't differ from it."""
    task = read_tasks()["bent-sensor"]
    text = brief(task)

    assert (task.folder / "brief.md").read_text("utf-8").strip() in text
    assert f"| 5 | {task.spec.bands[4]:g} °C |" in text
    assert "- Input: (batch, 1), numbers.\n" in text
    assert "{{" not in text


def test_a_brief_has_its_parts() -> None:
    """Problem, data, what to build, how it is scored, what to hand in."""
    task = read_tasks()["wafer-maps"]
    text = brief(task)

    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == [
        f"# {task.spec.category}: {task.spec.title}",
        "## The data",
        "## What to build",
        "## How it is scored",
        "## What to hand in",
    ]
    assert f"their numbers: {', '.join(task.spec.output.classes)}." in text


def test_a_score_is_defined_where_its_name_says_too_little() -> None:
    """Balanced accuracy and macro F1, with their formulas, in every brief of theirs."""
    formulas = {
        "balanced_accuracy": "right answers / examples of the class",
        "macro_f1": "2 x precision x recall / (precision + recall)",
    }
    for task in read_tasks().values():
        text = brief(task)
        for metric, formula in formulas.items():
            assert (formula in text) == (task.spec.metric == metric)


def test_any_title_may_stand_in_a_brief() -> None:
    """What would be markup is shown as it is written."""
    title = 'A <b> & "c" | `d` *e* _f_ snake_case [g](h) \\'
    text = brief(titled(read_tasks()["bent-sensor"], title))

    html = markdown.markdown(text, extensions=["tables"])
    (heading,) = BeautifulSoup(html, "html.parser").select("h1")
    assert heading.get_text() == f"A: {title}"
