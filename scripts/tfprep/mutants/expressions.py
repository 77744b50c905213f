"""Mistakes in an expression: each function gives the edits of one kind of node."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from tfprep.mutants.exchanges import (
    CHOICES,
    CONVERSIONS,
    COSMETIC,
    EVEN,
    NAMES,
    NO_WRAPPERS,
    OTHER_WAY,
    SIDES,
    SIGNLESS,
    SIGNS,
    UNTOUCHED,
    WORDS,
)
from tfprep.mutants.text import Code, Edit

LARGE = 20
"""From here on people are one off in one way alone: 256 for 255."""
_COUNTS = ("steps_per_epoch", "buffer_size")
"""Numbers of which one more or less makes no answer wrong; a single one does."""
_NUMBER = re.compile(r"\d+(?:[.,_]\d+)*")
_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight"]
_WORDS += ["nine", "ten", "eleven", "twelve"]


@dataclass(frozen=True)
class Brief:
    """What an exercise asks for, and what its lesson binds."""

    text: str
    names: frozenset[str] = frozenset()
    """The names that the lesson's cells bind."""

    def names_number(self, value: object) -> bool:
        """Whether the brief demands a number, rather than leaves it to the learner."""
        return value in self._numbers

    def leaves_free(self, what: str) -> bool:
        """Whether it leaves an argument, a name or a word to the learner."""
        said = CHOICES.get(what)
        return said is not None and not any(x in self.text.lower() for x in said)

    @cached_property
    def _numbers(self) -> set[float]:
        told = _NUMBER.findall(self.text)
        numbers = {
            float(re.sub("[,_]", "", number)) for number in told if _plain(number)
        }
        words = re.findall("[a-z]+", self.text.lower())
        return numbers | {float(n) for n, word in enumerate(_WORDS) if word in words}


def _plain(number: str) -> bool:
    return number.count(".") < 2


def of_expression(code: Code, node: ast.AST, brief: Brief) -> Iterator[Edit]:
    """The edits of one node of a solution."""
    match node:
        case ast.Call() if name_of(node.func) not in UNTOUCHED:
            yield from _call(code, node, brief)
        case ast.Constant():
            yield from _constant(code, node, brief)
        case ast.Subscript(value=value, slice=part):
            yield from _part(code, node, value, part)
        case ast.List(elts=[_, _, *_] as items):
            yield from _items(code, items, brief)
        case ast.Name() | ast.Attribute():
            yield from _name(code, node, brief)
        case _:
            yield from _of_operator(code, node)


def _of_operator(code: Code, node: ast.AST) -> Iterator[Edit]:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            yield from _sign(code, left, op, right)
            yield from _operands(code, node)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            yield from _sign(code, left, op, right)
        case ast.BoolOp(op=op, values=[left, right, *_]):
            yield from _sign(code, left, op, right)
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            if not isinstance(operand, ast.Constant):
                yield code.start(node), code.end(node), code.whole(operand)
        case ast.IfExp(body=body, orelse=orelse):
            for one in (body, orelse):
                yield code.start(node), code.end(node), code.whole(one)


def name_of(node: ast.AST) -> str:
    """The last part of a dotted name, or nothing."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def root_of(node: ast.AST) -> str:
    """The first part of a dotted name without calls in it, or nothing."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _is_method(call: ast.Call) -> bool:
    """Whether a call is on a thing, rather than on a module."""
    if not isinstance(call.func, ast.Attribute):
        return False
    return root_of(call.func.value) not in ("np", "tf", "keras", "pd", "plt", "tfp")


def _call(code: Code, call: ast.Call, brief: Brief) -> Iterator[Edit]:
    yield from _arguments(code, call, brief)
    if name_of(call.func) in CONVERSIONS or isinstance(code.parents[call], ast.Expr):
        return  # the same in another form; or a statement, whose turn comes
    if _is_method(call):
        assert isinstance(call.func, ast.Attribute)
        below = call.func.value
        if name_of(call.func) not in ("items", "keys", "values", "get", "format"):
            yield code.start(call), code.end(call), code.of(below)
        if isinstance(below, ast.Call) and _is_method(below):
            yield from _turned(code, call, below)
    elif _is_wrapper(call) and _is_demanded(call, brief):
        yield code.start(call), code.end(call), code.whole(call.args[0])


def _is_wrapper(call: ast.Call) -> bool:
    """Whether a call makes something of one other thing, as a called layer does."""
    if len(call.args) != 1 or isinstance(call.args[0], ast.Starred):
        return False
    given = isinstance(call.args[0], ast.Constant | ast.List)
    is_layer = isinstance(call.func, ast.Call)
    return is_layer or not (given or name_of(call.func) in NO_WRAPPERS)


def _is_demanded(call: ast.Call, brief: Brief) -> bool:
    """Whether a call is no layer, called, of a kind that the brief leaves free."""
    made = call.func
    return not (isinstance(made, ast.Call) and brief.leaves_free(name_of(made.func)))


def _turned(code: Code, call: ast.Call, below: ast.Call) -> Iterator[Edit]:
    """Two steps of a chain in the other order."""
    assert isinstance(below.func, ast.Attribute)
    first = code.end(below.func.value)
    one = code.between(first, code.end(below))
    other = code.between(code.end(below), code.end(call))
    if one.strip() != other.strip():
        yield first, code.end(call), other + one


def _arguments(code: Code, call: ast.Call, brief: Brief) -> Iterator[Edit]:
    """Each named argument left out; the first two others exchanged."""
    for word in call.keywords:
        name = word.arg or ""
        needed = name == "shape" and name_of(call.func) == "Input"
        what = word.value.value if isinstance(word.value, ast.Constant) else ""
        is_free = brief.leaves_free(name) or (
            name == "activation" and brief.leaves_free(str(what))
        )
        if name and not (name in COSMETIC or needed or is_free):
            yield _without(code, word, [*call.args, *call.keywords], code.end(call) - 1)
    values = [arg for arg in call.args if not isinstance(arg, ast.Starred)]
    if name_of(call.func) in EVEN | CONVERSIONS:
        return
    for one, other in pairwise(values[:3]):
        if not (_is_free(code, one, brief) and _is_free(code, other, brief)):
            yield from exchanged(code, one, other)


def _is_free(code: Code, node: ast.AST, brief: Brief) -> bool:
    """Whether something is a number of a layer that the brief leaves to the learner."""
    if not (isinstance(node, ast.Constant) and isinstance(node.value, int | float)):
        return False
    return _is_setting(code, node) and not brief.names_number(node.value)


def _without(code: Code, item: ast.AST, items: list[ast.AST], end: int) -> Edit:
    """An item left out of a list of them, with one of its commas."""
    items = sorted(items, key=code.start)
    at = items.index(item)
    if at + 1 < len(items):
        return code.start(item), code.start(items[at + 1]), ""
    start = code.end(items[at - 1]) if at else code.start(item)
    rest = code.between(code.end(item), end)
    return start, code.end(item) + (rest.find(",") + 1 if not at else 0), ""


def _constant(code: Code, node: ast.Constant, brief: Brief) -> Iterator[Edit]:
    start, end = code.start(node), code.end(node)
    parent = code.parents.get(node)
    word = parent.arg if isinstance(parent, ast.keyword) else ""
    if isinstance(parent, ast.JoinedStr | ast.FormattedValue) or word in COSMETIC:
        return
    if isinstance(parent, ast.Call) and name_of(parent.func) in UNTOUCHED:
        return
    is_choice = _is_free(code, node, brief)
    match node.value:
        case bool() if not brief.leaves_free(word or ""):
            yield start, end, str(not node.value)
        case int() if not is_choice:
            for new in _whole_numbers(code, node, word or ""):
                yield start, end, str(new)
        case float() if not is_choice:
            half = node.value / 2 if node.value else 1.0
            yield start, end, f"{half:g}" if "e" in code.of(node) else repr(half)
        case str() if node.value in WORDS and not brief.leaves_free(node.value):
            if (word, node.value) != ("activation", "relu"):  # as if it were left out
                yield start, end, f'"{WORDS[node.value]}"'


def _is_setting(code: Code, node: ast.AST) -> bool:
    """Whether something is given to a layer, an optimizer or a training."""
    while not isinstance(node, ast.stmt | ast.BinOp | ast.Compare | ast.Subscript):
        node = code.parents[node]
        if isinstance(node, ast.Call):
            name = name_of(node.func)
            return name[:1].isupper() or name in ("compile", "fit", "build")
    return False


def _whole_numbers(code: Code, node: ast.Constant, word: str) -> Iterator[int]:
    value = node.value
    assert isinstance(value, int)
    parent = code.parents.get(node)
    if word == "axis":
        yield 1 if value == 0 else 0
    elif word == "epochs":
        return  # left out, it is one
    elif word in _COUNTS or _is_buffer(parent):
        yield from (1,) if value > 1 else ()
    elif isinstance(parent, ast.UnaryOp) or _is_setting(code, node) or value >= LARGE:
        yield value + 1
    else:
        yield value + 1
        if value > 1 or (value == 1 and not isinstance(parent, ast.BinOp)):
            yield value - 1


def _is_buffer(parent: ast.AST | None) -> bool:
    """Whether something is the size of a shuffle buffer."""
    return isinstance(parent, ast.Call) and name_of(parent.func) == "shuffle"


def _sign(code: Code, left: ast.AST, op: ast.AST, right: ast.AST) -> Iterator[Edit]:
    """An operator for one that looks like it, or the other way round."""
    if type(op) not in SIGNS:
        return
    is_text = any(isinstance(x, ast.JoinedStr) for x in (left, right))
    start, end = code.end(left), code.start(right)
    written, other = SIGNS[type(op)]
    between = code.between(start, end)
    if written in between and not is_text:
        yield start, end, between.replace(written, other, 1)
        if written in OTHER_WAY:
            yield start, end, between.replace(written, OTHER_WAY[written], 1)


def _operands(code: Code, node: ast.BinOp) -> Iterator[Edit]:
    """One side left out; both exchanged where that gives something else."""
    start, end = code.start(node), code.end(node)
    left, right = code.whole(node.left), code.whole(node.right)
    if not isinstance(node.left, ast.Constant):
        yield start, end, left
    turns = isinstance(node.op, ast.Sub | ast.Div | ast.MatMult) and left != right
    if turns and not _is_signless(code, node):
        between = code.between(code.end(node.left), code.start(node.right))
        yield start, end, f"{right} {between.strip('() ')} {left}"


def _is_signless(code: Code, node: ast.BinOp) -> bool:
    """Whether only the size of a difference counts."""
    parent = code.parents.get(node)
    match parent:
        case ast.Call(func=func):
            named = name_of(func) in SIGNLESS
        case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=power)):
            named = power == 2
        case _:
            named = False
    return named and isinstance(node.op, ast.Sub)


def _part(
    code: Code, node: ast.Subscript, value: ast.AST, part: ast.AST
) -> Iterator[Edit]:
    """Items of something: bounds one off or left out, axes exchanged, no order."""
    parts = part.elts if isinstance(part, ast.Tuple) else [part]
    for one in parts:
        if isinstance(one, ast.Slice):
            yield from _bounds(code, one)
            turned = one.step is not None and not (one.lower or one.upper)
            if turned and len(parts) == 1:
                yield code.start(node), code.end(node), code.of(value)
    for one, other in pairwise(parts):
        yield from exchanged(code, one, other)


def _bounds(code: Code, piece: ast.Slice) -> Iterator[Edit]:
    for bound in (piece.lower, piece.upper):
        if bound is None:
            continue
        yield code.start(bound), code.end(bound), ""
        if not isinstance(bound, ast.Constant | ast.UnaryOp):
            for sign in "+-":
                yield code.end(bound), code.end(bound), f" {sign} 1"


def _items(code: Code, items: list[ast.expr], brief: Brief) -> Iterator[Edit]:
    """A layer, or another made thing, left out; two of them exchanged.

    The last layer is no choice: it makes the answer.
    """
    made = [_is_made(item, brief) for item in items[:-1]] + [_is_made(items[-1])]
    end = code.end(items[-1])
    for item, is_made in zip(items, made, strict=True):
        if is_made:
            yield _without(code, item, list(items), end)
    for (one, first), (other, second) in pairwise(zip(items, made, strict=True)):
        if first and second:
            yield from exchanged(code, one, other)


def _is_made(item: ast.AST, brief: Brief | None = None) -> bool:
    """Whether a call makes an item; with a brief, one that it doesn't leave free."""
    if not isinstance(item, ast.Call) or name_of(item.func) == "Input":
        return False
    return brief is None or not brief.leaves_free(name_of(item.func))


def exchanged(code: Code, one: ast.AST, other: ast.AST) -> Iterator[Edit]:
    """Two neighbors, each in the other's place."""
    if code.of(one) != code.of(other):
        new = code.of(other) + code.between(code.end(one), code.start(other))
        yield code.start(one), code.end(other), new + code.of(one)


def _name(code: Code, node: ast.Name | ast.Attribute, brief: Brief) -> Iterator[Edit]:
    if not isinstance(node.ctx, ast.Load):
        return
    name = name_of(node)
    start, end = code.end(node) - len(name.encode()), code.end(node)
    if name in NAMES and not (name in brief.names or brief.leaves_free(name)):
        yield start, end, NAMES[name]
    for sides in SIDES:
        for one, other in (sides, sides[::-1]):
            counterpart = name.replace(one, other)
            if counterpart != name and counterpart in brief.names:
                yield start, end, counterpart
