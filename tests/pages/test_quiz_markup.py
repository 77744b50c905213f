"""Quiz questions as mkdocs-quiz reads them."""

from projects import TinyCourse, executed, printed

from tfprep.execution.cache import Entry
from tfprep.pages.quiz_markup import quiz_markup

QUIZ = """\
reviewed: 2026-11-22
questions:
  - id: nn-1-sum
    skill: NN-1
    question: How does Python show a list in a list?
    code: print([[1]])
    show_code: true
    options:
      - {text: "[[1]]", why: A list in a list.}
      - {text: "[1]", why: One bracket is missing.}
      - {text: "1", why: Lists print their brackets.}
  - id: nn-2-fit
    skill: NN-2
    question: Which method trains a model?
    options:
      - {text: "`fit`", why: It runs the epochs., right: true}
      - {text: "`call`", why: It computes an output only.}
      - {text: "`build`", why: It makes the weights only.}
"""


def markup(course: TinyCourse, entry: Entry | None = None) -> str:
    folder = course.root / "docs/data/quiz"
    folder.mkdir()
    (folder / "basics.yml").write_text(QUIZ)
    source = course.read().lesson("quiz/basics")
    return quiz_markup(course.library.quizzes["basics"], source, entry)


def test_a_question_has_its_skill_its_key_and_a_reason_for_each_option(
    course: TinyCourse,
) -> None:
    """The right option is marked, and each is followed by what is said about it."""
    text = markup(course)

    assert "[NN-2](#nn-2){ .skill } Which method trains a model?" in text
    assert "- [x] <code>fit</code>\n  > It runs the epochs." in text
    assert "- [ ] <code>call</code>\n  > It computes an output only." in text


def test_a_key_that_was_not_computed_is_not_guessed(course: TinyCourse) -> None:
    """Without results its question is left out, and the page says so."""
    text = markup(course)

    assert text.count("<quiz>") == 1
    assert "1 more questions are not shown" in text


def test_the_computed_key_is_marked_and_brackets_are_no_blanks(
    course: TinyCourse,
) -> None:
    """What code printed decides; two brackets would make another kind of question."""
    entry = executed("quiz/basics", printed("[[1]]\n"))

    text = markup(course, entry)

    assert "- [x] <code>&#91;&#91;1]]</code>" in text
    assert '<div class="language-python highlight">' in text
    assert "[[" not in text
