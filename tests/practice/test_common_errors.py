"""An error's message leads to the entry that explains it."""

import pytest
from projects import REPOSITORY, real_course

from tfprep.lessons.cells import Role
from tfprep.practice.common_errors import SHEET, help_for

EXAMPLES = REPOSITORY / "examples"


def test_every_entry_of_the_sheet_is_found() -> None:
    """A learner who meets an error of the sheet is led to the sheet."""
    sheet = real_course().lesson(SHEET)
    reasons = [cell.reason for cell in sheet.cells if cell.role is Role.ERROR]

    assert reasons
    for reason in reasons:
        assert help_for(f"SomeError: {reason}", EXAMPLES).startswith(f"{SHEET}/#")


@pytest.mark.parametrize("message", ["", "ValueError: no such thing", "KeyError: 'x'"])
def test_an_error_that_the_sheet_lacks_has_no_help(message: str) -> None:
    """A wrong entry would cost more time than none."""
    assert help_for(message, EXAMPLES) == ""
