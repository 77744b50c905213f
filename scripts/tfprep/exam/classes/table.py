"""The table of a class, as a CSV file that no spreadsheet takes for a program."""

from __future__ import annotations

import csv
import errno
import io
import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from tfprep.exam.classes.found import reason
from tfprep.exam.classes.grading import Outcome
from tfprep.exam.classes.readable import escape, one_line
from tfprep.exam.outcomes import ExamError
from tfprep.files import write_atomically

COLUMNS = (
    "learner",
    "task",
    "score",
    "points",
    "of",
    "metric",
    "value",
    "sha256",
    "remark",
)
# OWASP's list for "CSV injection", and the apostrophe itself, so that no two names
# become the same. Within a cell a semicolon or a tab counts as a beginning too: a
# spreadsheet may take it for the separator.
_FORMULA = re.compile(
    r"""((?:^|[;\t])[\s"]*)(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20'])"""
)
_NAMES = 3
"""Names that a remark lists."""


def make_table(outcomes: Sequence[Outcome]) -> str:
    """The table as text: a row for each outcome, in their order.

    Models that several learners handed in are remarked on in each of their rows.
    """
    alike = _alike(outcomes)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for outcome in outcomes:
        writer.writerow([_cell(value) for value in _line(outcome, alike)])
    return text.getvalue()


def check_file(path: Path) -> None:
    """Refuse to write a table where something else would be lost, or where none can.

    Raises:
        ExamError: with what to do instead.
    """
    if str(path) == "-":
        return
    shown = escape(str(path))
    try:
        head = _head(path)
    except (OSError, RuntimeError) as error:  # a circle of links is the latter
        raise ExamError(
            f"The table can't be written to {shown} ({reason(error)}). Name another "
            "file, in a folder that is there and that you may write: --csv FILE"
        ) from error
    if head and not _is_ours(head):
        raise ExamError(
            f"{shown} is not a table that this command wrote, so it stays as it is. "
            "Name another file (--csv FILE), or move this one away."
        )


def _head(path: Path) -> bytes:
    """The beginning of what stands where a table is to be written; empty if nothing.

    Raises:
        OSError: no file can be written there.
        RuntimeError: links lead in a circle.
    """
    whole = path.resolve()
    folder = whole.parent
    if whole.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if not folder.is_dir():
        raise FileNotFoundError(errno.ENOENT, "there is no such folder")
    if path.exists():
        mode = path.stat().st_mode
        if stat.S_ISCHR(mode) or stat.S_ISFIFO(mode):
            return b""  # such as /dev/stdout
        if not stat.S_ISREG(mode):
            raise IsADirectoryError(errno.EISDIR, "it is no file")
        with path.open("rb") as file:
            return file.read(1000)
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return b""


def write_table(path: Path, text: str) -> None:
    """Write the table, whole or not at all.

    Raises:
        ExamError: something else stands there, or it can't be written.
    """
    check_file(path)
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, "utf-8")
        else:
            write_atomically(path.resolve(), text)
    except OSError as error:
        raise ExamError(
            f"The table can't be written to {escape(str(path))} ({error.strerror}). "
            "All results are kept: type the command again with another --csv FILE."
        ) from error


def _is_ours(head: bytes) -> bool:
    line, *_ = head.decode("utf-8", "replace").splitlines()
    return next(csv.reader([line])) == list(COLUMNS)


def _line(outcome: Outcome, alike: dict[str, list[str]]) -> list[object]:
    task, score = outcome.row.task, outcome.score
    weight = task.category.weight
    return [
        outcome.row.learner.shown,
        task.name,
        "" if score is None else score,
        "" if score is None else round(weight * score / 5, 1),
        weight,
        task.spec.metric,
        "" if outcome.value is None else float(f"{outcome.value:.4g}"),
        outcome.sha256,
        one_line(" ".join([outcome.remark, *_same(outcome, alike)])),
    ]


def _alike(outcomes: Iterable[Outcome]) -> dict[str, list[str]]:
    """By digest and by file: the learners who have the same model."""
    owners: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for outcome in outcomes:
        for mark in _marks(outcome):
            owners[mark][outcome.row.learner.shown] = None
    return {mark: list(names) for mark, names in owners.items() if len(names) > 1}


def _marks(outcome: Outcome) -> list[str]:
    model = outcome.row.model
    marks = [outcome.sha256] if outcome.sha256 else []
    return [*marks, str(model.inode)] if model and model.inode else marks


def _same(outcome: Outcome, alike: dict[str, list[str]]) -> list[str]:
    """Sentences on the others who have the same model."""
    said = []
    for mark in _marks(outcome):
        names = alike.get(mark, [])
        if names:
            mine = outcome.row.learner.shown
            others = list(islice((name for name in names if name != mine), _NAMES))
            left = len(names) - 1 - len(others)
            more = f" and {left} more" if left else ""
            what = (
                "model" if mark == outcome.sha256 else "file on the disk (a hard link)"
            )
            said.append(f"The same {what} as {', '.join(others)}{more}.")
    return said


def _cell(value: object) -> object:
    return _FORMULA.sub(r"\1'", value) if isinstance(value, str) else value
