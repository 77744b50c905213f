"""Where simulated learners are sent by the page "Where to start"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from projects import LIBRARY
from reader import Reader

from tfprep.content.quiz import Question

pytestmark = pytest.mark.slow

PAGE = "guide/placement/"
TOPICS = LIBRARY.placement.topics
QUESTIONS: dict[str, Question] = {
    question.id: question
    for quiz in LIBRARY.quizzes.values()
    for question in quiz.questions
}
PLACE = """
([parts, states]) => import("/assets/placement.js").then(({ place }) =>
  states.map((state) => {
    const { asked, known, start } = place(parts, state);
    return { asked, known: known.map((part) => part.topic), start: start?.topic };
  }))
"""
ANSWER = """
(answers) => import("/assets/progress.js").then(async ({ progress }) => {
  for (const [id, right] of answers) await progress.question(id, right, []);
})
"""


@pytest.fixture
def page(reader: Reader) -> Page:
    """The page as a newcomer finds it."""
    return reader.open(PAGE)


def answers(right: Mapping[str, Sequence[bool]]) -> dict[str, Any]:
    """Progress with answers to the two questions of each of some topics."""
    at = "2027-01-01T12:00:00.000Z"
    return {
        "questions": {
            name: {"attempts": [{"at": at, "right": is_right, "chosen": []}]}
            for each in TOPICS
            if each.topic in right
            for name, is_right in zip(each.questions, right[each.topic], strict=True)
        }
    }


def placed(page: Page, *states: dict[str, Any]) -> list[dict[str, Any]]:
    """What the page's rule says of each of some learners."""
    parts = [each.model_dump() for each in TOPICS]
    found: list[dict[str, Any]] = page.evaluate(PLACE, [parts, states])
    return found


def start(page: Page, state: dict[str, Any]) -> str | None:
    """The topic that somebody starts with; None: the exam."""
    (found,) = placed(page, state)
    return found.get("start")


BOTH, ONE = (True, True), (False, True)
NONE = (False, False)
KNOWS_ALL = {each.topic: BOTH for each in TOPICS}


LEARNERS: list[tuple[dict[str, tuple[bool, bool]], str | None]] = [
    ({}, "basics"),
    ({each.topic: NONE for each in TOPICS}, "basics"),
    ({"basics": BOTH, "images": BOTH, "text": ONE}, "text"),
    (KNOWS_ALL, None),
    (KNOWS_ALL | {"images": ONE}, "images"),
    ({"text": BOTH, "sequences": BOTH}, "basics"),
    (KNOWS_ALL | {"developer": NONE}, "developer"),
]
"""What somebody had right of each topic, and where they start; None: at the exam."""


def test_learners_start_at_their_earliest_gap(page: Page) -> None:
    """Whatever they know beyond it; who knows everything goes to the exam."""
    found = placed(page, *(answers(right) for right, _ in LEARNERS))

    assert [each.get("start") for each in found] == [topic for _, topic in LEARNERS]
    known = [{x for x in right if right[x] == BOTH} for right, _ in LEARNERS]
    assert [set(each["known"]) for each in found] == known


def test_guessing_seldom_gets_past_the_first_topic(page: Page) -> None:
    """Over all ways to answer, 1 in 16 skips the basics, and 1 in 256 two topics."""
    first, second = TOPICS[:2]
    names = [*first.questions, *second.questions]
    choices = [range(len(QUESTIONS[name].options)) for name in names]
    guesses = [[choice == 0 for choice in each] for each in product(*choices)]
    states = [
        answers({first.topic: each[:2], second.topic: each[2:]}) for each in guesses
    ]

    starts = [each["start"] for each in placed(page, *states)]

    assert starts.count(first.topic) == len(states) * 15 / 16
    assert starts.count(TOPICS[2].topic) == len(states) / 256
    assert all(
        len(QUESTIONS[x].options) == 4 for each in TOPICS for x in each.questions
    )


def test_an_exercise_makes_up_for_one_wrong_answer(page: Page) -> None:
    """Solved with the solution before one's eyes, or with both wrong, it doesn't."""

    def state(images: tuple[bool, bool], **attempt: object) -> dict[str, Any]:
        (name,) = (each.exercise for each in TOPICS if each.topic == "images")
        done = {"at": "2027-01-01T12:00:00.000Z", "outcome": "correct", **attempt}
        right = answers({"basics": BOTH, "images": images})
        return right | {"exercises": {name: {"attempts": [done]}}}

    assert start(page, state(ONE)) == "text"
    assert start(page, state(ONE, solution=True)) == "images"
    assert start(page, state(ONE, outcome="incorrect")) == "images"
    assert start(page, state(NONE)) == "images"


def test_the_first_answer_of_the_last_day_counts(page: Page) -> None:
    """A second try, after the page has told the answer, shows nothing."""

    def tried(*attempts: tuple[str, bool]) -> dict[str, Any]:
        state = answers({"basics": BOTH})
        state["questions"][TOPICS[0].questions[0]]["attempts"] = [
            {"at": f"2027-01-{at}:00.000Z", "right": right} for at, right in attempts
        ]
        return state

    assert start(page, tried(("01T12:00", False), ("01T12:01", True))) == "basics"
    assert start(page, tried(("01T12:00", False), ("09T12:01", True))) == "images"
    assert start(page, tried(("01T12:00", True), ("09T12:01", False))) == "basics"


def test_the_page_tells_where_to_start_and_remembers_it(page: Page) -> None:
    """It changes with each answer; the start is kept when a button says so."""
    result = page.locator(".placement-result")
    expect(result).to_contain_text("0 of 10 questions answered")
    expect(result).to_contain_text("Start with A first model")
    button = page.get_by_role("button", name="Remember this start")
    expect(button).to_have_count(0)

    page.evaluate(ANSWER, [[name, True] for name in TOPICS[0].questions])

    expect(result).to_contain_text("2 of 10 questions answered")
    expect(result).to_contain_text("Start with Convolutions")
    expect(result).to_contain_text("You can skip: Building and training networks.")
    button.click()
    expect(button).to_have_count(0)
    expect(page.get_by_text("This is remembered as your start.")).to_be_focused()
    kept = page.evaluate(
        "JSON.parse(localStorage.getItem('tfprep-progress')).placement"
    )
    assert kept["start"] == "images/convolutions"
    assert kept["known"] == [
        skill.id for skill in LIBRARY.syllabus.topic("basics").skills
    ]


def test_who_knows_everything_is_sent_to_the_exam(page: Page) -> None:
    """The link leads to the practice exam."""
    page.evaluate(ANSWER, [[name, True] for each in TOPICS for name in each.questions])

    link = page.locator(".placement-result").get_by_role("link")
    expect(link).to_have_text("the practice exam")
    expect(page.locator(".placement-result")).to_contain_text("10 of 10 questions")


def test_the_page_is_whole_without_scripts(reader: Reader) -> None:
    """Questions, answers and the list of starts are there to be read."""
    page = reader.open(PAGE, java_script_enabled=False)

    expect(page.locator("form.quiz")).to_have_count(10)
    expect(page.locator(".placement li")).to_have_count(len(TOPICS) + 1)
    expect(page.locator("form.quiz .answer").first).to_be_visible()
