"""Phrases that the text of the course doesn't have."""

from __future__ import annotations

from pathlib import Path

import pytest
from data_files import slip
from projects import DESCRIBED, TinyCourse

from tfprep.check.choice import Choice
from tfprep.check.phrase_rules import read_phrases, refused
from tfprep.check.walk import check_files


@pytest.mark.parametrize(
    ("text", "found", "instead"),
    [
        ("How many weights has each of the layers?", "How many weights has", "does"),
        ("Rows that stand twice go too.", "stand twice", "duplicate"),
        ("After that nothing is saved any more.", "any more", "anymore"),
        ("The loss goes forth and back.", "forth and back", "back and forth"),
        ("It runs on a machine of Google's.", "machine of Google's", "possessive"),
        ("Keras says it in a long way round.", "long way round", "roundabout"),
        ("The network learns them by heart.", "by heart", "memorize"),
        ("What lies between the two is chance.", "lies between", "gap"),
        ("With a lower limit more are found.", "a lower limit", "threshold"),
    ],
)
def test_a_bent_phrase_is_found(text: str, found: str, instead: str) -> None:
    """It is quoted, and something better is named."""
    told = list(refused(text))

    assert any(found in got and instead in better for got, better in told), told


@pytest.mark.parametrize(
    "text",
    [
        "How many weights does each of the layers have?",
        "How many has she got?",
        "There aren't any more rows to read.",
        "A bag of words forgets the order.",
        "Tell a docstring of Python's own library from another.",
        "The limit of the fraction is 0 for large n.",
        "`who` is a variable, and who uses it is not the question.",
    ],
)
def test_good_english_passes(text: str) -> None:
    """What looks alike and is right stays."""
    assert list(refused(text)) == []


def test_every_text_of_the_course_is_looked_at(course: TinyCourse) -> None:
    """Pages, lessons, their figures' texts, and data; not what developers read."""
    bent = "It learns by heart"
    page = course.root / "docs/page.md"
    page.write_text(f"{DESCRIBED}# Title\n\n{bent}.\n", "utf-8")
    course.write("basics/one", f"\n# %% [markdown]\n# {bent}.\n")
    (course.project.data / "notes.yml").write_text(f"note: {bent}\n", "utf-8")
    (course.root / "tool.py").write_text(f"# {bent}.\n", "utf-8")

    report = check_files(course.project, Choice())

    told = [str(p.relative_to(course.root)) for p in report.problems]
    places = {text.split(": got")[0] for text in told if '"by heart"' in text}
    assert places == {
        "docs/page.md:6",
        "docs/data/notes.yml:1",
        "examples/basics/one.py:15",
    }


LIST = "phrases:\n  - {phrase: 'forth and back', instead: back and forth}\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("'forth and back'", "'forth ('", "expected a pattern"),
        ("instead: back and forth", "instead: b", "instead"),
        (", instead: back and forth", "", "instead"),
    ],
)
def test_slips_in_the_list_are_told(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """Each phrase is a pattern, and has something better beside it."""
    assert said in slip(read_phrases, tmp_path / "phrases.yml", LIST, old, new)
