"""Rules for what a lesson may use."""

import pytest
from projects import EXERCISE, TinyCourse

from tfprep.check.choice import Choice
from tfprep.check.first_use_rules import FIRST_USE
from tfprep.check.reading import read_material

GLOSSARY = """\
terms:
  - term: MAE
    also: [mean absolute error]
    definition: How far off a forecast is on average.
  - term: pooling
    also: [pool]
    definition: Keeping the largest of some neighbors.
"""
INTRODUCED = """\
lessons:
  basics/one:
    names: [keras.Input]
  basics/two:
    names: [keras.layers.Dense, np.tile]
    terms: [pooling, MAE]
"""
ONE = """
# %% [markdown]
# {}

# %%
import keras
import numpy as np
start = keras.Input(shape=(1,))  # Input: what goes in
{}
"""
TWO = """
# %% [markdown]
# `Dense` adds, `np.tile` repeats, **pooling** keeps the largest, and the MAE is a mean.

# %%
layer, row = keras.layers.Dense(1), np.tile([1], 3)
"""


@pytest.fixture
def two(course: TinyCourse) -> TinyCourse:
    """A course of two lessons, of which the second one explains most."""
    data = course.project.data
    (data / "glossary.yml").write_text(GLOSSARY)
    (data / "introduced.yml").write_text(INTRODUCED)
    pages = "".join(f"  - lessons/basics/{name}.ipynb\n" for name in ("one", "two"))
    (course.root / "mkdocs.yml").write_text(f"nav:\n{pages}")
    course.write("basics/two", TWO + EXERCISE)
    write_one(course)
    return course


def write_one(
    course: TinyCourse, prose: str = "Words.", code: str = "", answer: str = "2 * x"
) -> None:
    """Write the first lesson with this prose, code and solution."""
    exercise = EXERCISE.replace("return 2 * x", f"return {answer}")
    course.write("basics/one", ONE.format(prose, code) + exercise)


def said(course: TinyCourse) -> list[str]:
    """What is used too early, or introduced without a word."""
    material = read_material(course.project, Choice())
    problems = FIRST_USE.problems(material)
    return [str(problem.relative_to(course.root)) for problem in problems]


def test_what_is_explained_may_be_used(two: TinyCourse) -> None:
    """In the lesson that explains it, and in those below."""
    assert said(two) == []


@pytest.mark.parametrize(
    "code",
    ["keras.layers.Dense(2)", "tf.keras.layers.Dense(2)", "np.tile([1], 2)"],
)
def test_a_name_comes_after_its_explanation(two: TinyCourse, code: str) -> None:
    """The message says what came too early, which lesson explains it, what to do."""
    write_one(two, code=code)

    (problem,) = said(two)

    assert problem.startswith("examples/basics/one.py:21: got ")
    assert (
        "which basics/two introduces, further down in the menu; do without" in problem
    )
    assert "explain it here and move it to basics/one in docs/data/intro" in problem


def test_a_solution_may_not_need_what_comes_later(two: TinyCourse) -> None:
    """Nobody could write it."""
    write_one(two, answer="keras.layers.Dense(1)")

    (problem,) = said(two)

    assert "got keras.layers.Dense, which basics/two introduces" in problem


@pytest.mark.parametrize(
    ("code", "answer", "count"),
    [
        ("keras.Sequential()", "2 * x", 1),
        ("tf.cast(1, float)", "2 * x", 1),
        ("np.zeros(3)", "2 * x", 0),
        ("keras.__version__", "2 * x", 0),
        ("start.shape", "2 * x", 0),
        ("", "keras.Sequential()", 0),
    ],
)
def test_every_name_that_is_shown_is_introduced(
    two: TinyCourse, code: str, answer: str, count: int
) -> None:
    """Of Keras and TensorFlow; in a solution others may do without it."""
    write_one(two, code=code, answer=answer)

    problems = said(two)

    assert len(problems) == count
    for problem in problems:
        assert "which no lesson introduces, expected one; explain it here" in problem


@pytest.mark.parametrize(
    ("prose", "early"),
    [
        ("The MAE is small.", True),
        ("Their mean absolute error is small.", True),
        ("Pooling comes first.", True),
        ("The mae is a call.", False),  # capitals matter in an abbreviation
        ("A carpool is a car.", False),
        ("Say `pool` or `MAE`.", False),
        ("What $MAE$ is.", False),
        ("[A lesson](two.ipynb) explains pooling.", False),
        ("[A lesson](../basics/two.ipynb#a-section) explains pooling.", False),
        ("[A page](../pool.md) explains it.", False),
        ("[A lesson](two.ipynb) explains pooling.\n# So pooling is known.", False),
        ("Pooling.\n# [A lesson](two.ipynb) explains pooling.", True),
    ],
)
def test_a_term_comes_after_its_explanation(
    two: TinyCourse, prose: str, early: bool
) -> None:
    """Unless its first line leads to the lesson that explains it."""
    write_one(two, prose=prose)

    problems = said(two)

    assert len(problems) == early
    for problem in problems:
        assert problem.startswith("examples/basics/one.py:15: got ")
        assert problem.endswith(", or link to ../basics/two.ipynb in the same line")


def test_a_term_without_a_lesson_is_named(two: TinyCourse) -> None:
    """What lessons mention is explained by one of them."""
    path = two.project.data / "introduced.yml"
    path.write_text(INTRODUCED.replace("pooling, ", ""))

    (problem,) = said(two)

    assert problem.startswith("examples/basics/two.py:15: got pooling, which no les")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("`Dense` adds", "It adds", "keras.layers.Dense"),
        ("the MAE is", "it is", "MAE"),
    ],
)
def test_what_is_introduced_is_spoken_of(
    two: TinyCourse, old: str, new: str, what: str
) -> None:
    """A name in code alone, or a term in the file alone, explains nothing."""
    two.write("basics/two", TWO.replace(old, new) + EXERCISE)

    (problem,) = said(two)

    assert f"got no word about {what}, which docs/data/introduced.yml has" in problem


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "basics/two:",
            "basics/tow:",
            'a lesson of the menu. Did you mean "basics/two"',
        ),
        ("pooling,", "poling,", 'a term of the glossary. Did you mean "pooling"'),
    ],
)
def test_a_misspelt_entry_is_named(
    two: TinyCourse, old: str, new: str, expected: str
) -> None:
    """It would hold nothing."""
    path = two.project.data / "introduced.yml"
    path.write_text(INTRODUCED.replace(old, new))

    problems = [problem for problem in said(two) if "introduced.yml:" in problem]

    assert len(problems) == 1
    assert expected in problems[0]


def test_a_course_without_the_file_has_no_such_rules(two: TinyCourse) -> None:
    """Who begins a course may write it later."""
    (two.project.data / "introduced.yml").unlink()
    write_one(two, code="keras.layers.Dense(2)")

    assert said(two) == []
