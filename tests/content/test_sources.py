"""The file of sources."""

from datetime import date
from pathlib import Path

import pytest
from projects import REPOSITORY

from tfprep.content.sources import read_sources
from tfprep.problems import ProblemError

GOOD = """\
closing:
  text: "The certificate page, kept as [a picture](https://example.org/a.png)."
  checked: 2026-11-22
"""
TODAY = date(2026, 11, 22)


def test_the_real_sources_can_be_read() -> None:
    """Every source has a text and a day on which it was checked."""
    sources = read_sources(REPOSITORY / "docs/data/sources.yml")

    assert len(sources) > 20


def test_a_footnote_says_when_the_source_was_checked(tmp_path: Path) -> None:
    """The date stands behind the text."""
    path = tmp_path / "sources.yml"
    path.write_text(GOOD)

    footnote = read_sources(path, TODAY)["closing"].footnote

    assert footnote.endswith("a.png). Last checked 22 November 2026.")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("checked:", "seen:", "closing.seen: Extra inputs are not permitted"),
        ("2026-11-22", "2026-11-23", "closing: checked on 2026-11-23, in the future"),
        ("2026-11-22", "last year", "closing.checked: Input should be a valid date"),
        ("closing:", "Closing Notice:", "Closing Notice"),
        ("closing:", "closing: [", "not YAML"),
    ],
)
def test_a_slip_in_the_sources_is_refused(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    """Unknown keys, bad and future dates and bad ids are named."""
    path = tmp_path / "sources.yml"
    path.write_text(GOOD.replace(old, new))

    with pytest.raises(ProblemError) as caught:
        read_sources(path, TODAY)

    assert words in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The message says what the file is for."""
    with pytest.raises(ProblemError, match="expected the pages' sources"):
        read_sources(tmp_path / "sources.yml")
