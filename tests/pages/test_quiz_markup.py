"""Quiz questions as forms."""

from bs4 import BeautifulSoup, Tag
from markdown import markdown
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
      - {text: "`call`", why: "It computes $y = *x*$, see [here](one.md)."}
      - {text: "`build`", why: It makes the weights only.}
  - id: nn-2-both
    skill: NN-2
    question: Choose all that train a model.
    options:
      - {text: fit, why: It runs the epochs., right: true}
      - {text: 'train_on_batch & "more"', why: It takes one step., right: true}
      - {text: build, why: It makes the weights only.}
"""


def markup(course: TinyCourse, entry: Entry | None = None) -> str:
    folder = course.root / "docs/data/quiz"
    folder.mkdir()
    (folder / "basics.yml").write_text(QUIZ)
    source = course.read().lesson("quiz/basics")
    names = {"NN-1": "*TensorFlow*", "NN-2": "Fit"}
    return quiz_markup(course.library.quizzes["basics"], source, entry, names)


EXTENSIONS = ["attr_list", "md_in_html", "pymdownx.superfences", "pymdownx.details"]


def page(text: str) -> BeautifulSoup:
    return BeautifulSoup(markdown(text, extensions=EXTENSIONS), "html.parser")


def forms(text: str) -> dict[str, Tag]:
    """The forms by their questions, as a page shows them."""
    found = page(text).select("form.quiz")
    return {str(form["data-question"]): form for form in found}


def test_questions_are_folded_by_skill(course: TinyCourse) -> None:
    """Each fold has the skill's name with its id, how many it holds, and a link."""
    soup = page(markup(course, executed("quiz/basics", printed("[[1]]\n"))))

    one, two = soup.select("details.quiz-group")
    assert one.has_attr("open")
    assert not two.has_attr("open")
    name = one.select_one("summary > h2#nn-1")
    assert name is not None
    assert name.decode_contents() == "NN-1: <em>TensorFlow</em>"
    counts = [str(x.string) for x in soup.select("summary .quiz-count")]
    assert counts == ["1 question", "2 questions"]
    assert two.select("a[href='../topics/basics.md#nn-2']")
    assert len(two.select("form.quiz")) == 2


def test_a_question_is_a_form_with_a_choice_for_each_option(
    course: TinyCourse,
) -> None:
    """Its legend asks, a link names the skill, and each label has its own radio."""
    form = forms(markup(course))["nn-2-fit"]

    legend = form.select_one("fieldset > legend")
    assert legend is not None
    assert legend.get_text() == "Which method trains a model?"
    choices = [choice["id"] for choice in form.select(".option input[type=radio]")]
    assert choices == [label["for"] for label in form.select(".option label")]
    assert [label.decode_contents() for label in form.select("label")] == [
        "<code>fit</code>",
        "<code>call</code>",
        "<code>build</code>",
    ]


def test_choices_are_named_by_their_texts(course: TinyCourse) -> None:
    """So that another order, or another option, moves nobody's answers."""
    found = forms(markup(course))

    values = [str(choice["value"]) for choice in found["nn-2-both"].select("input")]
    assert values == ["fit", 'train_on_batch & "more"', "build"]


def test_several_answers_are_boxes_to_tick(course: TinyCourse) -> None:
    """Where the question says "Choose all"."""
    found = forms(markup(course))

    assert len(found["nn-2-both"].select("input[type=checkbox]")) == 3
    assert len(found["nn-2-both"].select(".answer li[data-right]")) == 2


def test_the_answer_is_folded_below_the_question(course: TinyCourse) -> None:
    """Each option in words as right or wrong with its reason, as Markdown has it."""
    form = forms(markup(course))["nn-2-fit"]

    fold = form.select_one("details.answer")
    assert fold is not None
    assert not fold.has_attr("open")
    right, wrong, _ = fold.select("li")
    assert right.has_attr("data-right")
    assert right.get_text() == "Right: fitIt runs the epochs."
    assert not wrong.has_attr("data-right")
    assert wrong.get_text().startswith("Wrong: call")
    assert wrong.select(".answer-why a[href='one.md']")


def test_a_key_that_was_not_computed_is_not_guessed(course: TinyCourse) -> None:
    """Without results its question is left out, and the page says so."""
    text = markup(course)

    assert set(forms(text)) == {"nn-2-fit", "nn-2-both"}
    assert "1 more question is not shown: its answer is computed" in text


def test_the_computed_key_is_marked(course: TinyCourse) -> None:
    """What code printed decides; it is shown as it was printed."""
    entry = executed("quiz/basics", printed("[[1]]\n"))

    form = forms(markup(course, entry))["nn-1-sum"]

    right = form.select(".answer li[data-right] .answer-text code")
    assert [code.get_text() for code in right] == ["[[1]]"]
    assert form.select(".language-python.highlight code")
