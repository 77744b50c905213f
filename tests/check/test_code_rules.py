"""Rules for code in lessons."""

import pytest
from projects import EXERCISE, TinyCourse

from tfprep.check.code_rules import CODE


def found(course: TinyCourse, code: str) -> list[str]:
    """What is said of a code cell, counted from its first line."""
    lesson = course.lesson("basics/one", f"\n# %%\n{code}\n")
    first = lesson.code_cells[0].line
    return [f"{(p.line or 0) - first + 1}: {p.text}" for p in CODE.problems(lesson)]


def test_lines_fit(course: TinyCourse) -> None:
    """88 characters and no more."""
    fits = "x = " + "1" * 84

    assert found(course, fits) == []
    assert found(course, f"y = 1\n{fits}1") == [
        "2: got 89 characters of code on a line, expected 88 at most; break the line "
        f'"x = {"1" * 53}..."'
    ]


def test_only_the_stack_is_imported(course: TinyCourse) -> None:
    """By whatever form of import, and inside functions too."""
    good = "import json, numpy.linalg as la\nfrom keras import layers\n"

    assert found(course, good) == []
    said = found(course, "def f():\n    from torch.nn import Linear\nimport jax, os")
    assert [text.partition(",")[0] for text in said] == [
        "3: got an import of jax",
        "2: got an import of torch",
    ]
    assert "one of keras, matplotlib, numpy" in said[0]


def test_seeds_are_plain_numbers(course: TinyCourse) -> None:
    """A script has to find them."""
    good = "keras.utils.set_random_seed(7)\nrng = np.random.default_rng(42)"

    assert found(course, good) == []
    for call in ("default_rng()", "default_rng(seed)", "set_random_seed([1, 2])"):
        (said,) = found(course, f"x = 1\nr = {call}")
        name = call.partition("(")[0]
        assert said.startswith(
            f'2: got the seed "{call}", expected a plain number as in {name}(7)'
        )


def test_claims_have_messages(course: TinyCourse) -> None:
    """At the line of the assert; a check's asserts are another matter."""
    lesson = course.lesson(
        "basics/one",
        '\n# %% tags=["claim"]\nassert 1, "one"\nif True:\n    assert 2\n'
        "\n# %%\nassert 3\n",
    )
    (problem,) = CODE.problems(lesson)

    assert problem.line == lesson.code_cells[0].line + 2
    assert problem.text.startswith("got an assert without a message, expected one")


SHOWN = """
# %%
import json
scores = [1, 2]
for step in scores:
    try:
        last = int("x")
    except ValueError as error:
        print(error, step)
"""
LATER = "\n# %%\nprint(found)\n"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("scores = 3", "scores"),
        ("scores += [3]", "scores"),
        ("scores[0] = 3", "scores"),
        ("scores[0].x = 3", "scores"),
        ("other, scores = 1, 2", "scores"),
        ("for scores in (1, 2): pass", "scores"),
        ("print([scores := y for y in (1, 2)])", "scores"),
        ("del scores", "scores"),
        ("def scores(): pass", "scores"),
        ("def look():\n    global scores", "scores"),
        ("from math import pi as scores; scores += 1", "scores"),
        ("last = 1", "last"),
        ("double = None", "double"),
        ("found = 1", "found"),
    ],
)
def test_a_check_changes_no_name_of_the_lesson(
    course: TinyCourse, line: str, name: str
) -> None:
    """In whatever form; also not the answer, nor what a later cell would lack."""
    body = SHOWN + EXERCISE.replace("got = double(3)", f"got = double(3)\n{line}")

    (said,) = CODE.problems(course.lesson("basics/one", body + LATER))

    assert f"got the check changing {name}, which the shown cell of line" in said.text
    assert said.text.endswith(f"call it for example tried_{name}")
    at = (said.path.read_text("utf-8").splitlines())[(said.line or 0) - 1]
    assert at in line


@pytest.mark.parametrize(
    "line",
    [
        "import json",
        "for step in (1, 2): pass",
        "print([scores for scores in (1, 2)])",
        "def look(scores): last = scores",
        "tried_scores, _ = [3], 1",
    ],
)
def test_a_check_has_names_of_its_own(course: TinyCourse, line: str) -> None:
    """What its functions and comprehensions bind, loops of the lesson, imports."""
    body = SHOWN + EXERCISE.replace("got = double(3)", f"got = double(3)\n{line}")

    assert list(CODE.problems(course.lesson("basics/one", body))) == []


def test_key_numbers_have_values(course: TinyCourse) -> None:
    """Of names that are set before, or by the claim itself; not of later ones."""
    claim = '\n# %% tags=["claim"] numbers=["late = CODE"]\nlate = max(x)\n'
    body = f"\n# %%\nx = [1, 2]\n{claim}assert late, 'late'\n\n# %%\ny = 3\n"
    said = {
        code: [*CODE.problems(course.lesson("basics/one", body.replace("CODE", code)))]
        for code in ("sum(x)", "late", "[n for n in x][0]", "y", "z.mean()")
    }

    assert [code for code, problems in said.items() if problems] == ["y", "z.mean()"]
    (problem,) = said["y"]
    assert problem.text.startswith('got "y" as a key number, with y, expected names')
