"""A real exercise on the first page."""

from bs4 import BeautifulSoup
from markdown import markdown
from projects import EXERCISE, TinyCourse, executed

from tfprep.execution.cache import Refusals
from tfprep.pages.example_exercise import example_exercise
from tfprep.pages.macros import Macros

FIGURE = """
# %% alt="A rising line"
print("drawn")
"""
PNG = {"output_type": "display_data", "metadata": {}, "data": {"image/png": ""}}
SAID = {"output_type": "stream", "name": "stdout", "text": "Correct: 6"}


def soup(text: str) -> BeautifulSoup:
    """What MkDocs makes of it."""
    made = markdown(text, extensions=["md_in_html", "attr_list"])
    return BeautifulSoup(made, "html.parser")


def test_an_exercise_is_shown_as_it_was_executed(course: TinyCourse) -> None:
    """Brief, stub, a refusal of each kind, the pass, and the chosen figure."""
    lesson = course.lesson("basics/one", FIGURE + EXERCISE)
    check = lesson.exercises[0].check.place
    refusals = (Refusals(title="Double it", stub="Nothing.", wrong=("Got 9.",)),)
    outputs = {0: [PNG], check: [SAID]}
    entry = executed("basics/one").model_copy(
        update={"refusals": refusals, "outputs": outputs}
    )

    shown = soup(example_exercise(lesson, entry, number=1, figure=1))

    (title,), (image,) = shown.select(".sample-title a"), shown.select("img")
    assert title["href"] == "lessons/basics/one.ipynb#double-it"
    assert "Write double(x)." in shown.get_text()
    assert "def double(x):" in shown.select("pre")[0].get_text()
    said = [tag.get_text() for tag in shown.select(".verdict samp")]
    assert said == ["Nothing.", "Got 9.", "Correct: 6"]
    assert image["alt"] == "A rising line"
    assert image["src"] == "lessons/basics/one/figure-1.png"


def test_an_example_without_results_shows_no_verdict(course: TinyCourse) -> None:
    """Nothing is claimed about a check that hasn't been run."""
    lesson = course.lesson("basics/one")
    macros = Macros(course.library, [], [lesson], [], {})
    example = macros.example_exercise("basics/one")

    assert "def double(x):" in soup(example).get_text()
    assert "refused" not in example
    assert "as it ran" not in example
    assert "can't be shown" in macros.example_exercise("basics/none")
