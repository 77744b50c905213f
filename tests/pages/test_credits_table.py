"""The tables of what others made."""

from __future__ import annotations

from pathlib import Path

from projects import HEADER, LIBRARY, REPOSITORY, TinyCourse, real_course
from tasks import write_task

from tfprep.content.credits import Credit, Credits
from tfprep.exam.taskspec.task import read_task, read_tasks
from tfprep.pages.credits_table import credits_table
from tfprep.project import Project

COINS = Credit(
    id="coins",
    title="a photograph of coins | gold",
    kind="picture",
    maker="a museum",
    url="https://example.org/coins",
    licence="CC BY 2.0",
    licence_url="https://example.org/by",
    package="scikit-image",
    takes=("skimage.data.coins",),
    tasks=("sights",),
    note="We cut it.",
)
THEME = Credit(
    id="theme",
    title="a theme",
    kind="theme",
    maker="somebody",
    url="https://example.org/theme",
    licence="MIT",
)


def test_a_row_says_who_made_it_and_where_we_use_it(
    course: TinyCourse, tmp_path: Path
) -> None:
    """Lessons by what their code takes, exam tasks by import or by their name."""
    uses = course.lesson("basics/coins", "\n# %%\nfrom skimage.data import coins\n")
    other = course.lesson("basics/other")
    task = read_task(write_task(tmp_path / "tasks", "sights"))

    made = credits_table(Credits(credits=(COINS, THEME)), [uses, other], [task])

    assert made.startswith("## Pictures")
    assert (
        "| [a photograph of coins &#124; gold](https://example.org/coins), "
        "from scikit-image | a museum | [CC BY 2.0](https://example.org/by) "
        "| [basics/coins](../lessons/basics/coins.ipynb), "
        "[Exam task A1](../exam/tasks.md#sights). We cut it. |"
    ) in made
    assert (
        "[a theme](https://example.org/theme) | somebody | MIT | every page |" in made
    )


def test_a_lesson_that_opens_a_file_made_of_it_uses_it(course: TinyCourse) -> None:
    """Weights that were trained on a photograph lead to the lesson that loads them."""
    header = HEADER.replace("minutes: 5", "minutes: 5\n#     data: [base.keras]")
    opens = course.lesson("basics/opens", header=header)
    coins = COINS.model_copy(update={"files": ("examples/data/base.keras",)})

    made = credits_table(Credits(credits=(coins,)), [opens], [])

    assert "[basics/opens](../lessons/basics/opens.ipynb)" in made


def test_each_set_of_the_real_course_is_used_somewhere() -> None:
    """No row of pictures, data or texts is without a link to where they are used."""
    course = real_course()
    tasks = [*read_tasks(Project(REPOSITORY).exam_tasks).values()]
    lessons = [*course.lessons, *(s for s in course.sheets if s.topic != "quiz")]

    made = credits_table(LIBRARY.credits, lessons, tasks)

    rows = [line for line in made.splitlines() if line.startswith("| [")]
    assert len(rows) == len(LIBRARY.credits.credits)
    for row in rows:
        assert ".ipynb)" in row or ".md" in row or "vendor" in row or "every" in row, (
            row
        )
