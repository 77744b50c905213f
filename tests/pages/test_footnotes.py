"""Footnotes from the file of sources."""

from datetime import date
from pathlib import Path

import pytest

from tfprep.content.sources import Source, cited
from tfprep.pages.footnotes import add_footnotes
from tfprep.problems import ProblemError

SOURCES = {
    "closing": Source(text="The certificate page.", checked=date(2026, 11, 22)),
    "launch": Source(text="A report of 2020.", checked=date(2026, 11, 22)),
}


def page(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "page.md"
    path.write_text(f"---\nreviewed: 2026-11-22\n---\n{text}")
    return path


def test_each_cited_source_gets_one_footnote(tmp_path: Path) -> None:
    """In the order of the page, however often it is cited; no other source."""
    text = "Closed.[^closing]\nReally.[^closing]"

    full = add_footnotes(page(tmp_path, text), text, SOURCES)

    note = "[^closing]: The certificate page. Last checked 22 November 2026."
    assert full == f"{text}\n\n{note}"
    assert cited(text) == ["closing"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("One.\nTwo.[^closng]", "page.md:5: cites closng; docs/data/sources.yml lacks"),
        ("[^closing]: Here.", "page.md:4: defines the footnote closing"),
    ],
)
def test_a_footnote_without_a_source_is_refused(
    tmp_path: Path, text: str, words: str
) -> None:
    """A slip is named with its line, and sources are kept in one place."""
    with pytest.raises(ProblemError) as caught:
        add_footnotes(page(tmp_path, text), text, SOURCES)

    assert words in str(caught.value)
