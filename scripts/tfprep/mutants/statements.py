"""Mistakes in the statements of a solution: one left out, two exchanged, no work."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from tfprep.mutants.exchanges import UNTOUCHED
from tfprep.mutants.expressions import exchanged, name_of, root_of
from tfprep.mutants.text import Code, Edit


def of_statement(code: Code, node: ast.AST) -> Iterator[Edit]:
    """The edits of one statement, and of what stands below it."""
    match node:
        case ast.If(test=test, orelse=orelse):
            yield code.start(test), code.end(test), f"not ({code.of(test)})"
            if not orelse:
                yield code.start(test), code.end(test), "False"
        case ast.Return(value=ast.Tuple(elts=[one, other, *_])):
            yield from exchanged(code, one, other)
    for field in ("body", "orelse"):
        block = getattr(node, field, None)
        if isinstance(block, list):
            yield from _block(code, block, _given(node))


def untouched(code: Code, function: ast.FunctionDef, first: ast.AST) -> Iterator[Edit]:
    """A function that hands back its input, at the first statement of a solution."""
    arguments = [arg.arg for arg in function.args.args if arg.arg != "self"]
    if arguments and _returns(function):
        yield (
            code.start(first),
            code.start(first),
            f"return {arguments[0]}\n" + " " * (getattr(first, "col_offset", 0)),
        )


def _returns(function: ast.FunctionDef) -> bool:
    found = (node for node in ast.walk(function) if isinstance(node, ast.Return))
    return any(node.value is not None for node in found)


def _given(node: ast.AST) -> set[str]:
    """The names that a function gets."""
    if isinstance(node, ast.FunctionDef):
        return {arg.arg for arg in node.args.args}
    return set()


def _block(code: Code, block: list[ast.stmt], bound: set[str]) -> Iterator[Edit]:
    for statement in block:
        if _can_go(statement, bound):
            yield code.start(statement), code.end(statement), "pass"
        bound |= _made(statement)
    for one, other in pairwise(block):
        if _can_turn(one, other):
            yield from exchanged(code, one, other)


def _can_go(statement: ast.stmt, bound: set[str]) -> bool:
    """Whether the code still runs without a statement."""
    match statement:
        case ast.Expr(value=ast.Call(func=func)):
            return name_of(func) not in UNTOUCHED
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) | ast.AugAssign():
            return True
        case ast.Assign() | ast.AnnAssign():
            return bool(made := _made(statement)) and made <= bound
        case ast.For() | ast.While():
            return _made(statement) <= bound
    return False


def _made(statement: ast.stmt) -> set[str]:
    """The names that a statement binds."""
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _can_turn(one: ast.stmt, other: ast.stmt) -> bool:
    """Whether two statements work on one thing, and neither needs the other's names."""
    made = _made(one) | _made(other)
    used = _read(one) | _read(other)
    return not made & used and bool(_changed(one) & _worked_on(other))


def _read(statement: ast.stmt) -> set[str]:
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _changed(statement: ast.stmt) -> set[str]:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=value))):
            return {root_of(value)} - {"", "np", "tf", "keras", "plt"}
        case ast.Assign(targets=[ast.Attribute(value=value)]):
            return {root_of(value)} - {""}
    return set()


def _worked_on(statement: ast.stmt) -> set[str]:
    return {n.id for n in ast.walk(statement) if isinstance(n, ast.Name)}
