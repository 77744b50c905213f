"""Formulas, money and variables."""

import pytest

from tfprep.pages.dollars import AmbiguousError, is_formula, mask_bars


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


def test_bars_of_a_formula_end_no_cell() -> None:
    """In a table's row they are named; elsewhere, and in money, nothing changes."""
    table = "|a|b|\n|---|---|\n"
    assert mask_bars(table + "| abs | $|x|$ |") == table + r"| abs | $\vert x\vert $ |"
    assert mask_bars(table + r"| n | $\|x\|$ |") == table + r"| n | $\Vert x\Vert $ |"
    assert mask_bars("a|b\n-|-\n$|x|$|c").endswith(r"$\vert x\vert $|c")
    for text in ("Let $|x|$ be", "| $3 | $5 |", "| a | b |"):
        assert mask_bars(text) == text
    for text in ("| $3 | $5 |", "| `$a|b$` |", "\n```\necho $a|b$\n```\n"):
        assert mask_bars(table + text) == table + text
