"""A brief is the author's text and what task.yml says."""

from __future__ import annotations

import pytest

from tfprep.exam.taskspec.brief import brief
from tfprep.exam.taskspec.task import Input, Output, read_tasks
from tfprep.exam.taskspec.wording import say_input, say_output


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


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Input(kind="text"), "(batch,) or (batch, 1), strings"),
        (
            Input(kind="pictures", shape=((32, 96), (32, 96), 3)),
            "(batch, 32 to 96, 32 to 96, 3), numbers",
        ),
    ],
)
def test_inputs_are_said_in_words(asked: Input, words: str) -> None:
    """As a learner reads shapes in model.summary()."""
    assert say_input(asked) == words


def test_outputs_are_said_in_words() -> None:
    """Of two classes, one probability will do."""
    assert say_output(Output(values=4)) == "(batch, 4), numbers"
    assert say_output(Output(classes=("bad", "good"))) == (
        "(batch, 2), a probability for each class, "
        "or (batch, 1), the probability of 'good'"
    )
