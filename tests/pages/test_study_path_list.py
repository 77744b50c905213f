"""The study paths as lists on a page."""

import re
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import markdown
from projects import TinyCourse

from tfprep.content.study_paths import StudyPath
from tfprep.pages.study_path_list import ResourceLink, study_path_list

LINKS = {
    "book": ResourceLink("Books & <more>", "../resources/index.md#book"),
    "videos": ResourceLink("*Videos* [a_b]", "https://example.org/a_(b)_c?d=e&f=g"),
}
GUESS = {"hours": 2.5, "estimate": True}
STATED = {"length": "as its makers say"}


def study_path(*steps: dict[str, Any], practice: float = 2) -> StudyPath:
    """A path of these steps."""
    data = {"id": "short", "title": 'The "short" one', "practice": practice}
    return StudyPath.model_validate({**data, "steps": steps})


def rendered(text: str) -> BeautifulSoup:
    """What the page shows of it."""
    html = markdown(text, extensions=["attr_list", "md_in_html"])
    return BeautifulSoup(html, "html.parser")


def entries(soup: BeautifulSoup) -> list[Tag]:
    """The entries of the list, which is a list for the planner."""
    return soup.select('ol.path[data-path="short"] > li[data-step][data-minutes]')


def test_lessons_stand_in_the_order_of_the_site(course: TinyCourse) -> None:
    """Each lesson of the topic has its link, and its minutes times the practice."""
    lessons = [course.lesson("basics/two"), course.lesson("basics/one")]
    lessons.append(course.lesson("other/three"))

    soup = rendered(study_path_list(study_path({"lessons": "basics"}), lessons, {}))

    assert [entry["data-step"] for entry in entries(soup)] == [
        "lesson-basics-two",
        "lesson-basics-one",
    ]
    first = entries(soup)[0]
    assert first.get_text() == "Lesson: basics/two (10 minutes)"
    assert first["data-minutes"] == "10"
    assert first.select("a")[0]["href"] == "../lessons/basics/two.ipynb"


def test_resources_are_linked_and_escaped() -> None:
    """A title is text, whatever it holds; what to do of a resource is Markdown."""
    step = {"id": "read", "resource": "book", "do": "the *first* half", **GUESS}

    soup = rendered(study_path_list(study_path(step), [], LINKS))

    entry = entries(soup)[0]
    assert entry["data-step"] == "read"
    assert entry["data-minutes"] == "150"
    text = "Books & <more>: the first half. (2.5 hours, our estimate)"
    assert entry.get_text() == text
    assert entry.select("a")[0]["href"] == "../resources/index.md#book"
    assert entry.select(".path-what em")[0].get_text() == "first"
    assert soup.select("ol")[0]["data-title"] == 'The "short" one'


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            ("all", "all"),
            "Choose one, Books & <more> or *Videos* [a_b]: all.",
        ),
        (
            ("the end", "all"),
            "Choose one: Books & <more>, the end; or *Videos* [a_b], all.",
        ),
    ],
)
def test_a_choice_is_one_entry(parts: tuple[str, str], expected: str) -> None:
    """Whoever takes either resource has done the step; a common part is said once."""
    named = zip(LINKS, parts, strict=True)
    either = [{"resource": name, "do": part} for name, part in named]
    step = {"id": "choose", "either": either, **GUESS}

    soup = rendered(study_path_list(study_path(step), [], LINKS))

    assert len(entries(soup)) == 1
    assert entries(soup)[0].select(".path-what")[0].get_text() == expected
    links = [str(link["href"]) for link in soup.select("a")]
    assert links == [link.href for link in LINKS.values()]


def test_the_total_adds_up(course: TinyCourse) -> None:
    """The total says whose hours it holds, and its parts add up to it."""
    steps: list[dict[str, Any]] = [
        {"lessons": "basics"},
        {"id": "a", "text": "Do this", "hours": 1.4, "estimate": True},
        {"id": "b", "text": "Do that", "hours": 15, "length": "as the course says"},
    ]
    lessons = [course.lesson(f"basics/{name}") for name in "abcdefg"]

    text = study_path_list(study_path(*steps, practice=3), lessons, {})

    total = rendered(text).select("p.path-total")[0].get_text()
    assert total == (
        "In all about 18 hours: 2 for 7 lessons (the minutes that a lesson states, "
        "times 3 for practice), 15 stated by others, 1 estimated by us."
    )
    assert "(15 hours, as the course says)" in text
    assert "(84 minutes, our estimate)" in text


def test_a_topic_may_be_without_lessons_for_a_while() -> None:
    """While a topic's only lesson is broken, the page can still be served."""
    path = study_path({"lessons": "basics"}, {"id": "a", "text": "Do this", **GUESS})

    soup = rendered(study_path_list(path, [], {}))

    assert [entry["data-step"] for entry in entries(soup)] == ["a"]


@given(
    hours=st.lists(st.floats(0.1, 200), max_size=8),
    guessed=st.lists(st.booleans(), min_size=8, max_size=8),
    minutes=st.lists(st.integers(5, 40), min_size=1, max_size=8),
    practice=st.floats(1, 5),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_minute_is_lost(
    course: TinyCourse,
    hours: list[float],
    guessed: list[bool],
    minutes: list[int],
    practice: float,
) -> None:
    """Whatever the steps, the list that the planner reads has their time in all."""
    lesson = course.lesson("basics/one")
    lessons = [
        replace(lesson, header=lesson.header.model_copy(update={"minutes": each}))
        for each in minutes
    ]
    origins = [GUESS if guess else STATED for guess in guessed]
    steps = [
        {"id": f"step-{i}", "text": "Do this", **origins[i], "hours": each}
        for i, each in enumerate(hours)
    ]

    text = study_path_list(
        study_path({"lessons": "basics"}, *steps, practice=practice), lessons, {}
    )

    listed = [int(each) for each in re.findall(r'data-minutes="(\d+)"', text)]
    total, *parts = map(
        int, re.findall(r"(?:about |[:,] )(\d+) ", text.split("all")[-1])
    )
    assert len(listed) == len(lessons) + len(steps)
    assert all(listed)
    wanted = sum(minutes) * practice + sum(hours) * 60
    assert abs(sum(listed) - wanted) <= len(listed) / 2
    assert sum(parts) == total
    assert abs(total * 60 - sum(listed)) <= 30 * len(parts)
