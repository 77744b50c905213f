"""The order of execution."""

from projects import EXERCISE, TinyCourse

from tfprep.execution.steps import Expect, plan


def test_the_law_runs_stub_wrong_answers_solution(course: TinyCourse) -> None:
    """The check judges the stub first, then each wrong answer, then the solution."""
    lesson = course.lesson("basics/planned", "\n# %%\nx = 1\n" + EXERCISE)

    steps = list(plan(lesson))

    assert [step.expect for step in steps] == [
        Expect.CORRECT,  # x = 1
        Expect.CORRECT,  # the stub is defined
        Expect.NOT_ATTEMPTED,
        Expect.CORRECT,  # the wrong answer is defined
        Expect.INCORRECT,
        Expect.CORRECT,  # the solution is defined
        Expect.CORRECT,
    ]
    assert [step.keep for step in steps] == [True, *[False] * 4, True, True]
    assert "..." in steps[1].code
    assert "return 2 * x" in steps[5].code
