"""The quiz of a topic page."""

from __future__ import annotations

import pytest
from contrast import faint_texts
from playwright.sync_api import Locator, expect
from projects import LIBRARY
from reader import Reader

from tfprep.content.quiz import Question

pytestmark = pytest.mark.slow


def questions() -> tuple[Question, ...]:
    """Those of the topic."""
    return LIBRARY.quizzes["basics"].questions


def marked() -> tuple[int, Question]:
    """The place of the first question whose key is written down, and itself."""
    return next(
        (place, question)
        for place, question in enumerate(questions())
        if not question.code and sum(option.right for option in question.options) == 1
    )


def form(reader: Reader, **options: object) -> Locator:
    """The first question whose key is written down."""
    page = reader.open("topics/basics/", **options)
    return page.locator(".quiz").nth(marked()[0])


def plain(markdown: str) -> str:
    return markdown.replace("`", "").strip()


def test_every_question_is_there(reader: Reader) -> None:
    """Those whose key is computed too."""
    page = reader.open("topics/basics/")

    expect(page.locator(".quiz")).to_have_count(len(questions()))


@pytest.mark.parametrize("right", [True, False])
def test_an_answer_is_followed_by_its_reason(reader: Reader, right: bool) -> None:
    """Right or wrong, the page says why."""
    quiz = form(reader)
    place = [option.right for option in marked()[1].options].index(right)

    quiz.locator("label").nth(place).click()

    feedback = quiz.locator(".quiz-feedback")
    expect(feedback).to_contain_text(plain(marked()[1].options[place].why))
    expect(quiz.locator(".quiz-feedback-item")).to_have_class(
        ("quiz-feedback-item correct") if right else "quiz-feedback-item incorrect"
    )


def test_a_question_can_be_answered_by_keyboard(reader: Reader) -> None:
    """Focus the first option and press space."""
    quiz = form(reader)

    quiz.locator("input").first.focus()
    quiz.page.keyboard.press("Space")

    feedback = quiz.locator(".quiz-feedback")
    expect(feedback).to_contain_text(plain(marked()[1].options[0].why))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_feedback_can_be_read(reader: Reader, scheme: str) -> None:
    """Right, wrong and why have a contrast of 4.5:1 or more."""
    quiz = form(reader, color_scheme=scheme)
    wrong = [option.right for option in marked()[1].options].index(False)

    quiz.locator("label").nth(wrong).click()
    expect(quiz.locator(".quiz-feedback-item")).to_be_visible()

    assert faint_texts(quiz.page, 4.5) == {}
