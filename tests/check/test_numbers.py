"""Numbers in texts and in code."""

import ast

import pytest

from tfprep.check.numbers import Number, numbers_in, numbers_of_code


def held(code: str, *values: float) -> bool:
    """Whether some code holds a number of any of these values."""
    return numbers_of_code([ast.parse(code)]).hold(Number("", 0, 0, values))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It made 7345 tons, 42.7 percent more.", ["7345", "42.7 percent"]),
        ("7,345 tons, 2.5 million, 43%, 12 %", ["7,345", "2.5 million", "43%", "12 %"]),
        (
            "0 to 255, 10-20, 10\u201320, -3.5",
            ["0", "255", "10", "20", "10", "20", "3.5"],
        ),
        (
            "16 x 17, 28x29, 30\u00d731, 1/2",
            ["16", "17", "28", "29", "30", "31", "1", "2"],
        ),
        ("(800, 6), [12](a99.md), ![13 dots](d98.svg).", ["800", "6", "12", "13"]),
        (
            "1e-3, 1,2 and 1,2345, 15k, 90s.",
            ["1e-3", "1", "2", "1", "2345", "15", "90"],
        ),
        ("7_345 **11** _12_ ~13 [a]: 14", ["7_345", "11", "12", "13", "14"]),
        ("With Keras 42.7 percent, Keras 7345.", ["42.7 percent", "7345"]),
        ("TensorFlow 2 and 42.7 percent, 16 more.", ["42.7 percent", "16"]),
        ("1984. A year that begins a line.", ["1984"]),
        ("Half a `code, 11 and 12 more.", ["11", "12"]),
        ("It costs \\$40 or \\$50.", ["40", "50"]),
    ],
)
def test_numbers_of_a_text(text: str, numbers: list[str]) -> None:
    """Every number in digits is found, with its percent sign or its scale."""
    assert [number.text for number in numbers_in(text)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "`x = 99`, ``a ` 98``, and `one\ntwo 97`",
        "$x_{99} + 98$ and $$\n97\n$$",
        "<https://a.org/99>, https://a.org/98, [so](a97.md '96'), a note[^95]",
        "## 11. Set up\n 12. Then\n- 13) so",
        "22 November 2026, March 2024, 2024-05-31, 01.04.2026",
        "Python 3.11, 3.12 or 3.13, TensorFlow up to 2.15, Keras 3 and Keras 3.14.1",
        "float32, CIFAR-10, ISO 8601, H100, scikit-learn 1.5, version 12",
    ],
)
def test_names_are_no_numbers(text: str) -> None:
    """Code, formulas, addresses, places in a list, dates, versions and names."""
    assert list(numbers_in(text)) == []


def test_a_number_has_its_values_and_its_place() -> None:
    """A percentage is also a share, and a scale is counted in."""
    (share, many) = numbers_in("Of 42.7 percent\n2.5 million.")

    assert share.values == pytest.approx((42.7, 0.427))
    assert (share.start, share.end) == (3, 7)
    assert many.values == (2.5, 2_500_000)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("x = -0.5", 0.5),
        ("assert x > 0.427", 42.7 / 100),
        ("co2['1958':]", 1958),
        ("rows = '1001,23\\n1,234'", 1234),
        ("assert 'from 1950 to 2010' in told", 1950),
        ("print(f'{rate:.2f} or {1 - 0.25}')", 0.25),
        ("assert 0.85 < x <= 0.95", 0.9),
        ("assert 95 > x > 85", 90),
    ],
)
def test_code_holds_numbers(code: str, value: float) -> None:
    """In an expression, in data that is text, in an assert, or in a narrow band."""
    assert held(code, value)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("x = 73450  # 7345", 7345),
        ("assert x, 'it made 7345 tons'", 7345),
        ("told = 'it made 7345 tons'", 7345),
        ("print(f'7345 {x:7345}')", 7345),
        ("x = True", 1),
        ("assert 10 < x < 9000", 7345),
        ("assert 85 < x", 90),
    ],
)
def test_words_and_wide_bands_hold_none(code: str, value: float) -> None:
    """What code only says proves nothing, nor does a comparison that fits anything."""
    assert not held(code, value)


def test_one_value_is_enough() -> None:
    """Code may hold a percentage as it is, or as a share."""
    assert held("x = 43", 43, 0.43)
    assert held("x = 0.43", 43, 0.43)
    assert not held("x = 4.3", 43, 0.43)
