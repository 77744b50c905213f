"""Rules for outputs."""

from typing import Any

from projects import TinyCourse, executed, printed

from tfprep.check.output_rules import EXECUTED, Executed
from tfprep.lessons.quiz_code import quiz_source

QUIZ = """\
reviewed: 2026-11-22
questions:
  - id: nn-1-rest
    skill: NN-1
    question: What is left of seven?
    code: print(7 % 5)
    options:
      - {text: 2, why: Five goes into seven once.}
      - {text: 1, why: That is how often five goes into seven.}
      - {text: 1.4, why: That is the quotient.}
"""


def found(course: TinyCourse, *outputs: dict[str, Any]) -> list[str]:
    """What is said of the outputs of a lesson's one shown cell."""
    lesson = course.lesson("basics/one", "\n# %%\nprint(1)\n")
    first = lesson.code_cells[0].line
    problems = EXECUTED.problems(Executed(lesson, executed("basics/one", *outputs)))
    return [f"{(p.line or 0) - first}: {p.text}" for p in problems]


def test_outputs_are_short(course: TinyCourse) -> None:
    """25 lines in all, however they came."""
    assert found(course, printed("a\n" * 25)) == []
    assert found(course, printed("a\n" * 25), printed("b\n")) == [
        "-1: got 26 printed lines, expected 25 at most; print a summary, or verbose=0"
    ]


def test_nothing_is_deprecated(course: TinyCourse) -> None:
    """A warning of that kind is shown to no learner."""
    warning = {**printed("x.py:1: DeprecationWarning: old"), "name": "stderr"}
    (said,) = found(course, warning)

    assert said.startswith("-1: got a DeprecationWarning in the output, expected none")


def drawn(width: int) -> dict[str, Any]:
    """A figure of this width, in points."""
    svg = f'<svg width="{width}pt" height="75pt"></svg>'
    return {"output_type": "display_data", "data": {"image/svg+xml": svg}}


def test_figures_of_a_slider_have_one_size(course: TinyCourse) -> None:
    """Figures of a cell without a slider may differ."""
    for slider, sizes, wrong in (
        (' slider="Rate" states=["1", "2"]', (300, 300), []),
        ("", (300, 360), []),
        (' slider="Rate" states=["1", "2"]', (300, 360), ["400 x 100, 480 x 100"]),
    ):
        cell = f'\n# %%{slider} alt=["a", "b"]\nprint(1)\n'
        lesson = course.lesson("basics/one", cell)
        entry = executed("basics/one", *map(drawn, sizes))

        problems = [*EXECUTED.problems(Executed(lesson, entry))]

        begin = "got a slider's figures of "
        assert [x.text.partition(", exp")[0] for x in problems] == [
            begin + said for said in wrong
        ]


def test_code_of_a_question_prints_an_option(course: TinyCourse) -> None:
    """The line is that of the question's code."""
    folder = course.root / "docs/data/quiz"
    folder.mkdir()
    path = folder / "basics.yml"
    path.write_text(QUIZ)
    quiz = course.library.quizzes["basics"]
    code = quiz_source(path, "basics", quiz)

    def said(text: str) -> list[str]:
        entry = executed("quiz/basics", printed(text))
        problems = EXECUTED.problems(Executed(code, entry, quiz))
        return [str(problem.relative_to(folder)) for problem in problems]

    assert said("2\n") == []
    assert said("3\n") == [
        "basics.yml:7: nn-1-rest: got '3', expected one of ['2', '1', '1.4']"
    ]
