"""Rules for the diagrams of the lessons."""

import re
from pathlib import Path

import pytest
from contrast import ratio
from projects import REPOSITORY, TinyCourse, drawing

from tfprep.check.choice import Choice
from tfprep.check.diagram_rules import DIAGRAM, SIZE, read_diagrams
from tfprep.check.walk import check_files
from tfprep.lessons.diagrams import COLORS, INK, PAPER

TEXT = "![A square and one word](../diagrams/one.svg)"


def found(course: TinyCourse, svg: str, name: str = "one") -> list[str]:
    """What is said of one diagram by its own rules."""
    course.draw(name, svg)
    return [
        problem.text
        for diagram in read_diagrams(course.root / "examples" / "diagrams")
        for problem in DIAGRAM.problems(diagram)
    ]


def said_of(course: TinyCourse, text: str, words: str) -> list[str]:
    """What is said of a lesson with this text, so far as it has these words."""
    path = course.write("basics/one", f"\n# %% [markdown]\n# {text}\n\n# %%\nx = 1\n")
    return [
        str(problem.relative_to(course.root))
        for problem in check_files(course.project, Choice()).problems
        if words in problem.text and problem.path in (path, course.draw("one"))
    ]


@pytest.mark.parametrize(
    "inside",
    [
        '<text x="20" y="60">One word</text>',
        '<g font-size="20"><text fill="var(--blue, #0068a3)">x</text></g>',
        '<path d="M0 0h9" fill="none" stroke="currentColor" stroke-width="1.5"/>',
        '<rect transform="translate(3 4) rotate(45)" fill-opacity=".2"/>',
        '<path stroke="var(--rule, #dcdcdc)" d="M0 0h9"/>',
    ],
)
def test_what_a_diagram_may_be(course: TinyCourse, inside: str) -> None:
    """Shapes, text in ink or color, and what moves or turns them."""
    assert found(course, drawing(inside)) == []


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (
            '<rect fill="black"/>',
            'in <rect>, got fill="black", expected one of current',
        ),
        ('<rect fill="#fff"/>', 'got fill="#fff"'),
        ('<rect stroke="rgb(0 0 0)"/>', 'got stroke="rgb(0 0 0)"'),
        ('<rect fill="var(--blue)"/>', 'got fill="var(--blue)"'),
        ('<rect fill="var(--blue, #000)"/>', 'got fill="var(--blue, #000)"'),
        ('<rect fill="url(#a)"/>', 'got fill="url(#a)"'),
        ('<text font-size="14">Tea</text>', 'in <text> "Tea", got letters of font-siz'),
        ('<text>a <tspan font-size="9">b</tspan></text>', "in <tspan>, got letters"),
        ('<text font-size="1em">a</text>', 'got letters of font-size="1em"'),
        ('<text opacity=".5">a</text>', "got faint words"),
        ('<g fill-opacity=".5"><text>a</text></g>', "got faint words"),
        ('<text fill="none">a</text>', "got faint words"),
        ('<text fill="var(--rule, #dcdcdc)">a</text>', "got faint words"),
        ('<g transform="scale(.5)"/>', 'got transform="scale(.5)"'),
        ('<g transform="matrix(1 0 0 1 0 0)"/>', 'got transform="matrix'),
    ],
)
def test_what_a_diagram_may_not_be(course: TinyCourse, inside: str, said: str) -> None:
    """Fixed or unknown colors, small or faint words, other scales."""
    (got,) = found(course, drawing(inside))

    assert said in got


def test_a_drawing_needs_an_ink(course: TinyCourse) -> None:
    """Shapes without a color are black, which nobody sees on a dark page."""
    (got,) = found(course, drawing().replace(' fill="currentColor"', ""))

    assert "got <svg> without fill" in got


def test_letters_shrink_with_the_width(course: TinyCourse) -> None:
    """What fits on a telephone isn't shrunk, so that its letters may be smaller."""
    text = '<text font-size="11">a</text>'

    assert found(course, drawing(text).replace("480", "360")) == []
    assert len(found(course, drawing(text).replace("480", "400"))) == 1


def test_a_drawing_has_few_shapes(course: TinyCourse) -> None:
    """Its file is small."""
    (got,) = found(course, drawing("<g/>" * SIZE))

    assert f"expected {SIZE} at most" in got


@pytest.mark.parametrize("name", ["One.svg", "one.png", "a b.svg", "deep/one.svg"])
def test_names_in_the_folder(course: TinyCourse, name: str) -> None:
    """A lesson can name each file that stands there."""
    path = course.draw("one").parent / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"" if path.suffix == ".png" else drawing().encode())

    problems = check_files(course.project, Choice((path,))).problems

    assert any("expected examples/diagrams/NAME.svg" in x.text for x in problems)


def test_what_no_page_can_take_in_is_said_by_line(course: TinyCourse) -> None:
    """As a build of the site says it."""
    path = course.draw("one", drawing("\n<script/>"))

    problems = check_files(course.project, Choice((path,))).problems

    assert [(x.line, "got <script>" in x.text) for x in problems] == [(2, True)]


@pytest.mark.parametrize("alt", ["", " ", "one", "one.svg", "A small square"])
def test_a_diagram_says_in_a_sentence_what_it_shows(
    course: TinyCourse, alt: str
) -> None:
    """Nothing, a name or a few words tell nobody what the picture tells."""
    course.draw("one")
    text = f"![{alt}](../diagrams/one.svg)"

    (said,) = said_of(course, text, "what it shows; somebody may not see it")

    assert said.startswith("examples/basics/one.py:15: ")
    assert said_of(course, TEXT, "what it shows; somebody may not see it") == []


def test_a_diagram_that_is_not_there(course: TinyCourse) -> None:
    """The lesson's line is said, and nothing is built from it."""
    path = course.write("basics/one", f"\n# %% [markdown]\n# {TEXT}\n")

    problems = check_files(course.project, Choice((path,))).problems

    assert ["no diagram examples/diagrams/one.svg" in x.text for x in problems].count(
        True
    ) == 1
    assert course.read().broken == (path,)


def test_a_diagram_that_nobody_shows(course: TinyCourse) -> None:
    """It is said to be useless; one in a code block is shown by nobody, too."""
    course.draw("one")
    words = "a diagram that no lesson shows"

    (said,) = said_of(course, f"```\n# {TEXT}\n# ```", words)

    assert said.startswith("examples/diagrams/one.svg: ")
    assert said_of(course, TEXT, words) == []


def test_a_topic_s_section_has_no_diagrams(course: TinyCourse) -> None:
    """Another program renders it."""
    course.draw("one")
    path = course.sheet(f"\n# %% [markdown]\n# {TEXT}\n", "topics/basics")

    problems = check_files(course.project, Choice((path,))).problems

    assert any("got the diagram one.svg in a topic" in x.text for x in problems)


def test_numbers_in_a_diagram_stand_in_the_code(course: TinyCourse) -> None:
    """They are held like those of the text around it, single digits aside."""
    course.draw("one", drawing("<text>7 x 7345</text>"))
    words = "in the text, expected a number"

    (said,) = said_of(course, TEXT, words)

    assert said.startswith('examples/basics/one.py:15: got "7345"')
    assert said_of(course, f"{TEXT}\n\n# %%\nx = 7345", words) == []


def colors_of(css: str, scheme: str) -> dict[str, str]:
    """The colors that a style sheet's block for a scheme gives to names."""
    block = css.partition(scheme)[2].partition("}")[0]
    return dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", block))


def contrast(one: str, other: str) -> float:
    """The ratio of two colors such as #ffffff."""
    return ratio(tuple(bytes.fromhex(one[1:])), tuple(bytes.fromhex(other[1:])))


def test_the_colors_are_those_of_the_page() -> None:
    """In a notebook a diagram looks as on the light page, with contrast on both."""
    css = (REPOSITORY / "docs" / "assets" / "tfprep.css").read_text("utf-8")
    light, dark = colors_of(css, ":root {"), colors_of(css, '"slate"] {')
    words = COLORS.keys() - {"--rule"}

    assert {name: light[name] for name in COLORS} == COLORS
    assert contrast(INK, PAPER) > 7
    assert min(contrast(light[name], PAPER) for name in words) > 5.5
    assert min(contrast(dark[name], "#1e2129") for name in words) > 5.5


def test_the_folder_may_be_missing(tmp_path: Path) -> None:
    """A course without diagrams has no problem."""
    assert list(read_diagrams(tmp_path / "diagrams")) == []
