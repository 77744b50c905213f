"""What runs before an exercise."""

from projects import EXERCISE, RIGHT, TinyCourse, real_course

from tfprep.lessons.cells import Role
from tfprep.practice.set_up import pieces_of


def test_exercises_are_solved_and_what_proves_is_left_out() -> None:
    """No claim, no stored answer and no mark of a solution is in it."""
    for lesson in real_course().lessons:
        pieces = pieces_of(lesson)
        roles = {piece.cell.role for piece in pieces}
        assert roles <= {Role.CODE, Role.EXERCISE, Role.CHECK}
        assert not any("### BEGIN" in piece.code for piece in pieces)
        solved = [p for p in pieces if p.cell.role is Role.EXERCISE]
        assert len(solved) == len(lesson.exercises)


def test_a_check_runs_where_a_later_cell_uses_its_names(course: TinyCourse) -> None:
    """Else the later cell would stop."""
    later = EXERCISE + RIGHT + "\n\n# %%\nprint(got)\n"
    alone = pieces_of(course.lesson("basics/alone"))
    used = pieces_of(course.lesson("basics/used", later))

    assert [piece.cell.role for piece in alone] == [Role.EXERCISE]
    assert [p.cell.role for p in used] == [Role.EXERCISE, Role.CHECK, Role.CODE]
