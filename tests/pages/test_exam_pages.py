"""The tasks of the practice exam on its pages."""

import subprocess
import sys

import pytest
from projects import LIBRARY, REPOSITORY, TinyCourse
from tasks import write_task

from tfprep.exam.report.parts import DOCUMENTED
from tfprep.exam.taskspec.coverage import read_exam
from tfprep.exam.taskspec.task import CATEGORIES
from tfprep.pages.exam_pages import NO_TASKS, ExamPages
from tfprep.project import Project


def pages(course: TinyCourse) -> ExamPages:
    tasks = read_exam(course.project.exam_tasks, course.library.syllabus)
    return ExamPages(course.library.syllabus, list(tasks.values()))


def test_the_weights_are_those_of_the_code(course: TinyCourse) -> None:
    """One row for each category, and their sum."""
    rows = pages(course).weights().splitlines()[2:]

    assert rows[0] == "| A | A basic model | 10 |"
    assert len(rows) == len(CATEGORIES) + 1
    assert rows[-1] == "| | All together | 100 |"


def test_the_overview_has_a_row_for_each_task(course: TinyCourse) -> None:
    """Category by category, with a link to the task's section."""
    write_task(course.project.exam_tasks, "late", category="B")
    write_task(course.project.exam_tasks, "early_bird", form=2)

    rows = pages(course).overview().splitlines()[2:]

    assert [row.split(" | ")[0] for row in rows] == ["| A2", "| B1"]
    assert "[The early&#95;bird task](#early-bird)" in rows[0]
    assert "Say from one number" in rows[0]
    assert "20&nbsp;min" in rows[0]


def test_the_fields_of_the_report_are_explained(course: TinyCourse) -> None:
    """Each in the words of the code, in a table for each part."""
    text = pages(course).report_fields()

    assert text.count("| Field | What it holds |") == len(DOCUMENTED)
    for part in DOCUMENTED.values():
        for name, field in part.model_fields.items():
            assert f"| `{name}` | " in text
            assert field.description, name
    assert "| `points` | Weight times score, divided by 5. |" in text


def test_a_brief_becomes_a_section_of_its_form(course: TinyCourse) -> None:
    """The author's text and the scale, headings below the task's, ids of its own."""
    write_task(course.project.exam_tasks, "other", form=3)
    write_task(course.project.exam_tasks, "one")

    text = pages(course).briefs()

    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings[:3] == [
        "## Form 1",
        "### A1: The one task { #one }",
        "#### The data { #one-the-data }",
    ]
    assert "## Form 2" not in headings
    assert "## Form 3" in headings
    assert '[NN-1](../topics/basics.md#nn-1 "Work in TensorFlow"){ .skill }' in text
    assert "| 5 | 1 |" in text
    assert "tfprep exam start --practice one\n" in text


def test_code_in_a_brief_stays_as_it_is(course: TinyCourse) -> None:
    """A comment that opens a line of code is no heading."""
    folder = write_task(course.project.exam_tasks, "one")
    (folder / "brief.md").write_text("Look:\n\n```text\n## not a heading\n```\n")

    assert "\n## not a heading\n" in pages(course).briefs()


def test_without_tasks_the_pages_say_so(course: TinyCourse) -> None:
    """An empty folder is no error."""
    assert pages(course).overview() == pages(course).briefs() == NO_TASKS


@pytest.mark.slow
def test_the_pages_need_no_heavy_package() -> None:
    """With the docs lock alone there is no NumPy, no scikit-learn, no TensorFlow."""
    code = (
        "import sys\n"
        "for name in ('numpy', 'pandas', 'sklearn', 'keras', 'tensorflow'):\n"
        "    sys.modules[name] = None\n"
        "from pathlib import Path\n"
        "from tfprep.content.library import Library\n"
        "from tfprep.exam.taskspec.coverage import read_exam\n"
        "from tfprep.project import Project\n"
        "from tfprep.pages.macros import Macros\n"
        "project = Project(Path(sys.argv[1]))\n"
        "library = Library(project.data)\n"
        "tasks = [*read_exam(project.exam_tasks, library.syllabus).values()]\n"
        "macros = Macros(library, tasks, [], [], {}).all()\n"
        "print(len(macros['exam_briefs']()), macros['exam_overview'](),"
        " macros['exam_weights'](), macros['skill_map']())\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, REPOSITORY],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_the_tasks_of_the_project_can_be_read() -> None:
    """Every folder is whole, and names skills that there are."""
    assert read_exam(Project(REPOSITORY).exam_tasks, LIBRARY.syllabus)
