"""Bars of formulas in tables."""

from tfprep.pages.table_bars import mask_bars


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
