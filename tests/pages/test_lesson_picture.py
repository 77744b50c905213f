"""The picture of a lesson in a list."""

import re

import pytest
from bs4 import BeautifulSoup
from projects import REPOSITORY, TinyCourse, drawing, executed

from tfprep.pages.lesson_picture import DARK, picture_file, picture_name
from tfprep.pages.page_files import page_files

DRAWN = "\n# %% [markdown]\n# ![A square beside one word](../diagrams/one.svg)\n"
FIGURE = """
# %% alt="A rising line"
print("drawn")
"""
PNG = {"output_type": "display_data", "metadata": {}, "data": {"image/png": ""}}


def test_it_is_the_first_diagram(course: TinyCourse) -> None:
    """A file beside the page, with colors for both schemes."""
    course.draw("one", drawing('<text x="9" y="20">1 &lt; 2</text>'))
    lesson = course.lesson("basics/one", DRAWN)

    (made,) = picture_file(lesson).values()
    files = page_files(lesson, None)

    assert picture_name(lesson, None) == "picture.svg"
    assert files
    assert files.beside["lessons/basics/one/picture.svg"] == made
    svg = BeautifulSoup(made, "html.parser").select_one("svg")
    assert svg
    assert svg["viewbox"] == "0 0 480 100"
    assert "prefers-color-scheme:dark" in svg.select("style")[0].get_text()
    assert "1 < 2" in svg.get_text()


@pytest.mark.parametrize(("words", "hidden"), [(1, True), (4, False)])
def test_it_has_no_words(course: TinyCourse, words: int, hidden: bool) -> None:
    """Too small to be read, they are hidden, unless there is little else to see."""
    course.draw("one", drawing(words * '<text x="9" y="20">too small</text>'))

    (made,) = picture_file(course.lesson("basics/one", DRAWN)).values()

    assert ("text{display:none}" in str(made)) == hidden


def test_without_a_diagram_it_is_the_first_figure(course: TinyCourse) -> None:
    """Which a lesson has once it has run."""
    lesson = course.lesson("basics/one", FIGURE)
    entry = executed("basics/one").model_copy(update={"outputs": {0: [PNG]}})

    assert picture_name(lesson, None) is None
    assert picture_name(lesson, entry) == "figure-1.png"
    assert picture_file(lesson) == {}


def test_its_colors_are_those_of_a_dark_page() -> None:
    """The style sheet names them once more: a picture knows nothing of its page."""
    css = (REPOSITORY / "docs/assets/tfprep.css").read_text("utf-8")
    dark = css.partition('"slate"] {')[2].partition("}")[0]

    named = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", dark))
    assert {name: named[name] for name in DARK} == DARK
