"""The quiz files."""

from pathlib import Path

import pytest
from data_files import slip
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
    ("old", "new", "said"),
    [
        (
            "    code: print(1 + 1)\n",
            "",
            "3: nn-1-sum: got neither right: true nor code, expected one of them",
        ),
        (
            "are two.}",
            "are two., right: true}",
            "3: nn-1-sum: got code and right: true, expected one of them",
        ),
        (
            "output only.}",
            "output only., right: true}",
            "12: nn-2-fit: got 2 right options, expected one, or 'Choose all' in the "
            "question",
        ),
        (
            "text: 11",
            "text: 2",
            "3: nn-1-sum: got the option '2' twice, expected it once",
        ),
        (
            "skill: NN-1",
            "skill: NN-3",
            "3: nn-1-sum: got this id, expected nn-3-…",
        ),
        (
            "nn-2-fit\n    skill: NN-2",
            "nn-9-fit\n    skill: NN-9",
            "13: nn-9-fit: skill: got 'NN-9', expected a skill of basics. "
            'Did you mean "NN-2"?',
        ),
        (
            "nn-2-fit\n    skill: NN-2",
            "nn-1-sum\n    skill: NN-1",
            "12: nn-1-sum: id: got an id that basics.yml has, expected a new one",
        ),
    ],
)
def test_a_slip_is_said_with_its_question(
    course: TinyCourse, old: str, new: str, said: str
) -> None:
    """A question has a skill of its topic, an id of its own, and a key."""
    path = write(course, GOOD) / "basics.yml"
    syllabus = course.library.syllabus

    got = slip(lambda _: read_quizzes(path.parent, syllabus), path, GOOD, old, new)

    assert got == said


def test_each_file_belongs_to_a_topic(course: TinyCourse) -> None:
    """A file that no topic reads is named, and so are the slips in the others."""
    folder = write(course, "reviewed: 2026-11-22\n")
    (folder / "basic.yml").write_text(GOOD)

    with pytest.raises(ProblemError) as caught:
        read_quizzes(folder, course.library.syllabus)

    stranger, other = (problem.relative_to(folder) for problem in caught.value.problems)
    assert str(stranger) == (
        "basic.yml:1: got a data file that nothing reads, expected one of basics.yml. "
        'Did you mean "basics.yml"?'
    )
    assert str(other) == 'basics.yml:1: got no "questions", expected one'


def test_a_missing_folder_means_no_questions(
    tmp_path: Path, course: TinyCourse
) -> None:
    """A course may have no quiz yet."""
    assert read_quizzes(tmp_path / "none", course.library.syllabus) == {}
