"""Parse a lesson file or a sheet: header, cells, roles, exercises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jupytext

from tfprep.lessons.cells import Cell, Exercise, Role
from tfprep.lessons.header import Header, SheetHeader, parse_header
from tfprep.lessons.rules import (
    claim_problems,
    exercise_problems,
    hidden_name_problems,
    name_problems,
    sheet_problems,
    skill_problems,
    syntax_problems,
)
from tfprep.problems import Problem, ProblemError, did_you_mean

_MARKER = re.compile(r"^# %%(?:$|\s)")
SHEETS = ("reference", "topics")
"""Folders of examples that hold sheets: executed pages that are no lessons."""
_CELL_KEYS = {"tags", "reason", "alt", "skills", "lines_to_next_cell"}
_TAGS = {role.value for role in Role if role not in (Role.PROSE, Role.CODE)}
_NEED_REASON = {Role.WRONG: "a wrong answer", Role.ERROR: "an error"}


@dataclass(frozen=True)
class Lesson:
    """A parsed file: a lesson, or a sheet, which has no exercises."""

    path: Path
    slug: str
    """`topic/name`, which is the file's path below examples without its suffix."""
    header: Header | SheetHeader
    cells: tuple[Cell, ...]
    exercises: tuple[Exercise, ...]

    @property
    def is_sheet(self) -> bool:
        return isinstance(self.header, SheetHeader)

    @property
    def topic(self) -> str:
        return self.slug.split("/")[0]

    @property
    def name(self) -> str:
        return self.slug.split("/")[1]

    @cached_property
    def code_cells(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.is_code)

    @cached_property
    def modules(self) -> tuple[str, ...]:
        """Dotted names of all modules that the lesson imports, sorted."""
        trees = (ast.parse(cell.source) for cell in self.code_cells)
        return tuple(sorted({name for tree in trees for name in _imports(tree)}))

    def data_paths(self) -> tuple[Path, ...]:
        """Where the data files stand that the header names."""
        folder = self.path.parents[1] / "data"
        return tuple(folder / name for name in self.header.data)


def read_lesson(path: Path, examples: Path) -> Lesson:
    """Parse the lesson at `path`, a file below the folder `examples`.

    Raises:
        ProblemError: the file can't be used as a lesson; every reason is listed.
    """
    text = _read_text(path)
    slug = path.relative_to(examples).with_suffix("").as_posix()
    sheet = slug.split("/")[0] in SHEETS
    header = parse_header(path, text, SheetHeader if sheet else Header)
    cells = _cells(path, text)
    exercises, problems = _exercises(path, cells)
    problems += name_problems(path, slug)
    for cell in cells:
        problems += syntax_problems(path, cell) if cell.is_code else ()
        problems += claim_problems(path, cell)
    problems += hidden_name_problems(path, cells)
    if isinstance(header, SheetHeader):
        problems += sheet_problems(path, cells)
    else:
        problems += skill_problems(path, header, cells)
    if problems:
        raise ProblemError(problems)
    return Lesson(path, slug, header, cells, exercises)


def _read_text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        text = f"not UTF-8: got byte {raw[error.start]:#04x}; save the file as UTF-8"
        raise ProblemError([Problem(path, line, text)]) from None


def _cells(path: Path, text: str) -> tuple[Cell, ...]:
    notebook = jupytext.reads(text, fmt="py:percent")
    markers = [i for i, line in enumerate(text.splitlines(), 1) if _MARKER.match(line)]
    if len(markers) != len(notebook.cells):
        got = f"got {len(markers)} # %% lines for {len(notebook.cells)} cells"
        first = markers[0] if markers else 1
        hint = "put every cell below a # %% line, and no such line into a string"
        raise ProblemError([Problem(path, first, f"{got}; {hint}")])
    problems: list[Problem] = []
    cells = []
    for line, raw in zip(markers, notebook.cells, strict=True):
        problems += _metadata_problems(path, line, raw)
        if not problems:
            cells.append(_cell(line + 1, raw))
    if problems:
        raise ProblemError(problems)
    return tuple(cells)


def _cell(line: int, raw: Any) -> Cell:
    meta = raw.metadata
    default = Role.CODE if raw.cell_type == "code" else Role.PROSE
    role = Role(meta["tags"][0]) if meta.get("tags") else default
    alt = meta.get("alt", ())
    return Cell(
        role=role,
        source=raw.source,
        line=line,
        skills=tuple(meta.get("skills", ())),
        alt=(alt,) if isinstance(alt, str) else tuple(alt),
        reason=str(meta.get("reason", "")),
    )


def _metadata_problems(path: Path, line: int, raw: Any) -> Iterator[Problem]:
    """Say what is wrong with the options on a `# %%` line."""
    for key in sorted(set(raw.metadata) - _CELL_KEYS):
        hint = did_you_mean(key, _CELL_KEYS)
        yield Problem(path, line, f'unknown cell option "{key}".{hint}')
    tags = raw.metadata.get("tags", [])
    for tag in tags:
        if tag not in _TAGS:
            known = ", ".join(sorted(_TAGS))
            hint = did_you_mean(tag, _TAGS)
            yield Problem(
                path, line, f'unknown tag "{tag}".{hint} Known tags: {known}.'
            )
    if len(tags) > 1:
        yield Problem(
            path, line, f"got {len(tags)} tags on one cell, expected one at most"
        )
    if (Role.HINT in tags) != (raw.cell_type == "markdown") and tags:
        yield Problem(path, line, "only a hint is a [markdown] cell with a tag")
    needing = next((name for role, name in _NEED_REASON.items() if role in tags), None)
    if needing and not raw.metadata.get("reason"):
        text = f'{needing} needs reason="…": words that the message must contain'
        yield Problem(path, line, text)
    if raw.metadata.get("reason") and not needing:
        yield Problem(path, line, "only a wrong answer or an error has a reason")


def _exercises(
    path: Path, cells: tuple[Cell, ...]
) -> tuple[tuple[Exercise, ...], list[Problem]]:
    """Group the cells of each exercise; loose hints, checks and answers are refused."""
    exercises, problems = [], []
    parts = (Role.HINT, Role.CHECK, Role.WRONG)
    owned: set[int] = set()
    for start, cell in enumerate(cells):
        if cell.role is not Role.EXERCISE:
            continue
        stop = start + 1
        while stop < len(cells) and cells[stop].role in parts:
            stop += 1
        owned.update(range(start, stop))
        found = exercise_problems(
            path, cells[start - 1] if start else None, cells[start:stop]
        )
        problems += found
        if not found:
            exercises.append(_exercise(cells[start - 1], cells[start:stop]))
    for index, cell in enumerate(cells):
        if cell.role in parts and index not in owned:
            text = f"a {cell.role} that belongs to no exercise; put it right below one"
            problems.append(Problem(path, cell.line - 1, text))
    return tuple(exercises), problems


def _exercise(task: Cell, group: tuple[Cell, ...]) -> Exercise:
    def of(role: Role) -> tuple[Cell, ...]:
        return tuple(cell for cell in group if cell.role is role)

    return Exercise(task, group[0], of(Role.HINT), of(Role.CHECK)[0], of(Role.WRONG))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
