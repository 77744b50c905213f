"""The table of the last runs."""

from datetime import date

from projects import TinyCourse

from tfprep.content.board import Board, Green, Runs
from tfprep.execution.key_numbers import code_of
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.stack import TENSORFLOWS
from tfprep.pages.board_table import board_table

SEEDED = "\n# %%\nimport numpy as np\nrng = np.random.default_rng(7)\n"


def green(lesson: Lesson, code: str = "") -> Green:
    return Green(
        day=date(2026, 11, 28),
        seeds=10,
        versions={},
        code=code or code_of(lesson),
        numbers={"test accuracy": (0.75, 0.8), "riders": (41, 41)},
    )


def row(lesson: Lesson, runs: Runs | None, version: str = "2.21") -> list[str]:
    """The cells of the one lesson's row."""
    board = Board(lessons={lesson.slug: runs} if runs else {})
    lines = board_table({version: board}, [lesson]).splitlines()
    head = [cell.strip() for cell in lines[0].split("|")]
    cells = [cell.strip() for cell in lines[-1].split("|")]
    assert len(head) == len(cells)
    return cells[2:-1]


def test_a_good_run_has_its_day_and_bands(course: TinyCourse) -> None:
    """The newest version stands on the right; one without a run says so."""
    lesson = course.lesson("basics/one", SEEDED)

    *older, newest = row(lesson, Runs(green=green(lesson)))

    assert newest == "28 November 2026<br>test accuracy 0.75 to 0.8<br>riders 41"
    assert older == ["not run yet"] * (len(TENSORFLOWS) - 1)


def test_a_run_with_one_seed_says_so(course: TinyCourse) -> None:
    """The page promises ten; one gives no band."""
    lesson = course.lesson("basics/one", SEEDED)
    once = Runs(green=green(lesson).model_copy(update={"seeds": 1}))

    assert row(lesson, once)[-1].startswith("28 November 2026, with one seed<br>")


def test_nothing_is_told_that_was_not_run(course: TinyCourse) -> None:
    """Neither a lesson that no run has, nor one without seeds, nor an older code."""
    lesson = course.lesson("basics/one", SEEDED)
    plain = course.lesson("basics/plain", "\n# %%\nx = 1\n")
    failed = Runs(green=green(lesson, "older"), failed=date(2026, 12, 5))

    assert row(lesson, None) == ["not run yet"] * len(TENSORFLOWS)
    assert row(plain, None) == ["no seed"] * len(TENSORFLOWS)
    said = row(lesson, failed)[-1]
    assert said.startswith("28 November 2026, before its code changed<br>")
    assert said.endswith("<br>failed on 5 December 2026")
    assert (
        row(lesson, Runs(failed=date(2026, 12, 5)))[-1] == "failed on 5 December 2026"
    )


def test_a_version_that_is_new_has_a_column(course: TinyCourse) -> None:
    """Versions stand in the order of their numbers."""
    lesson = course.lesson("basics/one", SEEDED)

    made = board_table({"2.100": Board(lessons={})}, [lesson])

    assert made.splitlines()[0].endswith("TensorFlow 2.21 | TensorFlow 2.100 |")
