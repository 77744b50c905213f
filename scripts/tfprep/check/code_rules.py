"""Rules for the code of lessons, sheets and quiz questions."""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections.abc import Iterator

from tfprep.check.prose import short
from tfprep.check.scope import Scope
from tfprep.execution.key_numbers import key_numbers
from tfprep.lessons.bindings import bindings
from tfprep.lessons.cells import Cell, Role, names_in
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.stack import STACK
from tfprep.problems import Problem

CODE: Scope[Lesson] = Scope("the code of a lesson, a sheet or a quiz")

WIDTH = 88
"""Characters in a line of code: more would scroll on the page."""

_SEED = re.compile(r"\b(?:set_random_seed|default_rng)\([^)]*\)")
_PASSING = (ast.For, ast.Try, ast.TryStar, ast.Import, ast.ImportFrom)
"""Statements whose own names, as in `except OSError as error`, nobody uses later."""
_PLAIN_SEED = re.compile(r"\w+\(\d+\)")


def code_lines(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Every line of code with its number."""
    for cell in lesson.code_cells:
        yield from enumerate(cell.source.split("\n"), cell.line)


@CODE.rule
def lines_fit(lesson: Lesson) -> Iterator[Problem]:
    """A line of code is read without scrolling."""
    for number, line in code_lines(lesson):
        if len(line) > WIDTH:
            text = (
                f"got {len(line)} characters of code on a line, expected {WIDTH} at "
                f"most; break the line {short(line)}"
            )
            yield Problem(lesson.path, number, text)


@CODE.rule
def only_the_stack_is_imported(lesson: Lesson) -> Iterator[Problem]:
    """A learner needs TensorFlow and its friends, and installs nothing else."""
    for cell in lesson.code_cells:
        for line, name in _imports(cell):
            top = name.partition(".")[0]
            if top not in STACK and top not in sys.stdlib_module_names:
                text = (
                    f"got an import of {top}, expected the standard library or one of "
                    f"{', '.join(STACK)}; do without it"
                )
                yield Problem(lesson.path, line, text)


def _imports(cell: Cell) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(cell.source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = ["." * node.level + (node.module or "")]
        else:
            continue
        yield from ((cell.line + node.lineno - 1, name) for name in names)


@CODE.rule
def seeds_are_plain_numbers(lesson: Lesson) -> Iterator[Problem]:
    """A script swaps the seeds, so that claims are tried with others."""
    for number, line in code_lines(lesson):
        for call in _SEED.findall(line):
            if not _PLAIN_SEED.fullmatch(call):
                name = call.partition("(")[0]
                text = (
                    f"got the seed {short(call)}, expected a plain number as in "
                    f"{name}(7); scripts/dev/try_seeds.py swaps it for others"
                )
                yield Problem(lesson.path, number, text)


@CODE.rule
def claims_have_messages(lesson: Lesson) -> Iterator[Problem]:
    """A claim that fails says which sentence of the prose has become untrue."""
    for cell in lesson.code_cells:
        nodes = ast.walk(ast.parse(cell.source)) if cell.role is Role.CLAIM else ()
        for node in nodes:
            if isinstance(node, ast.Assert) and node.msg is None:
                text = (
                    "got an assert without a message, expected one; say behind a comma "
                    "what the prose claims"
                )
                yield Problem(lesson.path, cell.line + node.lineno - 1, text)


@CODE.rule
def key_numbers_have_values(lesson: Lesson) -> Iterator[Problem]:
    """The weekly run takes a key number from what is there when its claim has held."""
    made = {*dir(builtins)}
    for cell in lesson.code_cells:
        made |= cell.names.made
        for number in key_numbers(cell):
            own, used, _ = names_in(ast.parse(number.code))
            if missing := used - own - made:
                text = (
                    f"got {short(number.code)} as a key number, with "
                    f"{', '.join(sorted(missing))}, expected names that the code up to "
                    "its claim sets; name another value"
                )
                yield Problem(lesson.path, cell.line - 1, text)


@CODE.rule
def checks_leave_names_alone(lesson: Lesson) -> Iterator[Problem]:
    """A check gives no name of the lesson another value: what follows would use it."""
    for exercise in lesson.exercises:
        check = exercise.check
        names = _names_of_the_lesson(lesson, check)
        for name, statement in bindings(check.tree):
            if name in names and not isinstance(statement, ast.Import | ast.ImportFrom):
                text = (
                    f"got the check changing {name}, which the shown cell of line "
                    f"{names.pop(name)} sets or needs, expected a name of its own; "
                    f"call it for example tried_{name}"
                )
                yield Problem(lesson.path, check.line + statement.lineno - 1, text)


def _names_of_the_lesson(lesson: Lesson, check: Cell) -> dict[str, int]:
    """Names that shown cells set to last, or need from a check, with their lines."""
    found: dict[str, int] = {}
    made: set[str] = set()
    for cell in lesson.code_cells:
        if cell.role not in (Role.CODE, Role.EXERCISE):
            continue
        for name, statement in bindings(cell.tree):
            if not isinstance(statement, _PASSING) and name != "_":
                found.setdefault(name, cell.line)
        here, used, _ = cell.names
        made |= here
        if cell.index > check.index:
            for name in used - made:
                found.setdefault(name, cell.line)
    return found
