"""The quiz of a topic, on its page."""

from __future__ import annotations

import re

import pytest
from contrast import faint_texts
from playwright.sync_api import Locator, Page, expect
from projects import LIBRARY
from reader import NARROW, REFUSE_STORAGE, Reader

from tfprep.content.quiz import Question

pytestmark = pytest.mark.slow

TOPIC = "developer"  # the one with the fewest questions: its page is the quickest
PAGE = f"quiz/{TOPIC}/"


def questions() -> tuple[Question, ...]:
    """Those of the topic."""
    return LIBRARY.quizzes[TOPIC].questions


def keyed() -> Question:
    """The first with four options of which one is marked as right."""
    return next(
        question
        for question in questions()
        if len(question.options) == 4
        and sum(option.right for option in question.options) == 1
    )


def places(question: Question) -> tuple[int, int]:
    """A right option's place and a wrong one's."""
    marks = [option.right for option in question.options]
    return marks.index(True), marks.index(False)


def form(page: Page, question: Question | None = None) -> Locator:
    """The form of a question."""
    return page.locator(f'form.quiz[data-question="{(question or keyed()).id}"]')


def feedback(quiz: Locator) -> Locator:
    """What is said to an answer."""
    return quiz.get_by_role("status")


def answer(quiz: Locator, *chosen: int) -> None:
    """Choose by mouse, and send."""
    for place in chosen:
        quiz.locator("label").nth(place).click()
    quiz.get_by_role("button", name="Check the answer").click()


def plain(markdown: str) -> str:
    return markdown.replace("`", "").strip()


def begins(words: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(words)}")


def test_every_question_is_there(reader: Reader) -> None:
    """Those whose key is computed too, and no answer stands on the page unasked."""
    page = reader.open(PAGE)

    expect(page.locator("form.quiz")).to_have_count(len(questions()))
    for fold in page.locator("form.quiz .answer").all():
        expect(fold).to_be_hidden()


def test_a_right_answer_is_followed_by_its_reason(reader: Reader) -> None:
    """It begins with "Right", and can be tried again."""
    quiz = form(reader.open(PAGE))
    right, _ = places(keyed())

    answer(quiz, right)

    expect(feedback(quiz)).to_have_text(begins("Right."))
    expect(feedback(quiz)).to_contain_text(plain(keyed().options[right].why))
    expect(quiz.get_by_role("button", name="Try again")).to_be_focused()


def test_a_wrong_answer_is_followed_by_the_right_one(reader: Reader) -> None:
    """With the reasons of both, and the score counts it as answered."""
    page = reader.open(PAGE)
    right, wrong = places(keyed())

    answer(form(page), wrong)

    key, chosen = keyed().options[right], keyed().options[wrong]
    said = feedback(form(page))
    expect(said).to_have_text(begins(f"Wrong: the answer is {plain(key.text)}."))
    expect(said).to_contain_text(plain(chosen.why))
    expect(said).to_contain_text(plain(key.why))
    score = f"0 of {len(questions())} questions right, 1 answered."
    expect(page.locator(".quiz-bar p").first).to_have_text(score)


def test_several_right_options_are_all_wanted(reader: Reader) -> None:
    """Where the question says "Choose all", a part of them is wrong."""
    topic, question = next(
        (topic, question)
        for topic, quiz in LIBRARY.quizzes.items()
        for question in quiz.questions
        if sum(option.right for option in question.options) > 1
    )
    quiz = form(reader.open(f"quiz/{topic}/#{question.skill.lower()}"), question)
    every = [i for i, option in enumerate(question.options) if option.right]

    answer(quiz, every[0])
    expect(feedback(quiz)).to_have_text(begins("Wrong: the answers are "))
    quiz.get_by_role("button", name="Try again").click()
    answer(quiz, *every)

    expect(feedback(quiz)).to_have_text(begins("Right."))


def test_by_keyboard(reader: Reader) -> None:
    """Arrow keys choose the third of four options, Enter sends it, and once more."""
    page = reader.open(PAGE)
    quiz = form(page)
    options = quiz.get_by_role("radio")
    options.first.focus()

    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(2)).to_be_checked()
    expect(feedback(quiz)).to_be_empty()
    page.keyboard.press("Enter")

    third = keyed().options[2]
    expect(feedback(quiz)).to_have_text(begins("Right" if third.right else "Wrong"))
    expect(quiz.get_by_role("button", name="Try again")).to_be_focused()
    page.keyboard.press("Enter")
    expect(options.first).to_be_focused()
    expect(feedback(quiz)).to_be_empty()
    page.keyboard.press("ArrowUp")
    expect(options.nth(3)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(feedback(quiz)).to_contain_text(plain(keyed().options[3].why))


def test_nothing_chosen_is_no_answer(reader: Reader) -> None:
    """The page asks for a choice, and nothing is counted."""
    page = reader.open(PAGE)
    quiz = form(page)

    answer(quiz)

    expect(feedback(quiz)).to_have_text("Choose an answer first.")
    expect(quiz.get_by_role("radio").first).to_be_focused()
    expect(page.locator(".quiz-bar p").first).to_contain_text(" 0 answered.")


def test_answers_are_kept_and_can_be_forgotten(reader: Reader) -> None:
    """A reload shows them again; a reset, after a question, forgets them for good."""
    page = reader.open(PAGE)
    right, _ = places(keyed())
    answer(form(page), right)
    expect(feedback(form(page))).to_have_text(begins("Right."))

    page.reload()

    expect(feedback(form(page))).to_have_text(begins("Right."))
    expect(form(page).get_by_role("radio").nth(right)).to_be_checked()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Reset the quiz").first.click()
    expect(feedback(form(page))).to_be_empty()
    page.reload()
    expect(page.locator(".quiz-bar p").first).to_contain_text(" 0 answered.")
    expect(form(page).get_by_role("button", name="Check the answer")).to_be_visible()


def test_two_tabs_agree(reader: Reader) -> None:
    """What one answers the other shows, and neither loses the other's answers."""
    one = reader.open(PAGE)
    two = one.context.new_page()
    two.goto(one.url)
    other = next(q for q in questions() if q.id != keyed().id)

    answer(form(one), places(keyed())[1])
    answer(form(two, other), 0)

    for page in (one, two):
        expect(feedback(form(page))).to_have_text(begins("Wrong"))
        expect(feedback(form(page, other))).not_to_be_empty()
        expect(page.locator(".quiz-bar p").first).to_contain_text(" 2 answered.")


def test_without_storage(reader: Reader) -> None:
    """Where the browser keeps nothing, answers are checked all the same."""
    page = reader.open(PAGE)
    page.add_init_script(REFUSE_STORAGE)
    page.goto(page.url)

    answer(form(page), places(keyed())[0])

    expect(feedback(form(page))).to_have_text(begins("Right."))
    bar = page.locator(".quiz-bar p").first
    expect(bar).to_contain_text("the answers last as long as the page")


def test_without_javascript(reader: Reader) -> None:
    """Each question has its answer folded below it, and no button that does nothing."""
    page = reader.open(PAGE, java_script_enabled=False)
    quiz = form(page)
    right, _ = places(keyed())

    fold = quiz.locator("details.answer")
    expect(fold.locator("li").first).to_be_hidden()
    fold.locator("summary").click()

    key = fold.locator("li").nth(right)
    expect(key).to_have_text(begins("Right:"))
    expect(key).to_contain_text(plain(keyed().options[right].why))
    expect(quiz.get_by_role("button")).to_have_count(0)


def test_paper_has_every_answer(reader: Reader) -> None:
    """Printed, a question stands with its options and the reasons of all."""
    page = reader.open(PAGE)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    for place, option in enumerate(keyed().options):
        reason = form(page).locator(".answer li").nth(place)
        expect(reason).to_be_visible()
        expect(reason).to_contain_text(plain(option.why))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_feedback_can_be_read(reader: Reader, scheme: str) -> None:
    """Right, wrong and why have a contrast of 4.5:1 or more in a narrow window."""
    page = reader.open(PAGE, color_scheme=scheme, viewport=NARROW)

    answer(form(page), places(keyed())[1])
    expect(feedback(form(page))).not_to_be_empty()

    assert faint_texts(page, 4.5) == {}
