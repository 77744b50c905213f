"""A check that prints what it finds."""

import contextlib
import io

import pytest
from projects import real_course

from tfprep.lessons.in_words import NAME, in_words


def said(check: str, **names: object) -> str:
    """What a check prints in words."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(in_words(check), names)  # noqa: S102 - our own code
    return out.getvalue()


@pytest.mark.parametrize(
    ("check", "words"),
    [
        ('assert got == 2, f"Got {got}."\nprint("Correct")', "Got 3.\n"),
        ('assert got == 3\nprint("Correct")', "Correct\n"),
        ("assert got == 2", "AssertionError()\n"),
        ("got.append(1)", "Could not run: AttributeError("),
        ("unknown", "Could not run: NameError("),
    ],
)
def test_every_outcome_is_printed(check: str, words: str) -> None:
    """Refused, passed, without words, and unable to run: none raises."""
    assert said(check, got=3).startswith(words)


def test_no_string_changes() -> None:
    """Lines inside of strings get no spaces; other lines may be continued anyhow."""
    check = (
        'a = """x\n  y"""\nb = (1 +\n2)\nc = 1 + \\\n2\nprint([a, b, c, f"""\n{b}"""])'
    )

    assert said(check) == "['x\\n  y', 3, 3, '\\n3']\n"


def test_a_check_without_code_stays() -> None:
    """A try without a body would be no Python."""
    assert in_words("# later") == "# later"


def test_no_lesson_has_the_name_of_a_refusal() -> None:
    """A name that a lesson uses would be gone after a refusal."""
    for lesson in real_course().lessons:
        for cell in lesson.code_cells:
            assert NAME not in set().union(*cell.names), lesson.slug
