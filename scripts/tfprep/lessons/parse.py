"""Parse a lesson file or a sheet: header, cells, roles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tfprep.lessons import rules
from tfprep.lessons.cells import Cell, numbered
from tfprep.lessons.header import Header, SheetHeader, parse_header
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.options import Options, read_options
from tfprep.lessons.percent import Block, blocks_of, odd_marks, uncommented
from tfprep.problems import Problem, ProblemError

SHEETS = ("reference", "topics")
"""Folders of examples that hold sheets: executed pages that are no lessons."""

_EXPECTED = 'expected a line "# %%" above code, "# %% [markdown]" above text'
_TEXT_EXPECTED = 'expected "# " in front of every line of text, "# %%" above code'
_MARK_EXPECTED = (
    'to begin one, expected "# %%" at the left margin and a space behind it; '
    "for a comment in a diagram, no space behind its %%"
)


def read_lesson(path: Path, examples: Path) -> Lesson:
    """Parse the lesson at `path`, a file below the folder `examples`.

    Raises:
        ProblemError: the file can't be used as a lesson; every reason is listed.
    """
    lesson, problems = parse_lesson(path, examples)
    if lesson is None or problems:
        raise ProblemError(problems)
    return lesson


def parse_lesson(path: Path, examples: Path) -> tuple[Lesson | None, list[Problem]]:
    """A lesson as far as it can be read, and every reason why it can't be used.

    Where there is a reason, cells may be missing and exercises not be whole: what is
    there can be looked at and not run.
    """
    try:
        text, slug = _read_text(path), _slug(path, examples)
    except ProblemError as error:
        return None, error.problems
    cells, problems = _cells(path, text)
    lesson: Lesson | None = None
    try:
        lesson = Lesson(path, slug, _header(path, slug, text), cells)
    except ProblemError as error:
        problems += error.problems
    if lesson is None or problems:
        problems += rules.file_problems(path, slug, cells)
    else:
        problems = rules.problems(lesson)
    return lesson, sorted(problems, key=lambda problem: problem.line or 0)


def read_header(path: Path, examples: Path) -> Lesson:
    """A lesson without its cells: enough for what must hold between lessons.

    Raises:
        ProblemError: the file has no header that can be used.
    """
    slug = _slug(path, examples)
    return Lesson(path, slug, _header(path, slug, _read_text(path)), ())


def _slug(path: Path, examples: Path) -> str:
    return path.relative_to(examples).with_suffix("").as_posix()


def _header(path: Path, slug: str, text: str) -> Header | SheetHeader:
    is_sheet = slug.split("/")[0] in SHEETS
    return parse_header(path, text, SheetHeader if is_sheet else Header)


def _read_text(path: Path) -> str:
    """The text of a file without a byte-order mark, its lines ended by line feeds."""
    if not path.is_file():  # a pipe would keep us waiting
        said = "got a folder, or a link to nothing; expected a file with a lesson"
        raise _refuse(path, None, said)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line_at(error.object[: error.start].decode("utf-8"))
        got = f"byte {error.object[error.start]:#04x}"
        said = f"not UTF-8: got {got}; save the file as UTF-8"
        raise _refuse(path, line, said) from None
    except OSError as error:
        said = f"can't be read: {error.strerror}; expected a file with a lesson"
        raise _refuse(path, None, said) from None
    text = _with_plain_ends(text)
    if "\0" in text:
        said = "got a NUL character, which no text has; save the file as UTF-8"
        raise _refuse(path, _line_at(text[: text.index("\0")]), said)
    if text.lstrip().startswith("{") and '"cells"' in text:
        said = "got a notebook; make a file of it by `jupytext --to py:percent`"
        raise _refuse(path, 1, said)
    return text


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line_at(before: str) -> int:
    """The line, counted from 1, of what follows the text `before`."""
    return _with_plain_ends(before).count("\n") + 1


def _refuse(path: Path, line: int | None, text: str) -> ProblemError:
    return ProblemError([Problem(path, line, text)])


def _cells(path: Path, text: str) -> tuple[tuple[Cell, ...], list[Problem]]:
    """The cells of a file, as far as it can be read, and what is wrong with them."""
    blocks, cells = blocks_of(text), []
    wrong = list(_loose_text(text, blocks))
    for block in blocks:
        options = read_options(block.said)
        source, bad_lines = _source(block, options)
        wrong += [(block.line, said) for said in options.wrong]
        wrong += bad_lines
        cells.append(
            Cell(
                role=options.role,
                source=source,
                line=block.line + 1,
                id="".join(options.texts("id")),
                skills=options.texts("skills"),
                alt=options.texts("alt"),
                slider="".join(options.texts("slider")),
                states=options.texts("states"),
                given=options.texts("given"),
                numbers=options.texts("numbers"),
                reason="".join(options.texts("reason")),
            )
        )
    return numbered(cells), [Problem(path, line, said) for line, said in wrong]


def _loose_text(text: str, blocks: list[Block]) -> Iterator[tuple[int, str]]:
    """What stands between the header and the first cell belongs to none."""
    first = blocks[0].line if blocks else text.count("\n") + 2
    lines = text.split("\n")[: first - 1]
    ends = [i for i, line in enumerate(lines, 1) if line.rstrip() == "# ---"][:2]
    if len(ends) < 2:
        return  # the header is said to be wrong
    loose = [i for i, line in enumerate(lines, 1) if i > ends[1] and line.strip()]
    if loose:
        got = lines[loose[0] - 1].strip()
        yield loose[0], f"got {got!r} above the first cell; {_EXPECTED}"
    elif not blocks:
        yield ends[1], f"got a header without any cell; {_EXPECTED}"


def _source(block: Block, options: Options) -> tuple[str, list[tuple[int, str]]]:
    """The source of a cell, and its lines that are wrong."""
    lines = list(block.lines)
    wrong: list[tuple[int, str]] = []
    if options.is_text:
        for i, line in enumerate(lines):
            try:
                lines[i] = uncommented(line)
            except ValueError:
                said = f"got {line.strip()!r} in a [markdown] cell; {_TEXT_EXPECTED}"
                wrong = wrong or [(block.line + 1 + i, said)]
    for number in odd_marks(block.lines, is_text=options.is_text):
        got = block.lines[number - 1].strip()
        said = f"got {got!r}, which begins a cell for other editors; {_MARK_EXPECTED}"
        wrong = [(block.line + number, said)]  # what follows may be no text at all
    return "\n".join(lines), wrong
