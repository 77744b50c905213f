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


@pytest.mark.parametrize(
    ("axis", "shape", "anchor"),
    [
        ("2", "(None, 1)", "a-column-too-many-or-too-few"),
        ("6272", "(None, 1568)", "pictures-of-another-size"),
    ],
)
def test_other_numbers_lead_to_the_same_entry(
    axis: str, shape: str, anchor: str
) -> None:
    """A learner's sizes aren't the sheet's; large ones stay large."""
    message = (
        "ValueError: Input 0 of layer 'dense' is incompatible with the layer: expected "
        f"axis -1 of input shape to have value {axis}, but received input with shape "
        f"{shape}"
    )

    assert help_for(message, EXAMPLES) == f"{SHEET}/#{anchor}"


@pytest.mark.parametrize(
    ("message", "anchor"),
    [
        ("NameError: name 'tf' is not defined. Did you", "a-name-is-not-defined"),
        ("ValueError: Unrecognized data type: x=[[3]] (of", "a-list-goes-into-fit"),
        ("KeyError: 'val_accuracy'", "the-history-has-no-val_loss"),
        ("ValueError: could not convert string to float: 'x'", "words-in-a-table"),
        (
            "ValueError: Could not interpret metric identifier: f",
            "a-name-is-misspelled",
        ),
    ],
)
def test_other_names_lead_to_the_same_entry(message: str, anchor: str) -> None:
    """What a learner called their things isn't what the sheet did."""
    assert help_for(message, EXAMPLES) == f"{SHEET}/#{anchor}"


@pytest.mark.parametrize("message", ["", "ValueError: no such thing", "KeyError: 'x'"])
def test_an_error_that_the_sheet_lacks_has_no_help(message: str) -> None:
    """A wrong entry would cost more time than none."""
    assert help_for(message, EXAMPLES) == ""
