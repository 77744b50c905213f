"""One file of the learner's folder: what stands in it, and what of it is an answer."""

from __future__ import annotations

import hashlib
import re
import textwrap
import tokenize
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from tfprep.lessons.diagrams import told
from tfprep.practice.exercises import Assignment
from tfprep.practice.terminal.lesson_before import name_of

WIDTH = 88
"""Characters of a line of comments."""

_ID = re.compile(
    r"^# exercise:[ \t]*([a-z0-9-]+(?:/[a-z0-9-]+){2})(?:[ \t]+edition ([0-9a-f]+))?",
    re.MULTILINE,
)
_IMPORT = re.compile(r"^from before_\w+ import \*.*$", re.MULTILINE)
_LINK = re.compile(r"(`[^`]*`)|\[([^\]]+)\]\([^)\s]+\)")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class UnreadableError(Exception):
    """A file can't be read as Python text; the message says why, and what to do."""


@dataclass(frozen=True)
class ExerciseFile:
    """A learner's file as it stands on the disk."""

    path: Path
    text: str
    """With line feeds only, whatever the file has."""
    id: str
    """The exercise that it is for; empty: the file names none."""
    edition: str
    """Of which brief and stub it was made."""

    @property
    def answer(self) -> str:
        """What the learner wrote: all but the comments on top and our import."""
        head, body = _parts(self.text)
        moved = [line for line in head.split("\n") if line and line[0] != "#"]
        return trimmed(_IMPORT.sub("", "\n".join([*moved, body]), count=1))

    @property
    def code(self) -> str:
        """What is to be run: the answer, with each line at its place in the file."""
        return _IMPORT.sub("#", self.text, count=1)

    @property
    def is_empty(self) -> bool:
        return not self.text.strip()


def read_exercise_file(path: Path) -> ExerciseFile:
    """Read a file as Python would.

    Raises:
        UnreadableError: it is no text in the encoding that it is said to be in.
        OSError: it could not be read.
    """
    raw = path.read_bytes()
    if raw.startswith(_UTF16) or b"\0" in raw:
        raise UnreadableError(_not_utf8(path, "UTF-16 or no text at all"))
    try:
        text = _decoded(raw)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        got = f"the byte 0x{raw[error.start]:02x} in line {line}"
        raise UnreadableError(_not_utf8(path, got)) from None
    except SyntaxError as error:
        raise UnreadableError(_not_utf8(path, str(error))) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _ID.search(text)
    name, edition = (found[1], found[2] or "") if found else ("", "")
    return ExerciseFile(path, text, name, edition)


def _decoded(raw: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(BytesIO(raw).readline)
    except SyntaxError:
        raw.decode("utf-8")  # says more of what is wrong, if that is it
        raise
    return raw.decode(encoding)


def _not_utf8(path: Path, got: str) -> str:
    return (
        f"{path.name} can't be read: got {got}, expected UTF-8. "
        "Save it again with the encoding UTF-8; nothing of it was changed."
    )


def exercise_text(assignment: Assignment, answer: str, address: str) -> str:
    """The whole text of a file: brief, import and answer.

    Args:
        answer: the stub, or what the learner wrote elsewhere.
        address: where the lesson is, in words.
    """
    lesson, exercise = assignment.lesson, assignment.exercise
    module = name_of(exercise)
    lines = [
        f"{lesson.header.title}, exercise {assignment.number} "
        f"of {len(lesson.exercises)}",
        exercise.title,
        "",
        *brief_of(assignment).split("\n"),
        "",
        f"The lesson: {address}",
        "Check it: save this file while `tfprep practice` runs, or type",
        "`tfprep practice --check` and this file's name.",
        f"It runs alone, too: {module}.py holds the lesson's code above the exercise.",
    ]
    comments = "\n".join(comment for line in lines for comment in _commented(line))
    mark = f"# exercise: {exercise.id} edition {edition_of(assignment)}"
    return f"{comments}\n{mark}\n\nfrom {module} import *\n\n\n{trimmed(answer)}"


def brief_of(assignment: Assignment) -> str:
    """The brief without its heading, as Markdown whose links lead nowhere."""
    source = assignment.exercise.brief.source
    _, _, below = source.partition("\n") if source.startswith("#") else ("", "", source)
    return _LINK.sub(lambda found: found[1] or found[2], told(below)).strip("\n")


def edition_of(assignment: Assignment) -> str:
    """Changes with the brief and the stub of an exercise."""
    exercise = assignment.exercise
    stub = trimmed(exercise.cell.stub)
    return f"{_digest(exercise.brief.source)}{_digest(stub)}"


def is_untouched(file: ExerciseFile) -> bool:
    """Whether the answer is still the stub of which the file was made."""
    return file.edition.endswith(_digest(file.answer))


def trimmed(text: str) -> str:
    """Text without empty lines at its ends, and with one line feed at the last."""
    return text.strip("\n") + "\n"


def _parts(text: str) -> tuple[str, str]:
    """The comments on top, down to the line with the id if it is there; and the rest.

    Tools that sort imports put the learner's own among the comments.
    """
    if found := _ID.search(text):
        head, _, body = text[found.end() :].partition("\n")
        return text[: found.end()] + head, body
    rows = text.split("\n")
    first = next((i for i, row in enumerate(rows) if row and row[0] != "#"), len(rows))
    return "\n".join(rows[:first]), "\n".join(rows[first:])


def _commented(line: str) -> list[str]:
    indent = re.match(r"\s*(?:[-*] |\d+\. )?", line)
    hang = " " * len(indent.group()) if indent else ""
    rows = textwrap.wrap(
        line,
        WIDTH - 2,
        subsequent_indent=hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [f"# {row}" for row in rows] or ["#"]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:6]
