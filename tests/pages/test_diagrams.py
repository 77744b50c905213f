"""Diagrams as parts of pages."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from projects import TinyCourse, drawing

from tfprep.pages.diagrams import read_drawing, with_drawings, words_in
from tfprep.pages.page_notebook import PageNotebook
from tfprep.pages.prose import render_prose
from tfprep.problems import ProblemError

TEXT = '![A "b" & *c* < d](../diagrams/one.svg)'
BODY = f"\n# %% [markdown]\n# Look:\n#\n# {TEXT}\n"


def refusal(folder: Path, svg: str) -> str:
    """What is said about a diagram that no page can take in."""
    path = folder / "one.svg"
    path.write_text(svg)
    with pytest.raises(ProblemError) as caught:
        read_drawing(path)
    return str(caught.value).replace(str(folder), "")


def test_a_page_holds_the_drawing_itself(course: TinyCourse) -> None:
    """As one picture with its words, in the page's colors, as wide as it is drawn."""
    course.draw("one", drawing('<text x="9" y="20">1 &lt; 2 &amp; 3</text>'))
    lesson = course.lesson("basics/one", BODY)

    html = with_drawings(render_prose(lesson.cells[-1].source).html, lesson)

    (svg,) = BeautifulSoup(html, "html.parser").select("p > svg")
    assert svg["role"] == "img"
    assert svg["aria-label"] == 'A "b" & c < d'
    assert (svg["viewbox"], svg["width"]) == ("0 0 480 100", "480")
    assert svg.get_text() == "1 < 2 & 3"
    assert "http" not in html
    assert "id=" not in html


def test_comments_and_indentation_stay_in_the_file(course: TinyCourse) -> None:
    """A page is light; spaces between words are no indentation."""
    text = '<text x="9" y="20">a <tspan>b</tspan> c</text>'
    course.draw("one", drawing(f"<!-- why -->\n  <g>\n    {text}\n  </g>"))
    lesson = course.lesson("basics/one", BODY)

    html = with_drawings(render_prose(lesson.cells[-1].source).html, lesson)

    assert "why" not in html
    assert "<g><text" in html
    assert "a <tspan>b</tspan> c" in html


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>x</script>", "got <script>, expected one of"),
        ("<style>text{fill:red}</style>", "got <style>, expected"),
        ("<image href='//example.com/x.png'/>", "got <image href=…>"),
        ("<use href='#a'/>", "got <use>, expected"),
        ("<foreignObject><p>x</p></foreignObject>", "got <foreignObject>, expected"),
        ("<marker id='a'/>", "got <marker>, expected"),
        ("<animate attributeName='x'/>", "got <animate>, expected"),
        ("<g>\n<svg/></g>", "got <svg>, expected"),
        ("<a><path d=''/></a>", "got <a>, expected"),
        ("<title>x</title>", "got <title>, expected"),
        ("<rect id='a'/>", "a page takes in no id"),
        ("<rect class='a'/>", "a page takes in no class"),
        ("<rect style='fill:red'/>", "a page takes in no style"),
        ("<rect onclick='x()'/>", "a page takes in no onclick"),
        ("<rect xmlns:a='b' a:fill='red'/>", "a page takes in no {b}fill"),
        ("<p xmlns='http://www.w3.org/1999/xhtml'>x</p>", "got <{http://www.w3.org/1"),
    ],
)
def test_shapes_and_text_alone(tmp_path: Path, inside: str, said: str) -> None:
    """What acts, loads, has a name or reaches the rest of the page, with its line."""
    got = refusal(tmp_path, drawing(f"\n{inside}"))

    assert said in got
    assert got.startswith("/one.svg:2: ") or "{" in said or "svg" in said


@pytest.mark.parametrize(
    ("svg", "said"),
    [
        ("", "no well-formed XML: no element found"),
        ("<svg", "no well-formed XML: unclosed token"),
        (drawing("<g>"), "/one.svg:1: no well-formed XML: mismatched tag"),
        (drawing("&nbsp;"), "no well-formed XML: undefined entity"),
        ("<svg viewBox='0 0 9 9'/>", "got <svg> as the root, expected <svg xmlns="),
        (drawing().replace("viewBox", "width"), 'got viewBox="none", expected one'),
        (drawing().replace("0 0 480", "5 5 480"), 'got viewBox="5 5 480 100"'),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]>{drawing()}', "more than itself"),
        (f'<!DOCTYPE svg SYSTEM "x.dtd">{drawing()}', "more than itself"),
    ],
)
def test_a_file_that_is_no_drawing(tmp_path: Path, svg: str, said: str) -> None:
    """What is wrong is said, and where the parser knows it, with the line."""
    assert said in refusal(tmp_path, svg)
    assert words_in(tmp_path / "one.svg") == []


def test_a_page_without_its_drawing_says_what_lacks(course: TinyCourse) -> None:
    """The build refuses it; a server shows the words in its place."""
    path = course.draw("one", drawing("<script/>"))
    lesson = course.lesson("basics/one", BODY)

    (problem,) = PageNotebook(lesson, None).problems
    html = with_drawings(render_prose(lesson.cells[-1].source).html, lesson)

    assert problem.path == path
    assert "<p>A &#34;b&#34; &amp; c &lt; d</p>" in html


@pytest.mark.parametrize(
    "markdown",
    [
        f"See {TEXT} here.",
        TEXT.replace("one", "One"),
        TEXT.replace("one.svg", 'one.svg "A title"'),
        "![A square][1]\n#\n# [1]: ../diagrams/one.svg",
    ],
)
def test_one_way_to_show_a_diagram(course: TinyCourse, markdown: str) -> None:
    """Written otherwise it would be lost in the learner's notebook."""
    course.draw("one")
    lesson = course.lesson("basics/one", f"\n# %% [markdown]\n# {markdown}\n")

    (problem,) = PageNotebook(lesson, None).problems

    assert "expected ![What it shows](../diagrams/NAME.svg) on a line" in problem.text
    lines = lesson.path.read_text("utf-8").split("\n")
    assert "diagrams/" in lines[(problem.line or 0) - 1]
