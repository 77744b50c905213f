"""Solutions with one mistake each."""

import textwrap

import pytest
from projects import EXERCISE, RIGHT, TinyCourse

from tfprep.mutants.mutant import Mutant, mutants_of

SETUP = """
# %%
import numpy as np
from tensorflow import keras
train, test = [1, 2], [3]
"""


def made(course: TinyCourse, solution: str, more: str = "") -> list[Mutant]:
    """The mutants of a function with this body; x and y are its parameters."""
    body = textwrap.indent(textwrap.dedent(solution), "    ").strip()
    exercise = EXERCISE.replace("double(x):", "double(x, y):")
    exercise = exercise.replace("return 2 * x", body)
    lesson = course.lesson("basics/one", SETUP + exercise + more)
    return mutants_of(lesson, lesson.exercises[0])


@pytest.mark.parametrize(
    ("solution", "mistakes"),
    [
        ("return np.mean(x, axis=0)", ["np.mean(x)", "np.mean(x, axis=1)"]),
        ("return np.mean(x, axis=0)", ["np.sum(x, axis=0)"]),
        ("return np.sqrt(x + y)", ["(x + y)", "np.sqrt(x - y)", "np.sqrt(x)"]),
        ("return np.full(x, y)", ["np.full(y, x)"]),
        ("return keras.layers.Embedding(x, 8)", ["Embedding(8, x)"]),
        ("return (x - y) / 255", ["(x - y)", "(y - x) / 255", "(x - y) * 255"]),
        ("return (x - y) / 255", ["(x - y) / 256"]),
        ("return x < y", ["x <= y", "x > y"]),
        ("return x[1:y]", ["x[2:y]", "x[0:y]", "x[:y]", "x[1:]", "x[1:y + 1]"]),
        ("return x[::-1]", ["x"]),
        ("return x[0, y]", ["x[y, 0]", "x[1, y]"]),
        ("return -x", ["x"]),
        ("return not x and y", ["x and y", "not x or y"]),
        ("return x if y else 0", ["x", "0"]),
        ("return y.skip(3).batch(x)", ["y.batch(x).skip(3)", "y.skip(3)"]),
        ("return keras.layers.Conv2D(x, y, padding='same')", ['padding="valid"']),
        ("return keras.Loss(from_logits=True)", ["keras.Loss()", "from_logits=False"]),
        ("return fit(x, train)", ["fit(x, test)", "fit(train, x)"]),
        ("return x, y", ["return y, x"]),
        ("return x + y", ["return x"]),
        ("if y: return x\nreturn y", ["if not (y): return x", "if False: return x"]),
        ("x.compile()\nx.fit(y)", ["x.fit(y) x.compile()", "pass"]),
        ("x.trainable = False\nx.compile()", ["x.compile() x.trainable = False"]),
        ("x = x / y\nreturn x", ["pass", "x = x"]),
        (
            "return keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(1)])",
            ["[keras.layers.Dense(1)]", "[keras.layers.Dense(1), keras.layers.Flatten"],
        ),
        ("return keras.layers.Flatten()(x)", ["return x"]),
        ("return 'é', x > y  # ö", ["'é', x >= y  # ö"]),
    ],
)
def test_solutions_are_changed_as_learners_err(
    course: TinyCourse, solution: str, mistakes: list[str]
) -> None:
    """One place after another; layout and comments stay."""
    changes = [mutant.change[1] for mutant in made(course, solution)]

    for mistake in mistakes:
        assert any(mistake in change for change in changes), changes


@pytest.mark.parametrize(
    ("solution", "unwanted"),
    [
        ("return np.array(y)", "return y"),
        ("return int(y)", "return y"),
        ("return max(x, y)", "max(y, x)"),
        ("keras.utils.set_random_seed(7)\nreturn x + y", "pass"),
        ("keras.utils.set_random_seed(7)\nreturn x + y", "set_random_seed(8)"),
        ("return x.fit(y, verbose=0)", "fit(y)"),
        ("z = 1\nw = 2\nreturn z + w", "w = 2 z = 1"),
        ("z = 1\nreturn z + x", "pass"),
        ("return f'{x:.3f} and {y}'", "4f"),
        ("return abs(x - y)", "y - x"),
        ("return (x - y) ** 2", "y - x"),
        ("return y.shuffle(100)", "101"),
        ("return x / 255", "254"),
        ("return zip(x, y, strict=True)", "zip(x, y)"),
        ("x.compile(optimizer=keras.optimizers.Adam(0.1))", "SGD"),
        ("x.fit(y, epochs=3)", "x.fit(y)"),
        ("x.compile(optimizer='adam')", "sgd"),
        ("x.compile(loss=y, metrics=['mae'])", "x.compile(loss=y)"),
        ("return keras.layers.Dense(x, use_bias=False)", "use_bias=True"),
        ("return keras.layers.Conv2D(16, 5)(x)", "Conv2D(5, 16)"),
    ],
)
def test_what_makes_no_difference_is_left_alone(
    course: TinyCourse, solution: str, unwanted: str
) -> None:
    """Conversions, seeds, what only looks, and what could not run at all."""
    changes = [mutant.change[1] for mutant in made(course, solution)]

    assert not [change for change in changes if unwanted in change]


def test_a_number_that_the_brief_leaves_free_stays(course: TinyCourse) -> None:
    """Seventeen units are no mistake where any number may be taken."""
    solution = "return keras.layers.Dense(16)(x)"
    free = [mutant.change[1] for mutant in made(course, solution)]
    asked = EXERCISE.replace("Write `double(x)`.", "Write a layer of 16 units.")
    lesson = course.lesson("basics/two", asked.replace("return 2 * x", solution))

    demanded = [m.change[1] for m in mutants_of(lesson, lesson.exercises[0])]

    assert not [change for change in free if "17" in change]
    assert [change for change in demanded if "17" in change]


def test_layers_that_the_brief_leaves_free_stay(course: TinyCourse) -> None:
    """A hidden layer may go where none is asked for; the last layer always counts."""
    solution = (
        "return keras.Sequential([keras.layers.Dense(8, activation='relu'), "
        "keras.layers.Dense(1, activation='sigmoid')])(x)"
    )
    free = {mutant.change[1] for mutant in made(course, solution)}
    asked = EXERCISE.replace("Write `double(x)`.", "A hidden layer with ReLU.")
    lesson = course.lesson("basics/two", asked.replace("return 2 * x", solution))

    demanded = {m.change[1] for m in mutants_of(lesson, lesson.exercises[0])}

    without = (
        "return keras.Sequential([keras.layers.Dense(1, activation='sigmoid')])(x)"
    )
    assert without in demanded - free
    assert any("Dense(8)" in change for change in demanded - free)
    assert any("Dense(1)" in change for change in free)
    assert any("([keras.layers.Dense(8, activation='relu')])" in x for x in free)


def test_only_the_solution_is_changed_and_its_line_is_told(course: TinyCourse) -> None:
    """What a learner is given stays; a mutant is the whole answer without marks."""
    given = EXERCISE.replace("    ### BEGIN", "    y = 1 + x\n    ### BEGIN")
    lesson = course.lesson("basics/one", given)

    mutants = mutants_of(lesson, lesson.exercises[0])

    lines = lesson.path.read_text("utf-8").splitlines()
    assert {lines[mutant.line - 1] for mutant in mutants} == {"    return 2 * x"}
    assert all("y = 1 + x" in mutant.text for mutant in mutants)
    assert not any("SOLUTION" in mutant.text for mutant in mutants)


def test_a_program_in_a_text_is_changed_as_code(course: TinyCourse) -> None:
    """Where the solution is the text of a program."""
    program = '"""\nimport sys\n\n\nn = len(sys.argv) - 1\nprint(n * 2)\n"""'
    given, _, rest = EXERCISE.partition("def double(x):")
    body = f"{given}double = ({rest}".replace("    return 2 * x", program)
    body = body.replace("END SOLUTION\n", "END SOLUTION\n)\n")
    lesson = course.lesson("basics/one", body)

    mutants = mutants_of(lesson, lesson.exercises[0])

    assert ("n = len(sys.argv) - 1", "n = len(sys.argv) + 1") in [
        mutant.change for mutant in mutants
    ]


def test_a_right_answer_is_no_mutant(course: TinyCourse) -> None:
    """What the lesson itself calls right isn't counted as a mistake."""
    again = RIGHT.replace("(x)", "(x, y)").replace("x + x", "y + x")

    with_it = {mutant.text for mutant in made(course, "return x + y")}
    without = {mutant.text for mutant in made(course, "return y - x", again)}

    assert any("x - y" in text for text in with_it)
    assert not any("y + x" in text for text in without)
