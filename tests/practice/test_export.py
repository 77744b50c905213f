"""The command tfprep notebooks."""

from __future__ import annotations

from pathlib import Path

import pytest
from anki_deck import Deck
from click.testing import CliRunner, Result
from projects import TinyCourse

from tfprep.practice.export import notebooks
from tfprep.problems import ProblemError

QUIZ = """\
reviewed: 2026-11-22
questions:
  - id: nn-1-sum
    skill: NN-1
    question: What does this print?
    code: print(1 + 1)
    options:
      - {text: 1, why: Something is added to it.}
      - {text: 2, why: One and one are two.}
      - {text: 11, why: These are numbers and no texts.}
"""


@pytest.fixture
def quizzed(course: TinyCourse, monkeypatch: pytest.MonkeyPatch) -> TinyCourse:
    """A course with one question, in which we stand."""
    (course.root / "docs/data/quiz").mkdir()
    (course.root / "docs/data/quiz/basics.yml").write_text(QUIZ)
    monkeypatch.chdir(course.root)
    return course


def run(*words: str) -> Result:
    return CliRunner().invoke(notebooks, words)


@pytest.mark.slow
def test_the_deck_needs_nothing_that_ran_before(quizzed: TinyCourse) -> None:
    """The code of the questions runs if its output isn't known, and is kept."""
    first, again = (run("--anki", name) for name in ("one.apkg", "two.apkg"))

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "1 executed" in first.output
    assert "1 from the cache" in again.output
    assert "Wrote 1 question to two.apkg. In Anki: File, Import." in again.output
    (note,) = Deck(quizzed.root, Path("two.apkg").read_bytes()).notes().values()
    assert "<b>Right:</b> <code>2</code>" in note["Answer"].replace("\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "got neither FOLDER nor --anki FILE, expected one"),
        (("--anki", "deck.txt"), "got deck.txt, expected a name such as deck.apkg"),
        (("--anki", "docs"), "'docs' is a directory"),
    ],
)
def test_a_wrong_name_is_refused(
    quizzed: TinyCourse, words: tuple[str, ...], said: str
) -> None:
    """It says what was given and what would do; nothing runs."""
    done = run(*words)

    assert done.exit_code == 2
    assert said in done.output
    assert "executed" not in done.output


def test_a_file_that_cannot_be_written_is_said_before_anything_runs(
    quizzed: TinyCourse,
) -> None:
    """A folder that isn't there, or that is read only: the message names it."""
    done = run("--anki", "nowhere/deck.apkg")

    assert isinstance(done.exception, ProblemError)
    said = str(done.exception)
    assert said.startswith("nowhere/deck.apkg: can't be written (No such file or dire")
    assert "executed" not in done.output


def test_what_was_there_stays_when_the_questions_are_broken(
    quizzed: TinyCourse,
) -> None:
    """A deck of yesterday is not lost to a quiz file with a mistake."""
    deck = quizzed.root / "deck.apkg"
    deck.write_text("yesterday's")
    with (quizzed.root / "docs/data/quiz/basics.yml").open("a") as file:
        file.write("  - broken\n")

    done = run("--anki", "deck.apkg")

    assert isinstance(done.exception, ProblemError)
    assert deck.read_text() == "yesterday's"
    assert not list(quizzed.root.glob(".part*"))
