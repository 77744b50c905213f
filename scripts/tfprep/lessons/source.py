"""Parse a lesson file: header, cells, roles, exercises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

import jupytext

from tfprep.lessons.header import Header, parse_header
from tfprep.problems import Problem, ProblemError, did_you_mean

_MARKER = re.compile(r"^# %%(?:$|\s)")
_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"
_SOLUTION = re.compile(
    rf"^([ \t]*){_BEGIN}[ \t]*\n.*?^[ \t]*{_END}[ \t]*$", re.DOTALL | re.MULTILINE
)
_CELL_KEYS = {"tags", "reason", "alt", "skills", "lines_to_next_cell"}


class Role(StrEnum):
    """What a cell is for; it decides who sees it."""

    PROSE = "prose"
    CODE = "code"
    CLAIM = "claim"
    EXERCISE = "exercise"
    HINT = "hint"
    CHECK = "check"
    WRONG = "wrong"


_TAGS = {
    role.value
    for role in (Role.CLAIM, Role.EXERCISE, Role.HINT, Role.CHECK, Role.WRONG)
}


@dataclass(frozen=True)
class Cell:
    """One cell of a lesson file."""

    role: Role
    source: str
    line: int
    """Line of the cell's first source line in the file, counted from 1."""
    skills: tuple[str, ...] = ()
    alt: tuple[str, ...] = ()
    """Text alternatives of the figures that the cell draws, in order."""
    reason: str = ""
    """What a check has to say about this wrong answer."""

    @property
    def is_code(self) -> bool:
        return self.role not in (Role.PROSE, Role.HINT)

    @property
    def stub(self) -> str:
        """The source with each solution replaced by a single `...`."""
        return _SOLUTION.sub(r"\1...", self.source)

    @property
    def solution(self) -> str:
        """The source without the markers around the solution."""
        lines = self.source.splitlines()
        return "\n".join(line for line in lines if line.strip() not in (_BEGIN, _END))


@dataclass(frozen=True)
class Exercise:
    """A task with its stub, hints, check and stored wrong answers."""

    task: Cell
    cell: Cell
    hints: tuple[Cell, ...]
    check: Cell
    wrong: tuple[Cell, ...]

    @property
    def title(self) -> str:
        return heading_of(self.task) or "Exercise"


@dataclass(frozen=True)
class Lesson:
    """A parsed lesson file."""

    path: Path
    slug: str
    """`topic/name`, which is the file's path below examples without its suffix."""
    header: Header
    cells: tuple[Cell, ...]
    exercises: tuple[Exercise, ...]

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


def heading_of(cell: Cell) -> str:
    """The text of the first heading in a prose cell, or an empty string."""
    match = re.search(r"^#{2,6}\s+(.+?)\s*$", cell.source, re.MULTILINE)
    return match.group(1) if match else ""


def read_lesson(path: Path, examples: Path) -> Lesson:
    """Parse the lesson at `path`, a file below the folder `examples`.

    Raises:
        ProblemError: the file can't be used as a lesson; every reason is listed.
    """
    text = _read_text(path)
    header = parse_header(path, text)
    cells = _cells(path, text)
    slug = path.relative_to(examples).with_suffix("").as_posix()
    exercises, problems = _exercises(path, cells)
    problems += _name_problems(path, slug)
    problems += [p for cell in cells if cell.is_code for p in _syntax(path, cell)]
    problems += _skill_problems(path, header, cells)
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
    if (Role.WRONG in tags) != bool(raw.metadata.get("reason")):
        text = 'a wrong answer needs reason="…": the words that the check must say'
        yield Problem(
            path,
            line,
            text if Role.WRONG in tags else "only a wrong answer has a reason",
        )


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
        found = _exercise_problems(
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


def _exercise_problems(
    path: Path, task: Cell | None, group: tuple[Cell, ...]
) -> list[Problem]:
    cell, roles = group[0], [cell.role for cell in group]
    texts = []
    if task is None or task.role is not Role.PROSE or not heading_of(task):
        texts.append(
            "no task: expected a [markdown] cell with a ### heading right above"
        )
    if task is not None and re.search(r"^## ", task.source, re.MULTILINE):
        texts.append("the task holds a ## heading; put that into a cell of its own")
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
        if mark == _BEGIN and open_at is not None:
            yield Problem(path, line, f"{_BEGIN} inside the solution of line {open_at}")
        if mark == _END and open_at is None:
            yield Problem(path, line, f"{_END} without {_BEGIN} above it")
        if mark == _END:
            pairs += open_at is not None
            open_at = None
        elif mark == _BEGIN:
            open_at = line
    if open_at is not None:
        yield Problem(
            path, open_at, f"{_BEGIN} is never closed; expected {_END} below it"
        )
    elif not pairs:
        yield Problem(path, cell.line - 1, f"no solution: expected {_BEGIN} and {_END}")


def _name_problems(path: Path, slug: str) -> list[Problem]:
    if re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]{1,40}", slug):
        return []
    text = f'bad name: got "{slug}.py", expected "topic/name.py" in a-z, 0-9, hyphens'
    return [Problem(path, None, text)]


def _syntax(path: Path, cell: Cell) -> Iterator[Problem]:
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


def _skill_problems(
    path: Path, header: Header, cells: tuple[Cell, ...]
) -> list[Problem]:
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
        if cell.role is Role.PROSE and cell.skills and not heading_of(cell):
            problems.append(
                Problem(path, cell.line - 1, "skills on a cell without a heading")
            )
        for skill in set(cell.skills) - set(header.skills):
            text = f"{skill} is not in the header's skills: {', '.join(header.skills)}"
            problems.append(Problem(path, cell.line - 1, text))
    return problems


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
