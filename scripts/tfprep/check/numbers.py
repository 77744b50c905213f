"""Numbers: those that a text tells, and those that code holds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tfprep.lessons.stack import STACK

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November"
    "|December)"
)
_PRODUCTS = "|".join(["Python", "version", *sorted(STACK.values())])
_VERSION = r"\d{1,2}(?:\.\d+)*"
_DIGITS = r"\d+(?:[,_]\d{3}(?!\d))*(?:\.\d+)?(?:[eE][-+]?\d+)?"
_PERCENT = r"\s?%|\s(?:percent|per\s+cent)\b"
_NUMBER = re.compile(
    rf"(?:(?<![^\W_])(?<![A-Za-z]-)|(?<=\dx))({_DIGITS})"
    rf"(?:({_PERCENT})|\s(thousand|million|billion)\b)?"
)
NARROW = 0.25
"""The widest band that tells a number: a quarter of its upper end."""

_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_NO_NUMBERS = (
    re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)\1(?!`)", re.DOTALL),
    re.compile(r"(?<!\\)\$\$.+?\$\$", re.DOTALL),
    re.compile(r"(?<!\\)\$(?![\s$])[^$\n]+?(?<!\s)\$"),
    re.compile(r"(?<=\])\([^()\s]*(?:\s[^()]*)?\)|https?://[^\s)>]*|\[\^[^\]]*\]"),
    re.compile(r"^\s*(?:#+ |[-*] )?\d{1,2}[.)] ", re.MULTILINE),
    re.compile(rf"\b(?:\d{{1,2}} )?{_MONTH} \d{{4}}\b|\b\d{{4}}-\d\d-\d\d\b"),
    re.compile(r"\b\d+(?:\.\d+){2,}"),
    re.compile(
        rf"\bISO \d+|\b(?:{_PRODUCTS}) (?:up to )?{_VERSION}"
        rf"(?:(?:,| and| or| to) \d{{1,2}}\.\d+)*(?!\d|\.\d|{_PERCENT})",
        re.IGNORECASE,
    ),
)
"""Code, formulas, addresses and footnotes, places in a list, dates, versions."""


@dataclass(frozen=True)
class Number:
    """A number in a text."""

    text: str
    """As it stands there, with its percent sign or its scale."""
    start: int
    end: int
    """Where its digits begin and end in the text."""
    values: tuple[float, ...]
    """What code would call it: of 43 percent 43.0 and 0.43."""

    @property
    def is_a_digit(self) -> bool:
        return len(self.text) == 1


def numbers_in(text: str) -> Iterator[Number]:
    """The numbers of a Markdown text, written in digits.

    Code, formulas and addresses hold none. Dates, versions and what a letter stands
    before, as in float32 or CIFAR-10, are names.
    """
    for pattern in _NO_NUMBERS:
        text = pattern.sub(lambda found: re.sub(r"\S", " ", found[0]), text)
    for found in _NUMBER.finditer(text):
        value = _float(found[1])
        values = [value]
        if found[2]:
            values.append(value / 100)
        if found[3]:
            values.append(value * _SCALES[found[3]])
        yield Number(found[0], *found.span(1), tuple(values))


@dataclass
class CodeNumbers(ast.NodeVisitor):
    """The numbers that code holds: in expressions, in data that is text, in asserts.

    What code only says holds none: messages of asserts, f-strings, sentences.
    """

    values: set[float] = field(default_factory=set)
    bands: list[tuple[float, float]] = field(default_factory=list)
    """The ends of each comparison such as 0.85 < x < 0.95, if it is narrow."""

    def hold(self, number: Number) -> bool:
        """Whether one of a number's values, or a narrow band around it, is there."""
        return any(
            _plain(value) in self.values
            or any(low <= value <= high for low, high in self.bands)
            for value in number.values
        )

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            if " " not in node.value:
                self._take(node.value)
        elif (value := _constant(node)) is not None:
            self.values.add(_plain(value))

    def visit_Assert(self, node: ast.Assert) -> None:
        self.visit(node.test)
        for part in ast.walk(node.test):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                self._take(part.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def visit_Compare(self, node: ast.Compare) -> None:
        ends = [_constant(node.left), _constant(node.comparators[-1])]
        if len(node.ops) == 2 and None not in ends:
            low, high = sorted(end for end in ends if end is not None)
            if high - low <= NARROW * high:
                self.bands.append((low, high))
        self.generic_visit(node)

    def _take(self, text: str) -> None:
        told = re.findall(_DIGITS, text)
        self.values.update(_plain(_float(digits)) for digits in told)


def numbers_of_code(trees: Iterable[ast.AST]) -> CodeNumbers:
    """The numbers that parsed code holds."""
    held = CodeNumbers()
    for tree in trees:
        held.visit(tree)
    return held


def _float(digits: str) -> float:
    return float(digits.replace(",", ""))  # Python reads the _ of 2_500_000 itself


def _constant(node: ast.expr) -> float | None:
    """The number that an expression is, without its sign."""
    if isinstance(node, ast.UnaryOp):
        return _constant(node.operand)
    value = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _plain(value: float) -> float:
    """A number without what computing with decimals adds: 0.427 for 42.7 / 100."""
    return float(f"{value:.10g}")
