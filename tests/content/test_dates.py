"""Dates."""

from datetime import date

from tfprep.content.dates import long_date


def test_dates_read_as_people_write_them() -> None:
    """22 November 2026, and no zero before a single digit."""
    assert long_date(date(2026, 11, 2)) == "2 November 2026"
