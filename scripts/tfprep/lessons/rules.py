"""What must hold in a lesson file; what does not is said with its line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from warnings import catch_warnings

from tfprep.lessons.cells import (
    BEGIN,
    END,
    HIDDEN,
    PARTS,
    Cell,
    Role,
    defined_names,
    exercise_groups,
    heading_of,
)
from tfprep.lessons.lesson import Lesson
from tfprep.problems import Problem

_COMMAND = re.compile(r"[%!?]|[\w.]+\?\??$|[\w, ]+=\s*[%!]")
"""A line of IPython's own: `%time`, `!ls`, `?name`, `name?`, `files = !ls`."""


def problems(lesson: Lesson) -> list[Problem]:
    """All that is wrong with the form of a lesson or a sheet."""
    return [
        *file_problems(lesson.path, lesson.slug, lesson.cells),
        *_title(lesson),
        *_claims(lesson),
        *_hidden_names(lesson),
        *_exercises(lesson),
        *_headings(lesson),
        *(_sheet(lesson) if lesson.is_sheet else _lesson(lesson)),
    ]


def file_problems(path: Path, slug: str, cells: Iterable[Cell]) -> list[Problem]:
    """What is wrong with a file whatever its header and its options say."""
    return [
        *_name(path, slug),
        *(problem for cell in cells for problem in _syntax(path, cell)),
    ]


def _name(path: Path, slug: str) -> Iterator[Problem]:
    """A file's name becomes part of addresses."""
    if not re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]{1,40}", slug):
        got, expected = f'got "{slug}.py"', 'expected "topic/name.py"'
        text = f"bad name: {got}, {expected} in a-z, 0-9, hyphens"
        yield Problem(path, None, text)


def _title(lesson: Lesson) -> Iterator[Problem]:
    """A title is a heading, a line of a script and part of links."""
    title = lesson.header.title
    if not title.isprintable():
        text = f"bad title: got {title!r}; expected one line of text"
        yield Problem(lesson.path, 1, text)


def _syntax(path: Path, cell: Cell) -> Iterator[Problem]:
    """Code compiles, an exercise's stub too."""
    if not cell.is_code:
        return
    for source in dict.fromkeys((cell.source, cell.stub_in_place)):
        what = "syntax error" if source == cell.source else "syntax error in the stub"
        try:
            with catch_warnings(action="ignore"):  # they belong to the cell's run
                compile(source, "<cell>", "exec", dont_inherit=True)
        except SyntaxError as error:
            lines = source.split("\n")
            line = min(error.lineno or 1, len(lines))
            said = _explained(cell, error.msg, lines[line - 1].strip())
            yield Problem(path, cell.line + line - 1, f"{what}: {said}")
        except (MemoryError, RecursionError, OverflowError):
            yield Problem(path, cell.line - 1, f"{what}: nested too deeply for Python")


def _explained(cell: Cell, message: str, shown: str) -> str:
    """What Python says of a line, its numbers of lines counted in the file."""
    if _COMMAND.match(shown):
        return (
            f"IPython commands are not Python: {shown}; write it in Python or leave it "
            "out, since a lesson is a plain script too"
        )
    message = re.sub(r" \(detected at line \d+\)", "", message)
    message = re.sub(
        r"\bline (\d+)", lambda found: f"line {cell.line - 1 + int(found[1])}", message
    )
    if message.startswith("unterminated triple-quoted"):
        return f"{message}: {shown}; a line # %% begins a cell, in a string too"
    return f"{message}: {shown}"


def _hidden_names(lesson: Lesson) -> Iterator[Problem]:
    """What only a claim defines is missing in the learner's notebook."""
    seen: set[str] = set()
    hidden: dict[str, int] = {}
    for cell in lesson.code_cells:
        is_claim = cell.role is Role.CLAIM
        if cell.role in HIDDEN and not is_claim:
            continue
        with suppress(SyntaxError):  # said elsewhere
            made, used, _ = cell.names
            if is_claim:
                hidden |= dict.fromkeys(made - seen, cell.line)
            else:
                seen |= made
                for name in sorted((used & hidden.keys()) - seen):
                    text = (
                        f"uses {name}, which only the claim of line {hidden[name]} "
                        "defines: a learner's notebook has no claims"
                    )
                    yield Problem(lesson.path, cell.line, text)


def _claims(lesson: Lesson) -> Iterator[Problem]:
    """A claim asserts, or else nobody notices when it becomes untrue."""
    for cell in lesson.code_cells:
        if cell.role is not Role.CLAIM:
            continue
        with suppress(SyntaxError):  # said elsewhere
            if not any(isinstance(node, ast.Assert) for node in ast.walk(cell.tree)):
                text = "a claim without an assert: say what must hold for the page"
                yield _at_mark(lesson, cell, text)


def _at_mark(lesson: Lesson, cell: Cell, text: str) -> Problem:
    """A problem at the `# %%` line of a cell."""
    return Problem(lesson.path, cell.line - 1, text)


def _headings(lesson: Lesson) -> Iterator[Problem]:
    """A section that teaches a skill has a heading to link to."""
    for cell in lesson.cells:
        if cell.role is Role.PROSE and cell.skills and not heading_of(cell):
            yield _at_mark(lesson, cell, "skills on a cell without a heading")


def _sheet(lesson: Lesson) -> Iterator[Problem]:
    """On a sheet each piece of code is held by a claim, and nobody is examined."""
    allowed = (Role.PROSE, Role.CODE, Role.CLAIM, Role.ERROR)
    for cell, following in pairwise((*lesson.cells, None)):
        assert cell is not None
        if cell.role not in allowed:
            text = f"got a cell tagged {cell.role}; exercises belong into lessons"
            yield _at_mark(lesson, cell, text)
        claimed = following is not None and following.role is Role.CLAIM
        if cell.role is Role.CODE and not claimed:
            text = 'no claim: expected a cell tags=["claim"] right below this code'
            yield _at_mark(lesson, cell, text)


def _lesson(lesson: Lesson) -> Iterator[Problem]:
    """Each skill of the header has a section, no cell claims another, none raises."""
    skills = lesson.header.skills
    sections = [cell for cell in lesson.cells if cell.role is Role.PROSE]
    taught = {skill for cell in sections for skill in cell.skills}
    for skill in skills:
        if skill not in taught:
            text = f'no section teaches {skill}: expected skills=["{skill}"] on one'
            yield Problem(lesson.path, 1, text)
    for cell in lesson.cells:
        if cell.role is Role.ERROR:
            text = "an error in a lesson, where a learner's run would stop; catch it"
            yield _at_mark(lesson, cell, text)
        for skill in sorted(set(cell.skills) - set(skills)):
            text = f"{skill} is not in the header's skills: {', '.join(skills)}"
            yield _at_mark(lesson, cell, text)


def _exercises(lesson: Lesson) -> Iterator[Problem]:
    """Exercises are whole; a hint, check or answer belongs to one."""
    owned: set[int] = set()
    for group in exercise_groups(lesson.cells):
        owned.update(cell.index for cell in group)
        for text in _lacks(lesson, group):
            yield _at_mark(lesson, group[0], text)
        for line, text in _solution_marks(group[0]):
            yield Problem(lesson.path, line, text)
    for cell in lesson.cells:
        if cell.role in PARTS and cell.index not in owned:
            text = f"a {cell.role} that belongs to no exercise; put it right below one"
            yield _at_mark(lesson, cell, text)


def _lacks(lesson: Lesson, group: tuple[Cell, ...]) -> Iterator[str]:
    """An exercise has a brief, one check, a wrong answer and a skill."""
    cell, roles = group[0], [cell.role for cell in group]
    above = lesson.cells[cell.index - 1] if cell.index else None
    if above is None or above.role is not Role.PROSE or not heading_of(above):
        yield "no brief: expected a [markdown] cell with a ### heading right above"
    if above is not None and re.search(r"^## ", above.source, re.MULTILINE):
        yield "the brief holds a ## heading; put that into a cell of its own"
    if roles.count(Role.CHECK) != 1:
        yield f"got {roles.count(Role.CHECK)} checks for this exercise, expected one"
    if Role.WRONG not in roles:
        yield "no wrong answer: store at least one that the check must refuse"
    if roles[1:] != sorted(roles[1:], key=PARTS.index):
        got, expected = ", ".join(roles[1:]), ", ".join(PARTS)
        yield f"got {got} below this exercise; expected {expected} in this order"
    if not cell.skills:
        yield 'no skill: expected for example skills=["IMG-1"] on the exercise'
    if not cell.id:
        example = f'id="{lesson.slug}/{_word_for(cell)}"'
        yield f"no id: add {example} to this line, once and for all"


def _word_for(cell: Cell) -> str:
    """What is to be written in an exercise, as the last part of an id."""
    names = ["exercise"]
    with suppress(SyntaxError):  # said elsewhere
        names += defined_names(cell.tree)
    words = re.sub("[^a-zA-Z0-9]+|(?<=[a-z])(?=[A-Z])", "-", names[-1])
    return words.strip("-").lower()


def _solution_marks(cell: Cell) -> Iterator[tuple[int, str]]:
    """The solution stands between its marks; what does not, with lines of the file."""
    open_at: int | None = None
    pairs = 0
    for line, text in enumerate(cell.source.split("\n"), cell.line):
        mark = text.strip()
        if mark == BEGIN and open_at is not None:
            yield line, f"{BEGIN} inside the solution of line {open_at}"
        if mark == END and open_at is None:
            yield line, f"{END} without {BEGIN} above it"
        if mark == END:
            pairs += open_at is not None
            open_at = None
        elif mark == BEGIN:
            open_at = line
    if open_at is not None:
        yield open_at, f"{BEGIN} is never closed; expected {END} below it"
    elif not pairs:
        yield cell.line - 1, f"no solution: expected {BEGIN} and {END}"
