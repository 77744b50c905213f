"""The quiz files."""

from pathlib import Path

import pytest
from projects import TinyCourse

from tfprep.content.quiz import read_quizzes
from tfprep.problems import ProblemError

GOOD = """\
reviewed: 2026-11-22
questions:
  - id: nn-1-sum
    skill: NN-1
    question: What does this print?
    code: print(1 + 1)
    show_code: true
    options:
      - {text: 2, why: One and one are two.}
      - {text: 11, why: These are numbers and no texts.}
      - {text: 1, why: Something is added to it.}
  - id: nn-2-fit
    skill: NN-2
    question: Which method trains a model?
    options:
      - {text: fit, why: It runs the epochs., right: true}
      - {text: call, why: It computes an output only.}
      - {text: build, why: It makes the weights only.}
"""


def write(course: TinyCourse, text: str) -> Path:
    folder = course.root / "docs/data/quiz"
    folder.mkdir()
    (folder / "basics.yml").write_text(text)
    return folder


def test_good_questions_are_read(course: TinyCourse) -> None:
    """Options are text, whatever YAML takes them for."""
    write(course, GOOD)

    quiz = course.library.quizzes["basics"]

    assert [option.text for option in quiz.questions[0].options] == ["2", "11", "1"]
    assert quiz.questions[1].options[0].right


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("code: print(1 + 1)\n", "hint: add\n", "nn-1-sum: hint: Extra inputs"),
        ("    code: print(1 + 1)\n", "", "nn-1-sum: got neither right: true nor code"),
        ("are two.}", "are two., right: true}", "got code and right: true"),
        ("output only.}", "output only., right: true}", "2 are right; then say"),
        ("text: 11", "text: 2", "the option '2' stands there twice"),
        ("skill: NN-1", "skill: NN-3", "nn-1-sum: expected an id nn-3-"),
        ("nn-2-fit\n    skill: NN-2", "nn-9-f\n    skill: NN-9", "NN-9 is no skill of"),
        ("reviewed: 2026-11-22\n", "", "reviewed: Field required"),
    ],
)
def test_a_slip_is_named_with_its_question(
    course: TinyCourse, old: str, new: str, words: str
) -> None:
    """Unknown keys, missing or doubled keys, ids that don't fit."""
    folder = write(course, GOOD.replace(old, new))

    with pytest.raises(ProblemError) as caught:
        read_quizzes(folder, course.library.syllabus)

    assert words in str(caught.value)


def test_an_id_is_used_once(course: TinyCourse) -> None:
    """Also within one file."""
    text = GOOD.replace("nn-2-fit", "nn-1-sum").replace("NN-2", "NN-1")
    folder = write(course, text)

    with pytest.raises(ProblemError, match="nn-1-sum: this id is taken"):
        read_quizzes(folder, course.library.syllabus)


def test_a_missing_folder_means_no_questions(
    tmp_path: Path, course: TinyCourse
) -> None:
    """A course may have no quiz yet."""
    assert read_quizzes(tmp_path / "none", course.library.syllabus) == {}
