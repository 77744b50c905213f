"""The glossary's terms."""

from pathlib import Path

import pytest
from projects import REPOSITORY

from tfprep.content.glossary import Glossary, read_glossary
from tfprep.problems import ProblemError

GLOSSARY = """\
terms:
  - term: epoch
    also: [epochs]
    definition: One pass over the data.
    see: [MAE]
  - term: MAE
    also: [mean absolute error]
    definition: The mean error, without `sign`. In the unit of the data.
    quiet: true
"""
LONG = "Two hundred and more characters " * 7


def read(folder: Path, text: str) -> Glossary:
    path = folder / "glossary.yml"
    path.write_text(text)
    return read_glossary(path)


def test_the_real_glossary_is_valid() -> None:
    """The file is accepted, and holds at least 90 terms."""
    glossary = read_glossary(REPOSITORY / "docs/data/glossary.yml")

    assert len(glossary.terms) >= 90
    assert {"MAE", "LSTM", "shuffle buffer", "tensor"} <= {
        term.term for term in glossary.terms
    }


def test_every_real_term_leads_on() -> None:
    """Each term names a related one, so that a reader never ends up in a corner."""
    glossary = read_glossary(REPOSITORY / "docs/data/glossary.yml")

    assert [term.term for term in glossary.terms if not term.see] == []


def test_a_term_has_defaults(tmp_path: Path) -> None:
    """Only the term and its definition must be given."""
    text = "terms:\n  - {term: token, definition: A piece of text.}\n"
    (term,) = read(tmp_path, text).terms

    assert term.spellings == ("token",)
    assert (term.see, term.quiet) == ((), False)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("quiet: true", "qiet: true", '"MAE": got the key "qiet", expected only term,'),
        ("quiet: true", "qiet: true", 'Did you mean "quiet"?'),
        ("quiet: true", "quiet: often", "\"MAE\": quiet: got 'often', expected true"),
        ("term: MAE", "name: MAE", 'entry 2: got no "term", expected one'),
        ("[epochs]", "[epochs, Mean Absolute Error]", '"MAE": got the spelling "mean'),
        ("[epochs]", "[epochs, mae]", 'which "epoch" has already'),
        ("[epochs]", "[epochs, epochs]", "expected each spelling once"),
        ("[epochs]", "[epochs, Epoch]", 'got the spelling "Epoch"'),
        ("[epochs]", "[two  spaces]", "expected words with single spaces"),
        ("term: MAE", "term: M", 'got "M", expected words'),
        ("term: MAE", "term: dice", 'got it after "epoch", expected it before'),
        ("see: [MAE]", "see: [MEA]", 'expected the name of a term. Did you mean "MAE"'),
        ("see: [MAE]", "see: [mean absolute error]", "expected the name of a term"),
        ("see: [MAE]", "see: [epoch]", "expected each other term at most once"),
        ("see: [MAE]", "see: [MAE, MAE]", "expected each other term at most once"),
        (
            "term: epoch\n    also: [epochs]",
            "term: MAE",
            '"MAE": got the spelling "MAE", which "MAE" has already',
        ),
        ("One pass", LONG, "characters, expected at most 220"),
        ("One pass", "One. Two. Three", "got 3 sentence ends"),
        ("the data.\n    see", "the data\n    see", "got 0 sentence ends"),
        ("One pass", "One *pass*", "got '*', expected plain text"),
        ("One pass", "One <b>pass</b>", "got '<', expected plain text"),
        ("One pass", "One `pass", "got '`', expected plain text"),
        ("terms:", "words:", 'got the key "words", expected only terms'),
        ("terms:", "terms: [", "not YAML"),
    ],
)
def test_a_slip_in_the_file_is_refused(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    """Whatever doesn't fit is named with its entry, what we got and expected."""
    with pytest.raises(ProblemError) as refusal:
        read(tmp_path, GLOSSARY.replace(old, new))

    assert words in str(refusal.value)


def test_every_slip_is_said_with_its_line(tmp_path: Path) -> None:
    """All problems come at once, each with the line where the entry starts."""
    text = GLOSSARY.replace("[epochs]", "[mae]").replace("see: [MAE]", "see: [token]")

    with pytest.raises(ProblemError) as refusal:
        read(tmp_path, text)

    assert [problem.line for problem in refusal.value.problems] == [2, 6]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "yml: got None, expected keys and values"),
        ("- token\n", "yml: got ['token'], expected keys and values"),
        ("terms: []\n", "yml: terms: got an empty list, expected at least one"),
        ("terms: token\n", "yml: terms: got 'token', expected a list"),
        ("terms: [token]\n", "yml:1: entry 1: got 'token', expected keys and values"),
        ("terms: [{term: 3}]\n", 'yml:1: "3": term: got 3, expected text'),
    ],
)
def test_a_file_of_another_form_is_refused(
    tmp_path: Path, text: str, words: str
) -> None:
    """A file without a list of terms, or with something else in it, gets a message."""
    with pytest.raises(ProblemError) as refusal:
        read(tmp_path, text)

    assert words in str(refusal.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """Without the file there is a message, not a traceback."""
    with pytest.raises(ProblemError, match="no such file"):
        read_glossary(tmp_path / "glossary.yml")
