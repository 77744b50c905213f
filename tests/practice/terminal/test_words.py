"""Results in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from editor import Desk

from tfprep.lessons.origin import Origin
from tfprep.practice.answer import Outcome, Verdict
from tfprep.practice.terminal.rounds import Result
from tfprep.practice.terminal.words import MOST_LINES, listed, tell, where


def printed(text: str) -> dict[str, str]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def test_all_that_came_is_told_and_the_outcome_once(desk: Desk) -> None:
    """What was printed, figures, error, outcome, words and help, in this order."""
    verdict = Verdict(
        Outcome.COULD_NOT_RUN,
        "Could not run: it stopped.",
        error="Traceback\n\x1b[31mNameError\x1b[0m",
        help="reference/common-errors/#name-is-not-defined",
        outputs=(printed("one\n"),),
    )
    result = Result(desk.assignments[0], verdict, (Path("a.svg"), Path("b.svg")))

    assert tell(result).lines == [
        "Your code printed:\none",
        "Your code drew 2 figures, beside its file:",
        "a.svg",
        "b.svg",
        "Traceback\nNameError",
        "Could not run: Double it",
        "It stopped.",
        'Help: "name is not defined" on the page "Common errors" in `tfprep learn`',
    ]
    assert tell(result, Origin("https://x.org/")).help == (
        "Help: https://x.org/reference/common-errors/#name-is-not-defined"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Not attempted: double returned None.", "double returned None."),
        ("double stopped with NameError.", "double stopped with NameError."),
        ("Not attempted: there is no code yet.", "There is no code yet."),
    ],
)
def test_a_function_keeps_its_name(desk: Desk, words: str, told: str) -> None:
    """A sentence begins with a capital, unless the learner's function begins it."""
    verdict = Verdict(Outcome.NOT_ATTEMPTED, words)

    assert tell(Result(desk.assignments[0], verdict)).words == told


def test_of_a_flood_the_end_is_shown(desk: Desk) -> None:
    """And how much stands before it."""
    text = "".join(f"{number}\n" for number in range(100))
    verdict = Verdict(Outcome.INCORRECT, "No.", outputs=(printed(text),))
    lines = tell(Result(desk.assignments[0], verdict)).printed.split("\n")

    assert len(lines) == MOST_LINES + 1
    assert (lines[0], lines[-1]) == (f"... {100 - MOST_LINES} lines before", "99")


def test_the_list_has_a_line_an_exercise(desk: Desk) -> None:
    """With a mark at the current one, and its state as a word."""
    round_ = desk.round(desk.folder())
    desk.memory.attempted("basics/one/double", "correct")
    round_ = desk.round(round_.folder)

    assert listed(round_) == [
        "   1  done   Double it (basics/one)",
        ">  2  new    Double it (basics/two)",
    ]
    assert where(round_) == "basics/two: exercise 1 of 1; 1 of 2 done"
