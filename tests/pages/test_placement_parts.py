"""What the page "Where to start" asks."""

from __future__ import annotations

from placing import write_placement
from projects import EXERCISE, TinyCourse, executed, printed

from tfprep.pages.placement_parts import placement_parts


def parts(course: TinyCourse, *, ran: bool = True, there: bool = True) -> str:
    """The Markdown of a course with one lesson and two questions."""
    course.write("basics/one", EXERCISE)
    write_placement(course)
    sources = {lesson.slug: lesson for lesson in course.read().everything}
    entry = executed("quiz/basics")
    outputs = {0: [printed("1\n")], 1: [printed("2\n")]}
    entries = {entry.slug: entry.model_copy(update={"outputs": outputs})}
    if not there:
        del sources["basics/one"]
    return placement_parts(course.library, sources, entries if ran else {})


def test_each_topic_has_its_questions_and_its_exercise(course: TinyCourse) -> None:
    """The script finds in the list what belongs together, and where it begins."""
    text = parts(course)

    assert text.count('<form class="quiz"') == 2
    assert "[NN-1](../topics/basics.md#nn-1)" in text
    assert "[Double it](../lessons/basics/one.ipynb#double-it)" in text
    assert "it shows that you can `double`." in text
    assert 'data-start="basics/one" data-questions="nn-1-1 nn-1-2"' in text
    assert 'data-exercise="basics/one/double" data-skills="NN-1 NN-2"' in text


def test_what_cannot_be_asked_is_said(course: TinyCourse) -> None:
    """Nothing is guessed where code hasn't run, nor where a lesson is broken."""
    assert "has not been executed for this copy" in parts(course, ran=False)


def test_a_broken_lesson_is_said(course: TinyCourse) -> None:
    """While serving, the page waits until it is fixed."""
    assert "a lesson has to be fixed" in parts(course, there=False)
