"""Tables of skills."""

from projects import TinyCourse
from tasks import write_task

from tfprep.exam.taskspec.coverage import read_exam
from tfprep.pages.skill_tables import SkillTables


def tables(course: TinyCourse) -> SkillTables:
    lessons = [course.lesson("basics/one")]
    folder = course.root / "docs/data/quiz"
    folder.mkdir()
    (folder / "basics.yml").write_text(QUIZ)
    write_task(course.project.exam_tasks, "half_moon", form=2)
    tasks = list(read_exam(course.project.exam_tasks, course.library.syllabus).values())
    return SkillTables(course.library.syllabus, lessons, course.library.quizzes, tasks)


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

    taught, missing = table.splitlines()[2:]
    assert "[NN-1](#nn-1){ .skill }" in taught
    assert '[Doubling](../lessons/basics/one.ipynb#doubling "basics/one")' in taught
    assert '[Double it](../lessons/basics/one.ipynb#double-it "basics/one")' in taught
    assert '| [A2](../exam/tasks.md#half-moon "The half&#95;moon task") |' in taught
    assert "not yet | not yet | not yet | not yet |" in missing
    assert '<span class="today">Use `fit`.</span>' in missing


def test_the_map_has_a_row_for_each_skill(course: TinyCourse) -> None:
    """With lesson, exercise, quiz and exam task, or the word that it lacks."""
    rows = tables(course).map().splitlines()[2:]

    assert len(rows) == 2
    assert "[NN-1](basics.md#nn-1){ .skill } Work in TensorFlow" in rows[0]
    assert "[1 question](basics.md#quiz) | [A2](../exam/tasks.md#half-moon" in rows[0]
    assert rows[1].count("not yet") == 4


def test_the_editions_add_up(course: TinyCourse) -> None:
    """Skills of 2020 and 2021 by topic, and in all."""
    rows = tables(course).editions().splitlines()[2:]

    assert rows == [
        "| [Basics](basics.md) | no topic yet | 1 | 2 |",
        "| All | | 1 | 2 |",
    ]
