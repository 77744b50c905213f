"""Tables of skills."""

from projects import TinyCourse
from tasks import write_task

from tfprep.exam.taskspec.coverage import read_exam
from tfprep.lessons.parse import read_lesson
from tfprep.pages.skill_tables import SkillTables, skill_names


def tables(course: TinyCourse) -> SkillTables:
    lessons = [course.lesson("basics/one")]
    folder = course.root / "docs/data/quiz"
    folder.mkdir()
    (folder / "basics.yml").write_text(QUIZ)
    write_task(course.project.exam_tasks, "half_moon", form=2)
    tasks = list(read_exam(course.project.exam_tasks, course.library.syllabus).values())
    library = course.library
    names = {"NN-1": "TensorFlow *2*"}
    return SkillTables(library.syllabus, lessons, library.quizzes, tasks, names)


def rows(table: str) -> list[str]:
    """The lines of a table below its head."""
    return [line for line in table.splitlines() if line.startswith("|")][2:]


QUIZ = """\
reviewed: 2026-11-22
questions:
  - id: nn-1-import
    skill: NN-1
    question: Which line brings TensorFlow in?
    options:
      - {text: import tensorflow, why: It names the package., right: true}
      - {text: import tf, why: There is no such package.}
      - {text: use tensorflow, why: Python has no such word.}
"""


def test_skills_link_to_the_sections_and_exercises_that_teach_them(
    course: TinyCourse,
) -> None:
    """A taught skill has links; one that isn't taught says so."""
    table = tables(course).topic("basics")

    taught, missing = rows(table)
    assert "[NN-1](#nn-1){ .skill }" in taught
    assert '[Doubling](../lessons/basics/one.ipynb#doubling "basics/one")' in taught
    assert '[Double it](../lessons/basics/one.ipynb#double-it "basics/one")' in taught
    assert (
        '<br>[A2](../exam/tasks.md#half-moon "The half&#95;moon task"){ .task } |'
        in taught
    )
    assert "not yet | not yet | no question yet<br>no task yet |" in missing
    assert '<span class="today">Use `fit`.</span>' in missing


def test_the_map_has_a_row_for_each_skill(course: TinyCourse) -> None:
    """With lesson, exercise, quiz and exam task, or the word that it lacks."""
    found = rows(tables(course).map())

    assert len(found) == 2
    assert "[NN-1](basics.md#nn-1){ .skill } Work in TensorFlow" in found[0]
    assert (
        "[1 question](../quiz/basics.md#nn-1)<br>[A2](../exam/tasks.md#half-moon"
        in found[0]
    )
    assert "not yet | not yet | no question yet<br>no task yet |" in found[1]


def test_a_tile_tells_what_shows_its_skill(course: TinyCourse) -> None:
    """Lessons, exercises, questions and tasks by their ids; what lacks is empty."""
    text = tables(course).tiles()

    taught, missing = [line for line in text.splitlines() if "<li" in line]
    exercise = course.lesson("basics/one").exercises[0].id
    for mark in (
        'data-lessons="basics/one"',
        f'data-exercises="{exercise}"',
        'data-questions="nn-1-import"',
        'data-tasks="half-moon"',
        '<span class="tile-name">TensorFlow *2*</span>',
        "](basics.md#nn-1)",
    ):
        assert mark in taught
    assert (
        'data-lessons="" data-exercises="" data-questions="" data-tasks=""' in missing
    )
    assert '<span class="tile-name">Fit a model</span>' in missing


def test_a_skill_is_named_by_the_heading_of_its_section(course: TinyCourse) -> None:
    """Without the id that the heading begins with."""
    sheet = course.sheet(
        '\n# %% [markdown] skills=["NN-1"]\n# ### NN-1: TensorFlow 2\n# Numbers.\n'
        "\n# %%\nn = 1\n\n# %% tags=['claim']\nassert n == 1\n".replace("'", '"'),
        "topics/basics",
    )
    read = read_lesson(sheet, course.root / "examples")

    assert skill_names([read]) == {"NN-1": "TensorFlow 2"}


def test_the_editions_add_up(course: TinyCourse) -> None:
    """Skills of 2020 and 2021 by topic, and in all."""
    rows = tables(course).editions().splitlines()[2:]

    assert rows == [
        "| [Basics](basics.md) | no topic yet | 1 | 2 |",
        "| All | | 1 | 2 |",
    ]
