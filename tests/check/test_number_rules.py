"""Rules for the numbers in the text of lessons and sheets."""

import pytest
from projects import TinyCourse

from tfprep.check.choice import Choice
from tfprep.check.walk import check_files

FACTORY = "The factory made 7345 tons, 42.7 percent more than before."


def found(course: TinyCourse, body: str) -> list[str]:
    """What is said of numbers in a lesson, each with its line counted in the body."""
    path = course.write("basics/one", "\n# %%\nx = 1\n" + body)
    above = path.read_text("utf-8").count("\n") - body.count("\n")
    report = check_files(course.project, Choice((path,)))
    return [
        f"{(problem.line or 0) - above}: {problem.text}"
        for problem in report.problems
        if "in the text" in problem.text or "given=" in problem.text
    ]


def test_a_number_from_nowhere_is_refused(course: TinyCourse) -> None:
    """Each with its line, and with what to do."""
    said = found(course, f"# %% [markdown]\n# One.\n#\n# {FACTORY}\n")

    assert said == [
        f'4: got "{number}" in the text, expected a number that the code holds; '
        "assert it in a claim, or, if it is no result, such as a year, "
        f'mark it on the line of its cell: # %% … given=["{number}"]'
        for number in ("42.7 percent", "7345")
    ]


@pytest.mark.parametrize(
    "proof",
    [
        '# %% tags=["claim"]\nassert (x, x) != (7345, 0.427), "the prose"\n',
        "# %%\ntons, growth = 7345, 42.7\n",
    ],
)
def test_a_number_of_the_code_passes(course: TinyCourse, proof: str) -> None:
    """Asserted or shown, above the text or below it."""
    text = f"# %% [markdown]\n# {FACTORY}\n\n"

    assert found(course, text + proof) == found(course, proof + text) == []


def test_a_single_digit_is_free(course: TinyCourse) -> None:
    """It counts what everybody sees; a share or a percentage is no such count."""
    said = found(course, "# %% [markdown]\n# Of 7 layers 0.6, that is 9 %.\n")

    assert [text.partition('"')[2].partition('"')[0] for text in said] == ["0.6", "9 %"]


def test_a_wrong_answer_proves_nothing(course: TinyCourse) -> None:
    """Nor does code in a fence, which doesn't run; its numbers are no text either."""
    text = "# %% [markdown]\n# It made 7345.\n# ```python\n# x = 7345, 8345\n# ```\n"
    exercise = (
        "\n# %% [markdown]\n# ### Say it\n# Set `y`.\n\n"
        '# %% tags=["exercise"] id="basics/one/y" skills=["NN-1"]\n'
        "y = (\n    ### BEGIN SOLUTION\n    1\n    ### END SOLUTION\n)\n\n"
        '# %% tags=["check"]\nassert y is not ..., "Not attempted"\n'
        'assert y == 1, "no"\n\n# %% tags=["wrong"] reason="no"\ny = 7345\n'
    )
    (said,) = found(course, text + exercise)

    assert said.startswith('2: got "7345" in the text')
    assert found(course, text + exercise.replace("== 1", "!= 7345")) == []


def test_what_a_figure_shows_is_text_too(course: TinyCourse) -> None:
    """The line is that of the cell."""
    (said,) = found(course, '# %% alt="It rises to 7345"\nx = 2\n')

    assert said.startswith('1: got "7345" in the text')
    assert found(course, '# %% alt="Up to 7345" given=["7345"]\nx = 2\n') == []


@pytest.mark.parametrize(
    "marks",
    ['["7345", "42.7"]', '["7345 tons, 42.7 percent"]', '["7345", "42.7 percent"]'],
)
def test_a_mark_says_that_a_number_is_given(course: TinyCourse, marks: str) -> None:
    """By the number alone or with the words around it, in its own cell."""
    assert found(course, f"# %% [markdown] given={marks}\n# {FACTORY}\n") == []


@pytest.mark.parametrize("mark", ["734", "345", "42", "2.7", "7345 t, 42.7"])
def test_a_mark_covers_whole_numbers(course: TinyCourse, mark: str) -> None:
    """A part of a number is another number, and other words are another place."""
    said = found(course, f'# %% [markdown] given=["{mark}"]\n# {FACTORY}\n')

    assert len(said) == 3
    assert said[0].startswith(
        f'1: got given=["{mark}"], expected words of this cell that hold a number '
        "which the code doesn't hold; fix it, or take it away"
    )


@pytest.mark.parametrize("text", ["No number.", "Of 7 days.", "At 1024."])
def test_a_mark_is_needed(course: TinyCourse, text: str) -> None:
    """A number that needs none has none, or the next one would hide behind it."""
    code = "# %%\nx = 1024\n\n"
    mark = '# %% [markdown] given=["1024", "7"]\n'

    assert len(found(course, f"{code}{mark}# {text}\n")) == 2
