"""The mutants of an exercise: its solution with one mistake each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from warnings import catch_warnings

from tfprep.lessons.cells import BEGIN, END, Exercise
from tfprep.lessons.lesson import Lesson
from tfprep.mutants.expressions import Brief, of_expression
from tfprep.mutants.statements import of_statement, untouched
from tfprep.mutants.text import Code, Edit

QUOTES = '"""'


@dataclass(frozen=True)
class Mutant:
    """A solution with one mistake."""

    text: str
    """The whole answer."""
    old: tuple[str, ...]
    """The lines of the solution that are changed, without their indentation."""
    new: tuple[str, ...]
    line: int
    """The first changed line of the lesson's file, counted from 1."""

    @property
    def change(self) -> tuple[str, str]:
        """What is changed, whatever stands around it: each side on one line."""
        return " ".join(self.old), " ".join(self.new)


class Fate(StrEnum):
    """What became of a mutant."""

    REFUSED = "refused"
    """By the check, or by an error of its own, which a learner would be told."""
    ACCEPTED = "accepted"
    CRASHED = "crashed"
    """The check fell over it instead of refusing it."""
    STOPPED = "stopped"
    """It had to be stopped, or ended Python: the check didn't come to a verdict."""


@dataclass(frozen=True)
class Tried:
    """A mutant that was tried."""

    mutant: Mutant
    fate: Fate
    said: str
    """The error's name and message, if there was one."""


def mutants_of(lesson: Lesson, exercise: Exercise) -> list[Mutant]:
    """Each mutant of an exercise's solution once, in the order of its lines.

    What is the solution again but for its layout, or a right answer that the lesson
    stores, is none.
    """
    code = Code(exercise.cell.source)
    brief = Brief(exercise.brief.source, frozenset(_names(lesson)))
    seen = {_form(exercise.cell.solution), *(_form(c.source) for c in exercise.right)}
    found: list[Mutant] = []
    for edit in _edits(code, brief):
        source = code.edited(edit)
        form = _form(_answer(source))
        if form is not None and form not in seen:
            seen.add(form)
            found.append(_mutant(exercise, source))
    return sorted(found, key=lambda mutant: mutant.line)


def _names(lesson: Lesson) -> set[str]:
    """The names that the shown cells bind."""
    return {name for cell in lesson.code_cells for name in cell.names.made}


def _form(source: str) -> str | None:
    """The code whatever its layout; None if it is no Python."""
    with suppress(SyntaxError, ValueError), catch_warnings(action="ignore"):
        compile(source, "<mutant>", "exec", dont_inherit=True)
        return ast.dump(ast.parse(source))
    return None


def _answer(source: str) -> str:
    lines = source.split("\n")
    return "\n".join(line for line in lines if line.strip() not in (BEGIN, END))


def _edits(code: Code, brief: Brief) -> Iterator[Edit]:
    spans = list(_spans(code.source))
    for edit in _all_edits(code, brief, spans):
        lines = [code.between(0, at).count("\n") + 1 for at in edit[:2]]
        if any(first < lines[0] and lines[1] < last for first, last in spans):
            yield edit


def _all_edits(
    code: Code, brief: Brief, spans: list[tuple[int, int]]
) -> Iterator[Edit]:
    for node in ast.walk(code.tree):
        yield from _edits_at(code, node, brief, spans)
        match node:
            case ast.Constant(value=str(text)) if _is_program(text, code.of(node)):
                at = code.start(node) + len(QUOTES)
                for start, end, new in _all_edits(Code(text), brief, []):
                    yield start + at, end + at, new


def _is_program(text: str, written: str) -> bool:
    """Whether a text is code, as it stands between its quotes."""
    is_plain = written == f"{QUOTES}{text}{QUOTES}"
    return is_plain and text.count("\n") > 2 and _form(text) is not None


def _edits_at(
    code: Code, node: ast.AST, brief: Brief, spans: list[tuple[int, int]]
) -> Iterator[Edit]:
    if isinstance(node, ast.expr):
        yield from of_expression(code, node, brief)
    if isinstance(node, ast.stmt | ast.Module):
        yield from of_statement(code, node)
    if isinstance(node, ast.FunctionDef):
        for first, last in spans:
            inside = [s for s in node.body if first < s.lineno < last]
            yield from (edit for s in inside[:1] for edit in untouched(code, node, s))


def _spans(source: str) -> Iterator[tuple[int, int]]:
    """The lines of the marks around each solution."""
    first = 0
    for number, line in enumerate(source.split("\n"), 1):
        if line.strip() == BEGIN:
            first = number
        elif line.strip() == END:
            yield first, number


def _mutant(exercise: Exercise, source: str) -> Mutant:
    """A mutant, with the lines in which it differs."""
    before, after = exercise.cell.source.split("\n"), source.split("\n")
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [code for code in codes if code[0] != "equal"]
    (_, start, _, new_start, _), (_, _, end, _, new_end) = changed[0], changed[-1]
    return Mutant(
        text=_answer(source),
        old=_stripped(before[start:end]),
        new=_stripped(after[new_start:new_end]),
        line=exercise.cell.line + start,
    )


def _stripped(lines: list[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines if line.strip())
