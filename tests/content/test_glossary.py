"""The glossary's terms."""

from pathlib import Path

import pytest
from data_files import slip, slips

from tfprep.content.glossary import Glossary, read_glossary

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


def test_a_term_has_defaults(tmp_path: Path) -> None:
    """Only the term and its definition must be given."""
    text = "terms:\n  - {term: token, definition: A piece of text.}\n"
    (term,) = read(tmp_path, text).terms

    assert term.spellings == ("token",)
    assert (term.see, term.quiet) == ((), False)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("term: MAE", "term: M", '6: M: term: got "M", expected words with single'),
        ("[epochs]", "[two  spaces]", '3: epoch: also: item 1: got "two  spaces"'),
        ("[epochs]", "[epochs, Mean Absolute Error]", '6: MAE: got the spelling "mean'),
        ("[epochs]", "[epochs, mae]", '6: MAE: got the spelling "MAE", which "epoch"'),
        ("[epochs]", "[epochs, Epoch]", '2: epoch: got the spelling "Epoch", which'),
        ("see: [MAE]", "see: [MEA]", '5: epoch: see: item 1: got "MEA", expected the'),
        ("see: [MAE]", "see: [epoch]", '5: epoch: see: item 1: got "epoch", expected'),
        ("see: [MAE]", "see: [MAE, MAE]", '5: epoch: see: item 2: got "MAE", expected'),
        ("One pass", LONG, "4: epoch: definition: got 239 characters, expected at"),
        ("One pass", "One. Two. Three", "4: epoch: definition: got 3 sentence ends"),
        ("the data.\n", "the data\n", "4: epoch: definition: got 0 sentence ends in"),
        ("One pass", "One *pass*", "4: epoch: definition: got '*', expected plain"),
        ("One pass", "One <b>pass</b>", "4: epoch: definition: got '<', expected pl"),
        ("One pass", "One `pass", "4: epoch: definition: got '`', expected plain text"),
    ],
)
def test_a_slip_is_said_with_its_term(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """Whatever a tooltip can't show, or leads nowhere, is refused with its line."""
    path = tmp_path / "glossary.yml"

    assert slip(read_glossary, path, GLOSSARY, old, new).startswith(said)


def test_terms_stand_in_order(tmp_path: Path) -> None:
    """Capitals make no difference to the order."""
    path = tmp_path / "glossary.yml"
    text = GLOSSARY.replace("see: [MAE]", "see: [Dice]")

    said = slip(read_glossary, path, text, "term: MAE", "term: Dice")

    assert said == '6: Dice: got it after "epoch", expected it before: sort by term'


def test_a_glossary_has_terms(tmp_path: Path) -> None:
    """An empty list is no glossary."""
    path = tmp_path / "glossary.yml"

    said = ["1: terms: got [], expected a list of 1 or more"]
    assert slips(read_glossary, path, "terms: []") == said
