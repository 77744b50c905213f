"""What a file of lessons must look like, and what is said when it does not."""

import pytest
from projects import EXERCISE, HEADER, RIGHT, SECTION, TinyCourse

from tfprep.lessons.parse import read_lesson
from tfprep.problems import ProblemError

CLAIM = '# %% tags=["claim"]\nassert x == 1, "one"\n'


def refusal(course: TinyCourse, body: str) -> str:
    return course.refusal(course.write("basics/bad", body))


def line_of(body: str, words: str) -> int:
    """The line of the file in which some words of the body stand."""
    text = HEADER + SECTION + body
    return text[: text.index(words)].count("\n") + 1


def test_a_syntax_error_names_file_and_line(course: TinyCourse) -> None:
    """Code that doesn't compile is refused before anything runs."""
    body = "\n# %%\nx = 1\ny = (\n"

    message = refusal(course, body)

    assert message.startswith(f"bad.py:{line_of(body, 'y = (')}: syntax error")


# Characters that some programs take for the end of a line.
BREAKS = ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("mark", BREAKS, ids=ascii)
def test_lines_are_counted_as_python_counts_them(course: TinyCourse, mark: str) -> None:
    """A form feed or a line separator, in text, comment or string, ends no line."""
    text = f"\n# %% [markdown]\n# One{mark}two.\n"
    body = f'{text}\n# %%\nx = "{mark}"  # {mark}\n\ny = (x + 2\nz = 3\n'

    message = refusal(course, body)

    place = f"bad.py:{line_of(body, 'y = (')}"
    assert message == f"{place}: syntax error: '(' was never closed: y = (x + 2"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("if x:\ny = 1", "expected an indented block after 'if' statement on line {0}"),
        ("y = (1,\n2]", "does not match opening parenthesis '(' on line {0}: 2]"),
        ("y = 'a\nz = 1", "unterminated string literal: y = 'a"),
        ("y = " + "(" * 300, "too many nested parentheses"),
    ],
)
def test_lines_that_python_names_are_lines_of_the_file(
    course: TinyCourse, code: str, words: str
) -> None:
    """Python counts from the start of the cell; a reader looks into the file."""
    body = f"\n# %%\nx = 1\n\n{code}\n"

    expected = words.format(line_of(body, code.split("\n")[0]))
    assert expected in refusal(course, body)


@pytest.mark.parametrize(
    "line", ["%time x = 1", "%%timeit", "!pip list", "?print", "print?", "files = !ls"]
)
def test_a_command_of_ipython_is_refused_by_name(course: TinyCourse, line: str) -> None:
    """It works in a notebook alone, and Python's own message says nothing of it."""
    body = f"\n# %%\n{line}\n"

    message = refusal(course, body)

    assert message.startswith(f"bad.py:{line_of(body, line)}: syntax error: IPython")
    assert line in message


@pytest.mark.parametrize(
    "words", ["!important: two", "?why", "%d is a number", "%time it", "cat", "%%time"]
)
def test_a_comment_stays_a_comment(course: TinyCourse, words: str) -> None:
    """No word of a comment is taken for a command of IPython or of a shell."""
    body = f"\n# %%\n# {words}\nx = 1\n"

    assert course.lesson("basics/good", body).cells[1].source == f"# {words}\nx = 1"


def test_an_odd_escape_is_no_warning_here(course: TinyCourse) -> None:
    """Python's warning belongs to the run of the cell, not to reading it."""
    assert course.lesson("basics/good", '\n# %%\nx = "\\d"\n')


def test_a_title_is_one_line(course: TinyCourse) -> None:
    """It becomes a comment of a script, where a second line would be code."""
    header = HEADER.replace("TITLE", '"Title\\nprint(1)"')

    message = course.refusal(course.write("basics/bad", header=header))

    assert "bad title: got 'Title\\nprint(1)'; expected one line of text" in message


def test_a_stub_that_does_not_compile_is_refused(course: TinyCourse) -> None:
    """A solution must leave a stub that can run."""
    body = EXERCISE.replace("    ### BEGIN", "    if x:\n### BEGIN")

    assert "syntax error in the stub" in refusal(course, body)


def test_a_syntax_error_in_a_stub_names_the_line_of_the_file(
    course: TinyCourse,
) -> None:
    """The solution that isn't there any more is counted all the same."""
    long = "    ### BEGIN SOLUTION\n    if x:\n        x = 1\n    ### END SOLUTION\n"
    body = EXERCISE.replace(
        "    ### BEGIN", f"{long}    else:\n        pass\n    ### BEGIN"
    )

    message = refusal(course, body)

    assert f"bad.py:{line_of(body, 'else:')}: syntax error in the stub" in message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    ### END SOLUTION\n", "", "BEGIN SOLUTION is never closed"),
        ("    ### BEGIN SOLUTION\n", "", "END SOLUTION without"),
        ('tags=["check"]', "", "got 0 checks for this exercise, expected one"),
        ('tags=["wrong"] reason="expected 6"', "", "no wrong answer"),
        (' reason="expected 6"', "", 'a wrong answer needs reason="'),
        ('tags=["hint"]', 'tags=["hnt"]', 'Did you mean "hint"?'),
        (' skills=["NN-1"]\ndef', "\ndef", "no skill: expected for example"),
        (' id="SLUG/double"', "", 'no id: add id="basics/bad/double" to this line'),
        ("# ### Double it", "# ## Exercises\n# ### Double it", "a cell of its own"),
        (
            ' skills=["NN-1"]\ndef',
            ' skils=["NN-1"]\ndef',
            'unknown cell option "skils"',
        ),
        (' skills=["NN-1"]\ndef', ' skills=["NN-2"]\ndef', "NN-2 is not in the header"),
        (
            "# ### Double it\n",
            "",
            "no brief: expected a [markdown] cell with a ### heading",
        ),
    ],
)
def test_a_broken_exercise_is_refused(
    course: TinyCourse, old: str, new: str, words: str
) -> None:
    """Whatever an exercise lacks is named, with a line of the file."""
    message = refusal(course, EXERCISE.replace(old, new))

    assert words in message
    assert message.startswith("bad.py:")


def test_a_loose_check_is_refused(course: TinyCourse) -> None:
    """A check, hint or wrong answer must follow its exercise."""
    body = '\n# %% tags=["check"]\nassert True\n' + EXERCISE

    assert "belongs to no exercise" in refusal(course, body)


def test_answers_stand_below_the_check_right_ones_last(course: TinyCourse) -> None:
    """Every exercise is read in the same order."""
    brief, wrong, rest = EXERCISE.partition('\n# %% tags=["wrong"]')

    message = refusal(course, brief + RIGHT + wrong + rest)

    got = "got hint, check, right, wrong below this exercise; "
    assert got + "expected hint, check, wrong, right in this order" in message


def test_a_skill_that_no_section_teaches_is_refused(course: TinyCourse) -> None:
    """Each skill of the header has a section of the lesson."""
    path = course.write("basics/bad", header=HEADER.replace("[NN-1]", "[NN-1, NN-2]"))

    with pytest.raises(ProblemError, match="no section teaches NN-2"):
        read_lesson(path, course.root / "examples")


def test_a_claim_must_assert(course: TinyCourse) -> None:
    """A claim cell whose assert was deleted is refused, with its line."""
    body = '\n# %% tags=["claim"]\nprint("so what")\n'

    message = refusal(course, body)

    assert f"bad.py:{line_of(body, 'print') - 1}: a claim without an assert" in message


def test_a_sheet_is_code_with_a_claim_for_each_piece(course: TinyCourse) -> None:
    """A sheet of prose, code, claims and errors is read; it has no exercises."""
    error = '# %% tags=["error"] reason="zero"\n1 / 0\n'
    path = course.sheet(f"\n# %%\nx = 1\n\n{CLAIM}\n{error}")

    sheet = read_lesson(path, course.root / "examples")

    assert sheet.is_sheet
    assert [cell.role for cell in sheet.cells] == ["code", "claim", "error"]
    assert sheet.cells[2].reason == "zero"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("\n# %%\nx = 1\n", 'tried.py:9: no claim: expected a cell tags=["claim"]'),
        (f"\n# %%\nx = 1\n\n# %%\ny = 2\n\n{CLAIM}", "tried.py:9: no claim"),
        ('\n# %% tags=["error"]\n1 / 0\n', 'an error needs reason="'),
        ('\n# %% reason="x"\n1 / 0\n', "only a wrong answer or an error"),
        (EXERCISE.replace("SLUG", "basics/one"), "got a cell tagged exercise"),
        ('\n# %% [markdown] skills=["NN-1"]\n# Text.\n', "without a heading"),
    ],
)
def test_a_sheet_that_proves_nothing_is_refused(
    course: TinyCourse, body: str, words: str
) -> None:
    """Code without a claim, an error without words and exercises are named."""
    assert words in course.refusal(course.sheet(body))


def test_an_error_belongs_on_a_sheet(course: TinyCourse) -> None:
    """A lesson would stop there when a learner runs it."""
    body = '\n# %% tags=["error"] reason="zero"\n1 / 0\n'

    assert "an error in a lesson" in refusal(course, body)


def test_what_only_a_claim_defines_is_not_used(course: TinyCourse) -> None:
    """A learner's notebook has no claims, and would stop at an unknown name."""
    body = '\n# %% tags=["claim"]\nx = 1\nassert x\n\n# %%\nprint([y for y in (x,)])\n'
    message = refusal(course, body)

    place = f"bad.py:{line_of(body, 'print')}"
    claim = line_of(body, "x = 1")
    assert message.startswith(f"{place}: uses x, which only the claim of line {claim}")


def test_a_claim_may_use_names_again(course: TinyCourse) -> None:
    """What a cell of the notebook makes too, before or in the same cell, is known."""
    body = (
        '\n# %%\nx = 1\n\n# %% tags=["claim"]\nx, y = 2, 2\nassert x == y\n'
        "\n# %%\nprint(x, [y for y in (1, 2)])\n"
    )

    assert read_lesson(course.write("basics/good", body), course.root / "examples")
