"""Parsing a lesson file."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from projects import EXERCISE, HEADER, RIGHT, SECTION, TinyCourse

from tfprep.lessons.cells import Role
from tfprep.lessons.parse import read_header, read_lesson
from tfprep.lessons.percent import written
from tfprep.problems import ProblemError


def refusal(course: TinyCourse, body: str) -> str:
    return course.refusal(course.write("basics/bad", body))


def line_of(body: str, words: str) -> int:
    """The line of the file in which some words of the body stand."""
    text = HEADER + SECTION + body
    return text[: text.index(words)].count("\n") + 1


def test_cells_get_their_roles_and_lines(course: TinyCourse) -> None:
    """Each cell knows what it is for and where it starts in the file."""
    lesson = course.lesson("basics/good", EXERCISE + RIGHT)

    assert [cell.role for cell in lesson.cells] == [
        Role.PROSE,
        Role.PROSE,
        Role.EXERCISE,
        Role.HINT,
        Role.CHECK,
        Role.WRONG,
        Role.RIGHT,
    ]
    assert lesson.cells[2].line == line_of(EXERCISE, "def double(x):\n    ### BEGIN")


def test_bytes_that_are_not_utf8_are_refused(course: TinyCourse) -> None:
    """A file in another encoding is refused at the line of the first bad byte."""
    path = course.write("basics/bad")
    path.write_bytes(path.read_bytes() + b"\n# caf\xe9\n")

    with pytest.raises(ProblemError, match=r"not UTF-8: got byte 0xe9") as caught:
        read_lesson(path, course.root / "examples")

    assert caught.value.problems[0].line == path.read_bytes().count(b"\n")


def test_a_bad_file_name_is_refused(course: TinyCourse) -> None:
    """Names are lower-case ASCII with hyphens: they become addresses."""
    path = course.write("basics/Bad_Name")

    with pytest.raises(ProblemError, match="bad name"):
        read_lesson(path, course.root / "examples")


@pytest.mark.parametrize(
    ("body", "words", "place"),
    [
        ("\n# %% [raw]\n# .. note::\n", "got a [raw] cell", "# %% [raw]"),
        ("\n# %% Load\nx = 1\n", 'got "Load" on a line that begins', "# %% Load"),
        (
            "\n# %% [markdown]\n# ```mermaid\n# graph LR\n# %% a note\n# ```\n",
            'got "a note" on a line that begins a cell',
            "# %% a note",
        ),
        (
            '\n# %% [markdown]\n"""\n## Quoted\n"""\n',
            'got \'"""\' in a [markdown] cell; expected "# " in front of every line',
            '"""',
        ),
        (
            "\n# %% [markdown]\n# Text.\n\nx = 1\n",
            "got 'x = 1' in a [markdown] cell",
            "x = 1",
        ),
        (
            "\n# %%\ndef f():\n    # %% inner\n    return 1\n",
            "got '# %% inner', which begins a cell for other editors",
            "    # %% inner",
        ),
        (
            "\n# %% [markdown]\n# Text.\n#  %% note\n",
            "got '#  %% note', which begins a cell for other editors",
            "#  %% note",
        ),
    ],
)
def test_a_cell_that_can_be_taken_in_two_ways_is_refused(
    course: TinyCourse, body: str, words: str, place: str
) -> None:
    """Its line is named, with what was expected, in words that the author wrote."""
    assert f"bad.py:{line_of(body, place)}: {words}" in refusal(course, body)


def test_a_cell_line_inside_a_string_is_refused(course: TinyCourse) -> None:
    """It begins a cell, so that the string has no end."""
    body = '\n# %%\nx = 1\ntext = """\n# %%\n"""\n'

    message = refusal(course, body)

    assert f"bad.py:{line_of(body, 'text =')}: syntax error: unterm" in message
    assert "a line # %% begins a cell, in a string too" in message


def test_a_cell_line_of_other_tools_in_a_string_is_text(course: TinyCourse) -> None:
    """Code may write a program: nobody begins a cell within a string."""
    body = '\n# %%\ntext = """\n    # %% inner\n"""\n'

    assert course.lesson("basics/good", body).code_cells[0].source in body


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEADER, "bad.py:8: got a header without any cell; expected a line"),
        (HEADER + "\n\nx = 1\n" + SECTION, "bad.py:11: got 'x = 1' above the first"),
        (HEADER + "# +\nx = 1\n# -\n", "bad.py:9: got '# +' above the first cell"),
        ("", "bad.py:1: no header: got an empty file, expected this"),
        ('{"cells": [], "nbformat": 4}', "bad.py:1: got a notebook; make a file of it"),
        ("# -*- coding: latin-1 -*-\n" + HEADER, "bad.py:1: no header: got '# -*-"),
        (HEADER + SECTION + "# a\0b", "bad.py:13: got a NUL character"),
    ],
)
def test_a_file_that_is_no_lesson_is_refused(
    course: TinyCourse, text: str, words: str
) -> None:
    """What was found is said, with what a lesson looks like."""
    path = course.write("basics/bad")
    path.write_text(text)

    assert words in course.refusal(path)


def test_a_path_that_holds_no_file_is_refused(course: TinyCourse) -> None:
    """A link to nothing, a circle of links, a folder and a pipe are no lessons."""
    folder = course.write("basics/good").parent
    (folder / "gone.py").symlink_to(folder / "nowhere.py")
    (folder / "circle.py").symlink_to(folder / "circle.py")
    (folder / "folder.py").mkdir()
    os.mkfifo(folder / "pipe.py")

    for name in ("gone", "circle", "folder", "pipe"):
        assert "expected a file with a lesson" in course.refusal(folder / f"{name}.py")


def test_a_file_that_may_not_be_read_is_refused(
    course: TinyCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason of the system is said; the other lessons aren't harmed."""
    path = course.write("basics/bad")

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)

    assert "bad.py: can't be read: Permission denied; expected" in course.refusal(path)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_ends_of_lines_make_no_difference(
    course: TinyCourse, end: str, start: str
) -> None:
    """A file from any system is the same lesson, with or without its last line end."""
    path = course.write("basics/good")
    lesson = read_lesson(path, course.root / "examples")
    text = start + path.read_text().rstrip("\n").replace("\n", end)
    path.write_bytes(text.encode())

    assert read_lesson(path, course.root / "examples") == lesson


def test_a_header_is_read_alone(course: TinyCourse) -> None:
    """It is all that other lessons need of a lesson, whatever its cells hold."""
    examples = course.root / "examples"
    path = course.write("basics/bad", "\n# %% [raw]\n# x\n")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert read_header(path, examples).header.title == "basics/bad"
    path.unlink()
    with pytest.raises(ProblemError, match="expected a file with a lesson"):
        read_header(path, examples)


def test_all_problems_of_a_file_are_listed(course: TinyCourse) -> None:
    """Nobody has to fix one thing at a time."""
    body = EXERCISE.replace(' skills=["NN-1"]\ndef', "\ndef") + "\n# %%\nx = (\n"

    message = refusal(course, body)

    assert "no skill" in message
    assert "syntax error" in message


def test_problems_of_header_options_and_code_are_listed_together(
    course: TinyCourse,
) -> None:
    """In the order of their lines, whichever part of the file they are in."""
    header = HEADER.replace("minutes: 5", "minutes: 500")
    body = '\n# %% tags=["xcheck"]\nassert x\n\n# %%\nx = (\n'

    message = course.refusal(course.write("basics/bad", body, header))

    lines = [line.split(": ")[:2] for line in message.splitlines()]
    assert [words for _, words in lines] == [
        "minutes",
        'unknown tag "xcheck". Did you mean "check"? Known tags',
        "syntax error",
    ]


# What some programs take for the end of a line, and for a command.
ODD = st.text("\t\x0b\x0c\x1c\x1e\x85\u2028\u2029\ufeff#%!? aé😀", max_size=9)


@dataclass(frozen=True)
class Written:
    """A cell as it is written, and as it has to be read."""

    said: str
    source: str
    role: Role = Role.CODE
    alt: tuple[str, ...] = ()
    reason: str = ""


def written_cells(odd: str) -> list[list[Written]]:
    """Groups of cells in which an odd text stands wherever a text may stand."""
    reason = alt = "n" + re.sub("[\0-\x1f]", "", odd)
    given_alt = json.dumps(alt)
    exercise = f'# {odd}\n### BEGIN SOLUTION\nx = "{odd}"\n### END SOLUTION'
    said = 'tags=["exercise"] id="basics/good/x" skills=["NN-1"]'
    return [
        [Written("[markdown]", f"a{odd}\n\n\\ b", Role.PROSE)],
        [Written("", f'# {odd}\nx = "{odd}"')],
        [Written(f"alt={given_alt}", f'"""\n a{odd}\n"""', alt=(alt,))],
        [Written('tags=["claim"]', f'assert "a{odd}"', Role.CLAIM)],
        [
            Written("[markdown]", f"### Do it\na{odd}", Role.PROSE),
            Written(said, exercise, Role.EXERCISE),
            Written('[markdown] tags=["hint"]', f"a{odd}", Role.HINT),
            Written('tags=["check"]', f'assert x == "{odd}"', Role.CHECK),
            Written(
                f'tags=["wrong"] reason={json.dumps(reason)}',
                f"x = 1  # {odd}",
                Role.WRONG,
                reason=reason,
            ),
        ],
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(odd=ODD, order=st.lists(st.integers(0, 4)))
def test_what_a_lesson_holds_is_what_was_written(
    course: TinyCourse, odd: str, order: list[int]
) -> None:
    """Any role, option and odd character is read as it was written, at its line."""
    cells = [cell for i in order for cell in written_cells(odd)[i]]
    body = "\n" + written((cell.said, cell.source) for cell in cells)

    lesson = course.lesson("basics/good", body)

    read = lesson.cells[1:]
    assert [(c.role, c.source, c.alt, c.reason) for c in read] == [
        (cell.role, cell.source, cell.alt, cell.reason) for cell in cells
    ]
    lines = lesson.path.read_bytes().decode().split("\n")
    for cell in lesson.cells:
        assert cell.source.split("\n")[0] in lines[cell.line - 1]
