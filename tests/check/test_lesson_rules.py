"""Rules for lessons and sheets."""

import pytest
from projects import EXERCISE, RIGHT, TinyCourse

from tfprep.check.lesson_rules import LESSON, LESSON_OR_SHEET
from tfprep.lessons.parse import read_lesson

OPENING = """
# %% [markdown]
# After this lesson you can double.
"""
CLAIM = """
# %% tags=["claim"]
assert 2 * 2 == 4, "two times two"
"""
SECOND_WRONG = """
# %% tags=["wrong"] reason="expected 6"
def double(x):
    return x
"""
OTHER_RIGHT = """
# %% tags=["right"]
def double(x):
    return sum([x, x])
"""
ONE = EXERCISE + SECOND_WRONG + RIGHT + OTHER_RIGHT
TWO = ONE.replace("### Double it", "### Double it again").replace("/double", "/twice")


def section(title: str) -> str:
    return f"\n# %% [markdown]\n# ## {title}\n# Text.\n"


def whole(
    opening: str = OPENING,
    claim: str = CLAIM,
    wrong: str = section("What can go wrong"),
    exercises: str = section("Exercises") + ONE + TWO,
    end: str = section("What to remember"),
) -> tuple[str, str]:
    """A lesson that keeps every rule, or not: what stands above and below a section."""
    return opening, claim + wrong + exercises + end


def found(course: TinyCourse, parts: tuple[str, str]) -> list[str]:
    """What is said of a lesson, each with its line in the file."""
    opening, body = parts
    path = course.write("basics/one", body)
    text = path.read_text("utf-8")
    section = text.index("\n# %% [markdown] skills=")
    path.write_text(text[:section] + opening + text[section:], "utf-8")
    lesson = read_lesson(path, course.project.examples)
    problems = [*LESSON.problems(lesson), *LESSON_OR_SHEET.problems(lesson)]
    return [str(problem.relative_to(path.parent)) for problem in problems]


def line_of(course: TinyCourse, words: str) -> int:
    """The last line of the lesson that holds some words."""
    lines = (course.root / "examples/basics/one.py").read_text("utf-8").splitlines()
    return max(number for number, line in enumerate(lines, 1) if words in line)


def test_a_whole_lesson_passes(course: TinyCourse) -> None:
    """With everything that the rules ask for, and no more."""
    assert found(course, whole()) == []


@pytest.mark.parametrize(
    ("opening", "got"),
    [("", '"## Doubling"'), ("\n# %%\nx = 1\n", '"x = 1"')],
)
def test_a_lesson_opens_with_plain_text(
    course: TinyCourse, opening: str, got: str
) -> None:
    """Neither with a heading nor with code."""
    (said,) = found(course, whole(opening=opening))

    assert f"got {got} as the beginning, expected a sentence without a heading" in said


def test_a_missing_section_is_named(course: TinyCourse) -> None:
    """One is enough to say which three there must be."""
    (said,) = found(course, whole(wrong=""))

    assert 'got no section "## What can go wrong", expected "## What can go' in said


def test_a_section_out_of_order_is_named_by_line(course: TinyCourse) -> None:
    """A section below the last one is out of order too."""
    (said,) = found(course, whole(end=section("What to remember") + section("More")))

    line = line_of(course, "# ## Exercises")
    assert said.startswith(f'one.py:{line}: got "## Exercises", expected "## What can')


def test_a_lesson_is_short_enough(course: TinyCourse) -> None:
    """One that takes longer than a sitting is refused with its minutes."""
    long = section("What can go wrong") + "# " + "word " * 9000
    lesson = found(course, whole(wrong=long))
    assert [said for said in lesson if "minutes" in said] == []  # its header says 5

    path = course.root / "examples/basics/one.py"
    untimed = path.read_text("utf-8").replace("#     minutes: 5\n", "")
    path.write_text(untimed, "utf-8")
    problems = LESSON.problems(read_lesson(path, course.project.examples))
    (said,) = [each.text for each in problems if "minutes" in each.text]
    assert said.startswith("got 55 minutes to read it and do its exercises, expected")


@pytest.mark.parametrize(
    ("exercises", "got"),
    [
        (ONE, "1 exercise"),
        (
            ONE + TWO + TWO.replace("again", "so") + ONE.replace("it", "all"),
            "4 exercises",
        ),
    ],
)
def test_two_or_three_exercises(course: TinyCourse, exercises: str, got: str) -> None:
    """One is too few and four are too many."""
    (said,) = found(course, whole(exercises=section("Exercises") + exercises))

    assert f"got {got}, expected 2 or 3; " in said


def test_an_exercise_has_one_to_three_hints(course: TinyCourse) -> None:
    """It is named by its title, at its own line."""
    hint = '\n# %% [markdown] tags=["hint"]\n# Multiply.\n'
    exercises = section("Exercises") + ONE + TWO.replace(hint, "")
    (said,) = found(course, whole(exercises=exercises))

    line = line_of(course, 'tags=["exercise"]')
    assert said.startswith(
        f'one.py:{line}: got 0 hints for "Double it again", expected 1 to 3; put'
    )
    exercises = section("Exercises") + ONE + TWO.replace(hint, hint * 4)
    (said,) = found(course, whole(exercises=exercises))
    assert 'got 4 hints for "Double it again"' in said


def test_an_exercise_has_two_right_answers(course: TinyCourse) -> None:
    """The exercise that lacks one is named."""
    exercises = section("Exercises") + ONE + TWO.replace(OTHER_RIGHT, "")

    (said,) = found(course, whole(exercises=exercises))

    assert said.startswith(f"one.py:{line_of(course, 'one/twice')}:")
    assert 'got 1 right answer for "Double it again", expected 2 or more; ' in said


@pytest.mark.parametrize("answer", ["return 2 * x", "return (x + x)  # again"])
def test_right_answers_differ(course: TinyCourse, answer: str) -> None:
    """Another layout of the solution, or of another right answer, shows nothing."""
    again = RIGHT.replace("return x + x", answer)
    exercises = section("Exercises") + ONE + again + TWO

    (said,) = found(course, whole(exercises=exercises))

    assert 'once more, but for its layout, as a right answer for "Double it"' in said


def test_an_exercise_has_two_wrong_answers(course: TinyCourse) -> None:
    """The engine asks for one, the course for two."""
    exercises = section("Exercises") + ONE + TWO.replace(SECOND_WRONG, "")
    (said,) = found(course, whole(exercises=exercises))

    assert 'got 1 wrong answer for "Double it again", expected 2 or more; ' in said


def test_a_stub_fits_on_a_screen(course: TinyCourse) -> None:
    """What is given may be long elsewhere."""
    long = TWO.replace("def double(x):", "y = 1\n" * 40 + "def double(x):", 1)
    (said,) = found(course, whole(exercises=section("Exercises") + ONE + long))

    assert 'got a stub of 42 lines for "Double it again", expected 40 at most' in said


def test_a_skill_is_practiced(course: TinyCourse) -> None:
    """The line is that of the header's skills."""
    _, body = whole()
    taught = '\n# %% [markdown] skills=["NN-2"]\n# ## Fitting\n# Text.\n'
    path = course.write("basics/one", taught)
    text = path.read_text("utf-8").replace("skills: [NN-1]", "skills: [NN-1, NN-2]")
    path.write_text(text + body.replace("SLUG", "basics/one"), "utf-8")
    lesson = read_lesson(path, course.project.examples)

    said = [str(problem) for problem in LESSON.problems(lesson)]

    assert f"{path}:6: got no exercise for NN-2, expected one for each skill" in said[1]
    assert len(said) == 2  # and the heading at the beginning


def test_a_lesson_has_claims(course: TinyCourse) -> None:
    """One or more."""
    (said,) = found(course, whole(claim=""))

    assert said.startswith("one.py:1: got no claim, expected one or more; assert what")


def test_a_learner_gets_no_secrets(course: TinyCourse) -> None:
    """Shown code that holds a claim, or a wrong answer, word for word."""
    shown = '\n# %%\nassert 2 * 2 == 4, "two times two"\nprint(4)\n'
    (said,) = found(course, whole(claim=shown + CLAIM))

    line = line_of(course, '# %% tags=["claim"]')
    assert said.startswith(f"one.py:{line}: got the same code in the learner's copy")


def test_a_heading_is_used_once(course: TinyCourse) -> None:
    """The message says where it stands too; another level is another heading."""
    doubling = section("Doubling")
    said = found(course, whole(claim=CLAIM + doubling + "# ### Doubling\n"))

    line = line_of(course, "# ## Doubling")
    assert said == [
        f'one.py:{line}: got the heading "Doubling" again, expected each once; it '
        "stands in line 14 too: name one of them differently"
    ]


def test_headings_start_at_two(course: TinyCourse) -> None:
    """The title stands in the header."""
    (said,) = found(course, whole(claim=CLAIM + "\n# %% [markdown]\n# # Title\n"))

    assert 'got the title "# Title", expected ## or lower; the page\'s title' in said


def test_prose_is_plain_commonmark(course: TinyCourse) -> None:
    """HTML is refused, but not where it is code or an address."""
    fine = "\n# %% [markdown]\n# `<b>`, <https://a.org>, 1 < 2 and 3>2\n"
    (said,) = found(course, whole(claim=CLAIM + fine + "# A <br> here.\n"))

    assert 'got the HTML "<br>", expected plain CommonMark; use Markdown' in said


def test_prose_that_no_page_shows(course: TinyCourse) -> None:
    """A broken formula is said with its line, before a site is built."""
    opening = OPENING.replace("double.", "double $x_$.")
    said = found(course, whole(opening=opening))
    line = line_of(course, "double $x_$")

    assert [text.partition(" (")[0] for text in said] == [
        f'one.py:{line}: in the formula "x_": it is broken'
    ]
