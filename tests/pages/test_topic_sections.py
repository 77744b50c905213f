"""A topic's sheet on the topic's page."""

import base64

from bs4 import BeautifulSoup
from markdown import markdown
from projects import TinyCourse, executed, printed

from tfprep.lessons.lesson import Lesson
from tfprep.lessons.parse import read_lesson
from tfprep.pages.topic_sections import sheet_figures, skill_sections

BODY = """
# %% [markdown] skills=["NN-1"]
# ### NN-1: Work in TensorFlow
# It means that you import it.

# %%
x = 1 < 2
print(x, "<b>")
x

# %% tags=["claim"]
assert x, "one is less than two"
"""


def sheet(course: TinyCourse) -> Lesson:
    path = course.sheet(BODY, "topics/basics")
    return read_lesson(path, course.root / "examples")


VALUE = {"output_type": "execute_result", "data": {"text/plain": "True"}}


def blocks(text: str) -> BeautifulSoup:
    """The page's part of these sections, as MkDocs renders it."""
    return BeautifulSoup(markdown(text, extensions=["md_in_html"]), "html.parser")


def test_a_section_has_its_skills_anchor_its_code_and_output(
    course: TinyCourse,
) -> None:
    """The anchor is the skill's id; outputs are escaped; claims stay hidden."""
    text = skill_sections(
        sheet(course), executed("topics/basics", printed("True <b>\n\nx\n"), VALUE)
    )
    found = blocks(text)

    assert "### NN-1: Work in TensorFlow { #nn-1 }\nIt means" in text
    assert [code.get_text() for code in found.select(".highlight code")] == [
        'x = 1 < 2\nprint(x, "<b>")\nx\n'
    ]
    assert [pre.get_text() for pre in found.select(".output pre")] == [
        "True <b>\n\nx",
        "True",
    ]
    assert "assert" not in text


def test_figures_and_colors_are_those_of_a_lesson(course: TinyCourse) -> None:
    """A figure is a file beside the page with its text, red is red."""
    figure = {
        "output_type": "display_data",
        "data": {"image/png": base64.b64encode(b"png").decode()},
        "metadata": {},
    }
    path = course.sheet(
        BODY.replace("# %%\nx", '# %% alt="A <line>"\nx'), "topics/basics"
    )
    drawn = read_lesson(path, course.root / "examples")
    entry = executed("topics/basics", figure, printed("\x1b[31mred\x1b[0m"))
    found = blocks(skill_sections(drawn, entry))

    assert sheet_figures(drawn, entry) == {"figure-1.png": b"png"}
    assert [(img["src"], img["alt"]) for img in found.select("img")] == [
        ("figure-1.png", "A <line>")
    ]
    assert found.select_one(".output .ansi-red-fg") is not None


def test_without_results_a_section_shows_its_code_alone(course: TinyCourse) -> None:
    """No output is made up."""
    found = blocks(skill_sections(sheet(course), None))

    assert found.select(".highlight")
    assert found.select(".output") == []
