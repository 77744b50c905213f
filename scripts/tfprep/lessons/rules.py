"""What must hold in a lesson file; what does not is said with its line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from tfprep.lessons.cells import BEGIN, END, Cell, Role, heading_of
from tfprep.lessons.header import Header
from tfprep.problems import Problem


def name_problems(path: Path, slug: str) -> list[Problem]:
    """A file's name becomes part of addresses."""
    if re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]{1,40}", slug):
        return []
    text = f'bad name: got "{slug}.py", expected "topic/name.py" in a-z, 0-9, hyphens'
    return [Problem(path, None, text)]


def syntax_problems(path: Path, cell: Cell) -> Iterator[Problem]:
    """Code compiles, an exercise's stub too."""
    for source in (
        {cell.source, cell.stub} if cell.role is Role.EXERCISE else {cell.source}
    ):
        try:
            compile(source, str(path), "exec", dont_inherit=True)
        except SyntaxError as error:
            line = cell.line + (error.lineno or 1) - 1
            shown = (error.text or "").strip()
            what = "" if source == cell.source else " in the stub"
            yield Problem(path, line, f"syntax error{what}: {error.msg}: {shown}")


def claim_problems(path: Path, cell: Cell) -> Iterator[Problem]:
    """A claim asserts, or else nobody notices when it becomes untrue."""
    if cell.role is not Role.CLAIM:
        return
    with suppress(SyntaxError):  # said elsewhere
        tree = ast.parse(cell.source)
        if not any(isinstance(node, ast.Assert) for node in ast.walk(tree)):
            text = "a claim without an assert: say what must hold for the page"
            yield Problem(path, cell.line - 1, text)


def hidden_name_problems(path: Path, cells: tuple[Cell, ...]) -> Iterator[Problem]:
    """What only a claim defines is missing in the learner's notebook."""
    seen: set[str] = set()
    hidden: dict[str, int] = {}
    for cell in cells:
        with suppress(SyntaxError):  # said elsewhere
            if cell.role is Role.CLAIM:
                made, _ = _names(cell.source)
                hidden |= dict.fromkeys(made - seen, cell.line)
            elif cell.is_code and cell.role is not Role.WRONG:
                made, used = _names(cell.source)
                seen |= made
                for name in sorted((used & hidden.keys()) - seen):
                    text = (
                        f"uses {name}, which only the claim of line {hidden[name]} "
                        "defines: a learner's notebook has no claims"
                    )
                    yield Problem(path, cell.line, text)


def _names(source: str) -> tuple[set[str], set[str]]:
    """The names that some code makes, in whatever scope, and those that it uses."""
    made, used = set(), set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                used.add(name)
            case ast.Name(id=name) | ast.arg(arg=name):
                made.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                made.add(name)
            case ast.alias(name=name, asname=alias):
                made.add(alias or name.partition(".")[0])
    return made, used


def sheet_problems(path: Path, cells: tuple[Cell, ...]) -> Iterator[Problem]:
    """On a sheet each piece of code is held by a claim, and nobody is examined."""
    allowed = (Role.PROSE, Role.CODE, Role.CLAIM, Role.ERROR)
    for cell, following in pairwise((*cells, None)):
        assert cell is not None
        if cell.role not in allowed:
            text = f"got a cell tagged {cell.role}; exercises belong into lessons"
            yield Problem(path, cell.line - 1, text)
        claimed = following is not None and following.role is Role.CLAIM
        if cell.role is Role.CODE and not claimed:
            text = 'no claim: expected a cell tags=["claim"] right below this code'
            yield Problem(path, cell.line - 1, text)
        if cell.role is Role.PROSE and cell.skills and not heading_of(cell):
            yield Problem(path, cell.line - 1, "skills on a cell without a heading")


def skill_problems(
    path: Path, header: Header, cells: tuple[Cell, ...]
) -> list[Problem]:
    """Each skill of the header has a section, and no cell claims another."""
    taught = {
        skill for cell in cells if cell.role is Role.PROSE for skill in cell.skills
    }
    problems = [
        Problem(
            path, 1, f'no section teaches {skill}: expected skills=["{skill}"] on one'
        )
        for skill in header.skills
        if skill not in taught
    ]
    for cell in cells:
        if cell.role is Role.ERROR:
            text = "an error in a lesson, where a learner's run would stop; catch it"
            problems.append(Problem(path, cell.line - 1, text))
        if cell.role is Role.PROSE and cell.skills and not heading_of(cell):
            problems.append(
                Problem(path, cell.line - 1, "skills on a cell without a heading")
            )
        for skill in set(cell.skills) - set(header.skills):
            text = f"{skill} is not in the header's skills: {', '.join(header.skills)}"
            problems.append(Problem(path, cell.line - 1, text))
    return problems


def exercise_problems(
    path: Path, above: Cell | None, group: tuple[Cell, ...]
) -> list[Problem]:
    """An exercise has a brief, one check, a wrong answer, a skill and a solution."""
    cell, roles = group[0], [cell.role for cell in group]
    texts = []
    if above is None or above.role is not Role.PROSE or not heading_of(above):
        texts.append(
            "no brief: expected a [markdown] cell with a ### heading right above"
        )
    if above is not None and re.search(r"^## ", above.source, re.MULTILINE):
        texts.append("the brief holds a ## heading; put that into a cell of its own")
    if roles.count(Role.CHECK) != 1:
        texts.append(
            f"got {roles.count(Role.CHECK)} checks for this exercise, expected one"
        )
    if Role.WRONG not in roles:
        texts.append("no wrong answer: store at least one that the check must refuse")
    if not cell.skills:
        texts.append('no skill: expected for example skills=["IMG-1"] on the exercise')
    problems = [Problem(path, cell.line - 1, text) for text in texts]
    return problems + list(_solution_problems(path, cell))


def _solution_problems(path: Path, cell: Cell) -> Iterator[Problem]:
    open_at: int | None = None
    pairs = 0
    for line, text in enumerate(cell.source.splitlines(), cell.line):
        mark = text.strip()
        if mark == BEGIN and open_at is not None:
            yield Problem(path, line, f"{BEGIN} inside the solution of line {open_at}")
        if mark == END and open_at is None:
            yield Problem(path, line, f"{END} without {BEGIN} above it")
        if mark == END:
            pairs += open_at is not None
            open_at = None
        elif mark == BEGIN:
            open_at = line
    if open_at is not None:
        yield Problem(
            path, open_at, f"{BEGIN} is never closed; expected {END} below it"
        )
    elif not pairs:
        yield Problem(path, cell.line - 1, f"no solution: expected {BEGIN} and {END}")
