"""The file of sources."""

from datetime import date
from pathlib import Path

import pytest
from data_files import slip

from tfprep.content.sources import read_sources

GOOD = """\
closing:
  text: "The certificate page, kept as [a picture](https://example.org/a.png)."
  checked: 2026-11-22
"""
TODAY = date(2026, 11, 22)


def test_a_footnote_says_when_the_source_was_checked(tmp_path: Path) -> None:
    """The date stands behind the text."""
    path = tmp_path / "sources.yml"
    path.write_text(GOOD)

    footnote = read_sources(path, TODAY)["closing"].footnote

    assert footnote.endswith("a.png). Last checked 22 November 2026.")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "2026-11-22",
            "2026-11-23",
            "3: closing: checked: got 2026-11-23, which is in the future; "
            "expected 2026-11-22 or a day before",
        ),
        (
            "2026-11-22",
            "last year",
            "3: closing: checked: got 'last year', expected a date such as 2026-11-22",
        ),
        ("closing:", "Closing Notice:", "1: Closing Notice: got 'Closing Notice'"),
    ],
)
def test_a_slip_is_said_with_its_source(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """Bad and future dates and bad ids are named."""
    got = slip(
        lambda path: read_sources(path, TODAY), tmp_path / "s.yml", GOOD, old, new
    )

    assert got.startswith(said)
