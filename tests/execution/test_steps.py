"""The order of execution."""

from projects import EXERCISE, RIGHT, TinyCourse

from tfprep.execution.steps import Expect, plan


def test_the_law_runs_stub_wrong_and_right_answers_solution(course: TinyCourse) -> None:
    """The check judges the stub, then wrong answers, right ones, and the solution."""
    lesson = course.lesson("basics/planned", "\n# %%\nx = 1\n" + EXERCISE + RIGHT)

    steps = list(plan(lesson))

    assert [step.expect for step in steps] == [
        Expect.CORRECT,  # x = 1
        Expect.CORRECT,  # the stub is defined
        Expect.NOT_ATTEMPTED,
        Expect.CORRECT,  # the wrong answer is defined
        Expect.INCORRECT,
        Expect.CORRECT,  # the right answer is defined
        Expect.CORRECT,
        Expect.CORRECT,  # the solution is defined
        Expect.CORRECT,
    ]
    assert [step.keep for step in steps] == [True, *[False] * 6, True, True]
    assert "..." in steps[1].code
    assert "return x + x" in steps[5].code
    assert steps[6].answer is lesson.exercises[0].right[0]
    assert "return 2 * x" in steps[7].code
