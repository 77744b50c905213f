"""What people type into the search, and what it means."""

from __future__ import annotations

from pathlib import Path

import pytest

from tfprep.content.glossary import Term
from tfprep.content.search_words import SearchWords, meanings, read_search_words
from tfprep.problems import ProblemError

TERMS = [Term(term="MAE", also=("mean error",), definition="It is.")]


def read(tmp_path: Path, text: str) -> SearchWords:
    path = tmp_path / "search_words.yml"
    path.write_text(f"words:\n{text}")
    return read_search_words(path)


def test_words_mean_others(tmp_path: Path) -> None:
    """What is asked means what its entry says, and spellings of a term each other."""
    words = read(tmp_path, "  - {asks: [oom, mae], means: [out of memory]}\n")

    assert meanings(words, TERMS) == {
        "mae": ["mean error", "out of memory"],
        "mean error": ["mae"],
        "oom": ["out of memory"],
    }


def test_no_file_is_no_words(tmp_path: Path) -> None:
    """A project needs no such file."""
    assert read_search_words(tmp_path / "search_words.yml").words == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  - {asks: [OOM], means: [memory]}\n", "expected words in lower case"),
        ("  - {asks: [oom], means: [oom]}\n", "as its own meaning"),
        (
            "  - {asks: [oom], means: [a]}\n  - {asks: [oom], means: [b]}\n",
            "which entry 1 asks for already",
        ),
    ],
)
def test_slips_are_said(tmp_path: Path, text: str, said: str) -> None:
    """Capitals, a phrase that means itself, and one that stands twice."""
    with pytest.raises(ProblemError, match=said):
        read(tmp_path, text)
