"""What pages render from data."""

from dataclasses import replace

from bs4 import BeautifulSoup
from projects import EXERCISE, LIBRARY, TinyCourse, executed, real_course

from tfprep.pages.macros import Macros

LESSONS = ("text/two-classes", "basics/first-model", "text/many-kinds")


def macros(course: TinyCourse) -> Macros:
    return Macros(course.library, [], [course.lesson("basics/one")], [], {})


def test_the_topics_come_in_the_order_of_the_course() -> None:
    """As the menu has their lessons; one without lessons comes last."""
    course = real_course()
    lessons = [course.lesson(name) for name in LESSONS]
    shown = Macros(LIBRARY, [], [x for x in lessons if x], [], {}).topic_cards()

    found = [tag["data-topic"] for tag in BeautifulSoup(shown, "html.parser")("li")]
    assert found[:2] == ["text", "basics"]
    assert sorted(found) == sorted(topic.id for topic in LIBRARY.syllabus.topics)


def test_cards_count_what_is_there(course: TinyCourse) -> None:
    """Counts come from the lessons, with the right plural."""
    cards = macros(course).topic_cards("topics/")

    assert "[Basics](topics/basics.md)" in cards
    assert "2 skills · 1 lesson · 1 exercise · about 1 hour" in cards


def test_the_list_of_lessons_says_what_each_is_about(course: TinyCourse) -> None:
    """Its title, its sentence, its length; a picture only where one is drawn."""
    shown = macros(course).lesson_list("basics")

    assert '[basics/one](basics/one.ipynb){ data-lesson="basics/one" }' in shown
    assert "Double numbers, and see what becomes of them." in shown
    assert "5 minutes, 1 exercise" in shown
    assert "![" not in shown


def test_the_rule_of_the_minutes_is_told(course: TinyCourse) -> None:
    """In the figures that the computation uses."""
    lesson = course.lesson("basics/one", "\n# %%\n1\n" * 20 + EXERCISE)
    timed = lesson.minutes
    untimed = replace(lesson, header=lesson.header.model_copy(update={"minutes": None}))

    assert "30 seconds for a piece of code" in macros(course).minutes_rule()
    assert "5 minutes for an exercise" in macros(course).minutes_rule()
    assert (timed, untimed.minutes) == (5, 15)  # 20 x 0.5 + 5, and few words


def test_the_last_run_is_not_invented(course: TinyCourse) -> None:
    """Without results there is no date."""
    assert "not been executed" in macros(course).last_run()


def test_the_last_run_counts_lessons(course: TinyCourse) -> None:
    """Sheets and quizzes are executed too, but they are no lessons."""
    entries = {slug: executed(slug) for slug in ("basics/one", "quiz/basics")}
    lessons = [course.lesson(f"basics/{name}") for name in ("one", "two")]

    said = Macros(course.library, [], lessons, [], entries).last_run()

    assert said.startswith("For this copy of the site, 1 lesson ran: the last one on ")
