"""A placement of two questions and an exercise."""

from __future__ import annotations

from projects import TinyCourse

_QUESTION = """\
  - id: nn-1-{0}
    skill: NN-1
    question: What does this print?
    code: print({0})
    options:
      - {{text: 1, why: It is the number one.}}
      - {{text: 2, why: It is the number two.}}
      - {{text: 3, why: It is the number three.}}
"""
_QUIZ = "reviewed: 2026-11-22\nquestions:\n" + "".join(map(_QUESTION.format, (1, 2)))
PLACEMENT = """\
reviewed: 2026-11-22
topics:
  - topic: basics
    start: basics/one
    questions: [nn-1-1, nn-1-2]
    exercise: basics/one/double
    shows: that you can `double`
"""


def write_placement(course: TinyCourse, text: str = PLACEMENT) -> None:
    """Write its file, and the quiz whose questions it asks."""
    (course.project.data / "quiz").mkdir(exist_ok=True)
    (course.project.data / "quiz/basics.yml").write_text(_QUIZ)
    (course.project.data / "placement.yml").write_text(text)
