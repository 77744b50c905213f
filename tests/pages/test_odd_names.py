"""Tables and lists of pages with names that hold the marks of Markdown and HTML."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from markdown import markdown
from projects import HEADER, TinyCourse, executed
from tasks import write_task

from tfprep.content.study_paths import StudyPath
from tfprep.exam.taskspec.coverage import read_exam
from tfprep.execution.cache import Refusals
from tfprep.pages.macros import Macros
from tfprep.pages.study_path_list import study_path_list

EXTENSIONS = ["attr_list", "md_in_html", "tables", "fenced_code"]
MARKS = (
    'a "quote"',
    "it's one",
    "1 < 2 & 3",
    "<b>bold</b>",
    "a | bar",
    "`code`",
    "[x](y)",
    "{{ z }}",
)

each_mark = pytest.mark.parametrize("name", MARKS)


def macros(course: TinyCourse, name: str) -> Macros:
    """A course in which a skill, its topic, a lesson, an exam task have that name."""
    skills = course.project.data / "skills.yml"
    text = skills.read_text()
    for old in ("title: Basics", "text: Work in TensorFlow"):
        assert old in text
        text = text.replace(old, f"{old.split(':')[0]}: {json.dumps(name)}")
    skills.write_text(text)
    write_task(course.project.exam_tasks, "one", title=json.dumps(name))
    header = HEADER.replace("TITLE", json.dumps(name))
    lesson = course.lesson("basics/one", header=header)
    tasks = list(read_exam(course.project.exam_tasks, course.library.syllabus).values())
    said = Refusals(title="Double it", stub=name, wrong=(name,))
    entry = executed("basics/one").model_copy(update={"refusals": (said,)})
    return Macros(course.library, tasks, [lesson], [], {"basics/one": entry})


def page(text: str) -> BeautifulSoup:
    """What a page shows of it."""
    return BeautifulSoup(markdown(text, extensions=EXTENSIONS), "html.parser")


def cells(text: str) -> list[list[Tag]]:
    """The cells of a table, row by row."""
    return [row.select("td") for row in page(text).select("tbody tr")]


@each_mark
def test_a_lesson_s_title_stays_in_its_link(course: TinyCourse, name: str) -> None:
    """The list of lessons has one item, and the title is the link's text."""
    (item,) = page(macros(course, name).lesson_list("basics")).select("li")

    links = {str(link["href"]): link.get_text() for link in item.select("a")}
    assert links == {"basics/one.ipynb": name}


@each_mark
def test_a_skill_s_text_stays_in_its_cell(course: TinyCourse, name: str) -> None:
    """So do the titles that its links show when they are pointed at."""
    made = macros(course, name).all()
    row = cells(made["skill_table"]("basics"))[0]
    whole = cells(made["skill_map"]())[0]

    for skill, *places in (row, whole):
        assert [skill.get_text(), len(places)] == [f"NN-1 {name}", 3]
    for place in (*row[1:], *whole[1:]):
        link = place.select("a")[-1]
        assert link["title"] == name


@each_mark
def test_a_topic_s_title_stays_in_its_card(course: TinyCourse, name: str) -> None:
    """And in its row of the table of editions."""
    made = macros(course, name).all()
    (link,) = page(made["topic_cards"]()).select(".part h3 a")

    assert [link.get_text(), link["href"]] == [name, "basics.md"]
    assert cells(made["edition_table"]())[0][0].get_text() == name


@each_mark
def test_a_task_s_title_stays_in_its_place(course: TinyCourse, name: str) -> None:
    """In the overview and in the heading of its section."""
    made = macros(course, name).all()
    ((_, title, *others),) = cells(made["exam_overview"]())
    (heading,) = page(made["exam_briefs"]()).select("h3")

    assert [title.get_text(), len(others)] == [name, 2]
    assert [heading.get_text(), heading["id"]] == [f"A1: {name}", "one"]


@each_mark
def test_a_step_s_title_stays_in_its_link(course: TinyCourse, name: str) -> None:
    """A path's own title is an attribute, a lesson's the text of a link."""
    steps = [{"lessons": "basics"}]
    data = {"id": "short", "title": name, "practice": 2, "steps": steps}
    lesson = macros(course, name).lessons[0]

    soup = page(study_path_list(StudyPath.model_validate(data), [lesson], {}))

    assert [tag["data-title"] for tag in soup.select("ol.path")] == [name]
    assert [link.get_text() for link in soup.select("li a")] == [name]


@each_mark
def test_an_example_shows_what_its_check_said(course: TinyCourse, name: str) -> None:
    """The words of a check are text, and the lesson's title is the text of its link."""
    soup = page(macros(course, name).example_exercise("basics/one"))

    assert soup.select("p a")[-1].get_text() == name
    assert [said.get_text() for said in soup.select(".verdict samp")] == [name, name]
