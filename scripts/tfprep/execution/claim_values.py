"""What a claim that failed compared, so that its author sees what was got."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

LONGEST = 100
"""Characters that are shown of a value, and of the code that has it."""


def print_values(source: str) -> None:
    """Print what the assert compared that failed last in this kernel, for the caller.

    Args:
        source: of the cell in which it stands.
    """
    trace, frames = getattr(sys, "last_traceback", None), []
    while trace is not None:
        frames.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    if frames:
        frame, line = frames[-1]
        names = {**frame.f_globals, **frame.f_locals}
        print("\n".join(compared(source, line, names)), end="")


def compared(source: str, line: int, names: Mapping[str, Any]) -> Iterator[str]:
    """The sides of the assert on a line, each as `code = value`.

    They are computed again, after the fact; one that can't be is left out.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assert) and node.lineno <= line <= _end(node):
            for side in _sides(_failed(node.test, names)):
                with suppress(Exception):  # the lesson's own code, tried again
                    value = " ".join(repr(_value(side, names)).split())
                    yield f"{_short(ast.unparse(side))} = {_short(value)}"
            return


def _failed(test: ast.expr, names: Mapping[str, Any]) -> ast.expr:
    """The first part of an `and` that isn't true; else all of it."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        for part in test.values:
            with suppress(Exception):  # the lesson's own code, tried again
                if not _value(part, names):
                    return _failed(part, names)
    return test


def _sides(test: ast.expr) -> list[ast.expr]:
    """What a reader wants to know the values of."""
    match test:
        case ast.Compare(left=left, comparators=others):
            sides = [left, *others]
        case ast.BoolOp(values=values):
            sides = values
        case ast.UnaryOp(operand=operand):
            sides = [operand]
        case ast.Call(args=args):
            sides = [test, *args]
        case _:
            sides = [test]
    return [side for side in sides if not _is_literal(side)]


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    code = compile(ast.Expression(node), "<claim>", "eval")
    return eval(code, dict(names))  # noqa: S307 - what the kernel has just run


def _end(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
