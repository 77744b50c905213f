"""Keys that code computes."""

import pytest
from projects import TinyCourse, printed

from tfprep.content.quiz import Quiz
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.quiz_code import computed_keys
from tfprep.problems import ProblemError

QUIZ = """\
reviewed: 2026-11-22
questions:
  - id: nn-1-sum
    skill: NN-1
    question: What does this print?
    code: |
      print(1 + 1)
    options:
      - {text: 1, why: Something is added to it.}
      - {text: 2, why: One and one are two.}
      - {text: 11, why: These are numbers and no texts.}
"""


def quiz_of(course: TinyCourse, text: str = QUIZ) -> tuple[Lesson, Quiz]:
    folder = course.root / "docs/data/quiz"
    folder.mkdir()
    (folder / "basics.yml").write_text(text)
    return course.read().lesson("quiz/basics"), course.library.quizzes["basics"]


def test_the_code_of_questions_is_executed_like_a_sheet(course: TinyCourse) -> None:
    """It is cached, and reported with the line of its file."""
    source, _ = quiz_of(course)

    assert source.is_sheet
    assert [cell.source for cell in source.cells] == ["print(1 + 1)"]
    assert QUIZ.splitlines()[source.cells[0].line - 1].strip() == "print(1 + 1)"


def test_a_question_is_found_by_its_whole_id(course: TinyCourse) -> None:
    """Another id that begins alike, or quotes around it, lead to no other line."""
    first, second = QUIZ.replace("reviewed: 2026-11-22\nquestions:\n", ""), QUIZ
    first = first.replace("nn-1-sum", "nn-1-sum-of-two")
    text = second.replace("questions:\n", f"questions:\n{first}")
    text = text.replace("id: nn-1-sum\n", 'id: "nn-1-sum"\n')

    source, _ = quiz_of(course, text)

    lines = text.split("\n")
    codes = [i for i, line in enumerate(lines, 1) if "print(1 + 1)" in line]
    assert [cell.line for cell in source.cells] == codes


def test_the_printed_line_is_the_key(course: TinyCourse) -> None:
    """The place of the option with the same text."""
    source, quiz = quiz_of(course)

    assert computed_keys(source, quiz, {0: [printed("2\n")]}) == {"nn-1-sum": 1}


def test_a_key_that_is_no_option_is_refused(course: TinyCourse) -> None:
    """A new version may print something else: nobody then gets a wrong key."""
    source, quiz = quiz_of(course)

    with pytest.raises(ProblemError) as caught:
        computed_keys(source, quiz, {0: [printed("two")]})

    line = source.cells[0].line
    assert f"basics.yml:{line}: nn-1-sum: got 'two', expected" in str(caught.value)
