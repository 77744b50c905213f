"""The frame of a lesson page."""

from dataclasses import replace
from datetime import date

from bs4 import BeautifulSoup
from projects import HEADER, TinyCourse, executed

from tfprep.content.board import Green
from tfprep.execution.cache import FORMAT, Entry
from tfprep.execution.key_numbers import code_of
from tfprep.pages.lesson_frame import Frame


def frame(
    course: TinyCourse, colab: str | None = None, edit: str | None = None
) -> Frame:
    header = HEADER.replace("minutes: 5", "minutes: 5\n#     requires: [basics/first]")
    return Frame(
        lesson=course.lesson("basics/second", header=header),
        syllabus=course.library.syllabus,
        titles={"basics/first": "First & best"},
        link=lambda target: f"/{target}",
        colab=colab,
        edit=edit,
        install="/guide/environment/#install",
    )


def test_facts_name_minutes_skills_and_requirements(course: TinyCourse) -> None:
    """Minutes, chips that link to the skill, and what the lesson builds on."""
    soup = BeautifulSoup(frame(course).above(), "html.parser")

    links = {link.get_text(): link["href"] for link in soup.select(".lesson-facts a")}
    assert "5 minutes" in soup.get_text()
    assert links == {
        "NN-1": "/topics/basics.md#nn-1",
        "First & best": "/lessons/basics/first.ipynb",
    }


def test_the_top_says_what_the_lesson_ran_with(course: TinyCourse) -> None:
    """The version that a reader compares with theirs, and how old the outputs are."""
    ran = executed("basics/second")
    newer = ran.model_copy(update={"versions": {"tensorflow": "2.21.0"}})
    facts = BeautifulSoup(frame(course).above(entry=newer), "html.parser").p

    assert facts
    assert "last run with TensorFlow 2.21.0 on " in facts.get_text()
    assert "last run on " in frame(course).above(entry=ran)
    assert "last run" not in frame(course).above()


def test_one_box_says_how_to_do_it_now(course: TinyCourse) -> None:
    """One command and one button stand out; the rest is there for who wants it."""
    for colab, button in ((None, "Download the notebook"), ("https://c", "Colab")):
        soup = BeautifulSoup(frame(course, colab=colab).above(), "html.parser")
        (box,) = soup.select(".lesson-do")
        (main,) = box.select(".md-button--primary")

        assert [code.get_text() for code in box.select("code")] == [
            "uvx tfprep learn second"
        ]
        assert button in main.get_text()
        assert box.find("a", href="/guide/environment/#install")


def test_colab_only_when_the_address_is_known(course: TinyCourse) -> None:
    """Without an address there is no dead button."""
    assert "Colab" not in frame(course).above()
    assert 'href="https://colab/x"' in frame(course, colab="https://colab/x").above()
    assert "Edit this page" not in frame(course).below(None)
    assert "Edit this page" in frame(course, edit="https://edit").below(None)


def test_the_end_leads_to_the_questions(course: TinyCourse) -> None:
    """On each skill of the lesson, if its topic's quiz has a page."""
    asked = replace(frame(course), quizzes=["basics"])
    (link,) = BeautifulSoup(asked.below(None), "html.parser").select(".lesson-quiz a")

    assert (link.get_text(), link["href"]) == ("NN-1", "/quiz/basics.md#nn-1")
    assert "lesson-quiz" not in frame(course).below(None)


def test_the_stamp_says_when_and_with_what(course: TinyCourse) -> None:
    """Date, versions and seconds come from the execution."""
    entry = Entry(
        format=FORMAT,
        slug="basics/second",
        key="k",
        executed="2026-11-02T10:00:00+00:00",
        wall_seconds=9,
        cpu_seconds=5.2,
        versions={"python": "3.11.7", "tensorflow": "2.21.0", "keras": "3.15.1"},
        claims=0,
        refusals=(),
        outputs={},
    )

    assert (
        "Executed on 2 November 2026 with TensorFlow 2.21.0, Keras 3.15.1, "
        "Python 3.11.7 in 5 s of processor time"
    ) in frame(course).below(entry)


def test_bands_of_this_code_stand_at_the_end(course: TinyCourse) -> None:
    """With the way to the reason; what an earlier code gave is left out."""
    plain = frame(course)
    band = Green(
        day=date(2026, 11, 28),
        seeds=10,
        versions={},
        code=code_of(plain.lesson),
        numbers={"test accuracy": (0.75, 0.801), "riders": (41, 41)},
    )
    told = replace(plain, green=band, board="/lessons/numbers/").below(None)
    soup = BeautifulSoup(told, "html.parser")

    text = "With 10 other seeds: test accuracy 0.75 to 0.801; riders 41"
    assert text in soup.select_one(".lesson-bands").get_text()  # type: ignore[union-attr]
    assert soup.find("a", href="/lessons/numbers/")
    for green in (None, band.model_copy(update={"code": "older"})):
        assert replace(plain, green=green).below(None) == plain.below(None)
