"""Parse a lesson file or a sheet: header, cells, roles, exercises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupytext

from tfprep.lessons.cells import Cell, Role, exercise_groups, numbered
from tfprep.lessons.header import Header, SheetHeader, parse_header
from tfprep.lessons.lesson import Lesson
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
    problems = _exercise_problems(path, cells)
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
    return Lesson(path, slug, header, cells)


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
    return numbered(cells)


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


def _exercise_problems(path: Path, cells: tuple[Cell, ...]) -> list[Problem]:
    """What each exercise lacks; loose hints, checks and answers are refused."""
    problems = []
    owned: set[int] = set()
    for group in exercise_groups(cells):
        first = group[0].index
        owned.update(cell.index for cell in group)
        above = cells[first - 1] if first else None
        problems += exercise_problems(path, above, group)
    for cell in cells:
        loose = cell.role in (Role.HINT, Role.CHECK, Role.WRONG)
        if loose and cell.index not in owned:
            text = f"a {cell.role} that belongs to no exercise; put it right below one"
            problems.append(Problem(path, cell.line - 1, text))
    return problems
