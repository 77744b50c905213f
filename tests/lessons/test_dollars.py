"""Formulas, money and variables."""

import pytest

from tfprep.lessons.dollars import AmbiguousError, escape_dollars, is_formula


@pytest.mark.parametrize(
    ("before", "content", "after"),
    [
        (" ", "x_1", "."),
        ("n", "^{th}", " "),
        (" ", "k", "t"),
        ("(", "a < b > c", ")"),
        (" ", r"\text{loss of one batch}", " "),
        (" ", r"\mathbb{E}[X \mid Y]", ","),
        (" ", " x ", " "),
        (" ", r" n = 3", " "),
        ("", "10^{-3}", ""),
        (" ", "a, b", " "),
        (" ", "n", "-"),
        ("8", r"\times", "2"),
        (" ", r"\alpha ", " "),
        (" ", " loss = 3 ", "."),
    ],
)
def test_a_formula_is_one(before: str, content: str, after: str) -> None:
    """Symbols, with spaces at the dollars or without, and words only in text."""
    assert is_formula(before, content, after)


@pytest.mark.parametrize(
    ("before", "content", "after"),
    [
        ("S", "3-", "4"),
        (" ", "20,000 and not ", "3"),
        (" ", "3/", "5"),
        (" ", "HOME and ", "P"),
        (" ", "PATH:", "H"),
        ("5", " and 6 ", " "),
        (" ", "5 for `a", "b"),
        (" ", " or so. It costs ", " "),
        (" ", " ", " "),
        (" ", "HOME ", "P"),
        (" ", "A ", "B"),
        (" ", "{HOME} and ", "{"),
        (" ", "(pwd) and ", "("),
        (" ", " and 6 ", " "),
        ("5", ", 6", " "),
        ("5", "-6", " "),
        ("`", "x", "`"),
    ],
)
def test_money_and_variables_are_none(before: str, content: str, after: str) -> None:
    """Amounts, names of a shell and sentences between two dollars stay as they are."""
    assert not is_formula(before, content, after)


@pytest.mark.parametrize("content", ["5 a month, or 50", "the loss", "5 or 6"])
def test_what_may_be_either_is_refused(content: str) -> None:
    """Dollars of a formula around the words of a sentence: the author has to say."""
    with pytest.raises(AmbiguousError, match=r"formula or money.*write \\\$"):
        is_formula(" ", content, ".")


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("Pay US$3-$4 or $20.", r"Pay US\$3-\$4 or $20."),
        (r"It costs \$5, or US$6/$7.", r"It costs \$5, or US\$6/$7."),
        ("$3/$5 and $x^2$", r"\$3/\$5 and $x^2$"),
        ("Set $PATH:$HOME.", r"Set \$PATH:$HOME."),
        ("| tea | $3 | $5 |", r"| tea | \$3 | $5 |"),
    ],
)
def test_a_notebook_shows_money_as_the_site_does(markdown: str, shown: str) -> None:
    """The first of two dollars that a notebook would take for a formula is escaped."""
    assert escape_dollars(markdown) == shown


@pytest.mark.parametrize(
    "markdown",
    [
        "It costs $5.",
        "Let $x$ and $y_1$ be, and $$\nz\n$$ too.",
        "`US$3-$4` and ``a`$1-$2``",
        "```\nUS$3-$4\n```",
        "Text:\n\n    US$3-$4\n",
        r"US\$3-\$4",
    ],
)
def test_what_a_notebook_shows_rightly_stays(markdown: str) -> None:
    """Formulas, code, and dollars without a partner or with a backslash."""
    assert escape_dollars(markdown) == markdown
