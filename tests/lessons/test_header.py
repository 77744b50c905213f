"""The header of a lesson."""

from datetime import date
from pathlib import Path

import pytest
from projects import HEADER, SHEET_HEADER

from tfprep.lessons.header import SheetHeader, parse_header
from tfprep.problems import ProblemError

PATH = Path("lesson.py")


def refusal(text: str) -> str:
    with pytest.raises(ProblemError) as caught:
        parse_header(PATH, text)
    return str(caught.value)


def test_a_full_header_is_read() -> None:
    """All keys arrive as typed values, optional ones with defaults."""
    header = parse_header(PATH, HEADER.replace("TITLE", "First"))

    assert header.title == "First"
    assert header.skills == ("NN-1",)
    assert header.requires == ()


@pytest.mark.parametrize("text", ["", "print(1)\n", '"""A docstring."""\n'])
def test_no_header_is_refused_with_an_example(text: str) -> None:
    """A file without a header is told what one looks like."""
    message = refusal(text)

    assert message.startswith("lesson.py:1: no header: got ")
    assert "title: Convolutions" in message


def test_a_header_without_our_part_is_refused() -> None:
    """A Jupyter header alone doesn't make a lesson."""
    message = refusal("# ---\n# jupyter: {}\n# ---\n")

    assert message.startswith('lesson.py:2: got no "tfprep", expected a header like')


def test_a_header_without_end_is_refused() -> None:
    """A header has to be closed."""
    assert "never ends" in refusal("# ---\n# jupyter: {}\n")


def test_a_header_that_is_not_yaml_names_the_line() -> None:
    """A slip in the YAML is shown where it stands."""
    message = refusal("# ---\n# a: 1\n# b: [1\n# ---\n")

    assert message.startswith("lesson.py:3: not YAML: while parsing a flow sequence")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("minutes: 5", "minuts: 5", 7, "minuts: got an unknown key, expected one of"),
        ("minutes: 5", "minuts: 5", 7, 'Did you mean "minutes"?'),
        ("minutes: 5", "minutes: 500", 7, "got 500"),
        ("#     skills: [NN-1]\n", "", 3, 'got no "skills", expected one'),
        ("[NN-1]", "[nn1]", 6, "got 'nn1'"),
        ("[NN-1]", "[]", 6, "expected a list of 1 or more"),
        ("title: TITLE", "title: [1]", 4, "title: got [1], expected text"),
    ],
)
def test_bad_keys_are_named_with_their_line(
    old: str, new: str, line: int, words: str
) -> None:
    """A misspelt, missing or malformed key is refused at its line."""
    message = refusal(HEADER.replace(old, new))

    assert f"lesson.py:{line}:" in message
    assert words in message


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"], ids=ascii)
def test_a_line_of_the_header_is_a_line_of_the_file(mark: str) -> None:
    """Some characters end a line for YAML, but for no editor."""
    text = HEADER.replace("TITLE", f'"A{mark}B"').replace("minutes: 5", "minutes: 500")

    assert refusal(text).startswith("lesson.py:7: ")


def test_a_sheet_has_a_date_in_place_of_skills() -> None:
    """A sheet's header has a title and the day of its last review."""
    header = parse_header(PATH, SHEET_HEADER.replace("TITLE", "Errors"), SheetHeader)

    assert isinstance(header, SheetHeader)
    assert header.reviewed == date(2026, 11, 22)
    assert (header.skills, header.minutes, header.requires) == ((), None, ())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("reviewed: 2026-11-22", "skills: [NN-1]", 'got no "reviewed", expected one'),
        (
            "reviewed: 2026-11-22",
            "reviewed: soon",
            "reviewed: got 'soon', expected a date",
        ),
        ("title:", "minutes: 5\n#     title:", "minutes: got an unknown key"),
    ],
)
def test_a_slip_in_a_sheets_header_is_named(old: str, new: str, words: str) -> None:
    """Keys of a lesson are unknown here, and the date is needed."""
    with pytest.raises(ProblemError) as caught:
        parse_header(PATH, SHEET_HEADER.replace(old, new), SheetHeader)

    assert words in str(caught.value)
