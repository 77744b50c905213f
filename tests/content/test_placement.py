"""The file of the placement."""

from __future__ import annotations

import pytest
from placing import PLACEMENT, write_placement
from projects import LIBRARY, TinyCourse

from tfprep.content.placement import Placement
from tfprep.problems import ProblemError


def read(course: TinyCourse, text: str = PLACEMENT) -> Placement:
    write_placement(course, text)
    return course.library.placement


def test_the_real_file_asks_ten_questions_and_three_exercises() -> None:
    """Two computed questions of each topic, so that guessing seldom passes one."""
    topics = LIBRARY.placement.topics

    assert sum(len(each.questions) for each in topics) == 10
    assert sum(bool(each.exercise) for each in topics) == 3
    assert {each.topic for each in topics} == {x.id for x in LIBRARY.syllabus.topics}


def test_a_good_file_is_read(course: TinyCourse) -> None:
    """A topic has two questions, and may have an exercise."""
    (topic,) = read(course).topics

    assert topic.questions == ("nn-1-1", "nn-1-2")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("nn-1-1", "nn-1-3", '5: topics: item 1: questions: item 1: got "nn-1-3", exp'),
        ("nn-1-1", "nn-1-2", 'item 2: got "nn-1-2" again, expected another one'),
        ("topic: basics", "topic: basic", 'got "basic", expected a topic of skills'),
        ("topic: basics", "topic: basic", "got nothing on basics, expected every"),
        (", nn-1-2", "", "questions: got ['nn-1-1'], expected a list of 2 or more"),
        (
            "    shows: that you can `double`\n",
            "",
            "got one of exercise and shows, exp",
        ),
        ("basics/one\n", "one\n", "start: got 'one', expected text of the form"),
    ],
)
def test_slips_are_told_with_their_lines(
    course: TinyCourse, old: str, new: str, said: str
) -> None:
    """What isn't there, stands twice or is left out is named."""
    with pytest.raises(ProblemError) as caught:
        read(course, PLACEMENT.replace(old, new, 1))

    assert said in str(caught.value)
