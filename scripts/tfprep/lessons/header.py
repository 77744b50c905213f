"""The header of a lesson or a sheet: what it holds and what it needs."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tfprep.problems import Problem, ProblemError, did_you_mean

SkillId = Annotated[str, Field(pattern=r"^[A-Z]{2,3}-[1-9][0-9]?$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
DataFile = Annotated[str, Field(pattern=r"^[a-z0-9-]+\.(csv|json|txt)$")]

EXAMPLE = """\
# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Convolutions, by hand and by layer
#     skills: [IMG-1, IMG-3]
#     minutes: 20
#     requires: [basics/first-model]
# ---"""


SHEET_EXAMPLE = """\
# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Cheat sheet
#     reviewed: 2026-11-22
# ---"""


class _Header(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    example: ClassVar[str]
    """What an error message shows as a good header."""

    title: str = Field(min_length=3, max_length=70)
    """Page title; unique in the course."""
    data: tuple[DataFile, ...] = ()
    """Files of examples/data that the file opens as `data/NAME`."""


class Header(_Header):
    """The `tfprep` part of a lesson's header."""

    example: ClassVar[str] = EXAMPLE

    skills: tuple[SkillId, ...] = Field(min_length=1)
    """Ids from docs/data/skills.yml; each is taught by a section of the lesson."""
    minutes: int = Field(ge=5, le=40)
    """Reading and practice time, in minutes."""
    requires: tuple[Slug, ...] = ()
    """Lessons to have read before, as `topic/name`."""


class SheetHeader(_Header):
    """The `tfprep` part of a sheet's header; a sheet is no part of the course."""

    example: ClassVar[str] = SHEET_EXAMPLE
    skills: ClassVar[tuple[str, ...]] = ()
    minutes: ClassVar[int] = 0
    requires: ClassVar[tuple[str, ...]] = ()

    reviewed: date
    """When its text was last read and compared with its sources."""


def parse_header(
    path: Path, text: str, kind: type[Header] | type[SheetHeader] = Header
) -> Header | SheetHeader:
    """Read and check the header at the top of a file's text.

    Args:
        kind: the header to expect, a lesson's or a sheet's.

    Raises:
        ProblemError: there is no header, or a key is missing, unknown or malformed.
    """
    lines = text.split("\n")
    if not text or lines[0].rstrip() != "# ---":
        got = repr(lines[0][:60]) if text else "an empty file"
        raise _refuse(path, 1, f"no header: got {got}, expected this:\n{kind.example}")
    try:
        end = next(i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "# ---")
    except StopIteration:
        raise _refuse(
            path, 1, 'the header never ends: expected a line "# ---"'
        ) from None
    body = "\n".join(re.sub(r"^# ?", "", line) for line in lines[1:end])
    data = _load(path, body, kind.example)
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise ProblemError(
            Problem(
                path,
                _line_of(lines[: end + 1], str(item["loc"][0])),
                _explain(item, kind),
            )
            for item in error.errors()
        ) from None


def _load(path: Path, body: str, example: str) -> dict[str, Any]:
    try:
        data = yaml.safe_load(body)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise _refuse(path, line, f"the header is not YAML: {error.problem}") from None
    jupyter = data.get("jupyter") if isinstance(data, dict) else None
    header = jupyter.get("tfprep") if isinstance(jupyter, dict) else None
    if not isinstance(header, dict):
        raise _refuse(
            path, 1, f"no tfprep part in the header, expected this:\n{example}"
        )
    return header


def _line_of(lines: list[str], key: str) -> int:
    pattern = re.compile(rf"^#\s+{re.escape(key)}\s*:")
    found = (i for i, line in enumerate(lines, 1) if pattern.match(line))
    fallback = (
        i for i, line in enumerate(lines, 1) if re.match(r"^#\s+tfprep\s*:", line)
    )
    return next(found, next(fallback, 1))


def _explain(item: Any, kind: type[Header | SheetHeader]) -> str:
    """One validation error in our words: what we got and what we expected."""
    key, known = str(item["loc"][0]), kind.model_fields
    if item["type"] == "extra_forbidden":
        hint = did_you_mean(key, known)
        return (
            f'unknown key "{key}" in the header.{hint} Known keys: {", ".join(known)}.'
        )
    if item["type"] == "missing":
        what = f'the header has no "{key}"; expected it as in this example:'
        return f"{what}\n{kind.example}"
    expected = str(item["msg"]).replace("String should", "it should")
    return f'bad "{key}" in the header: got {item["input"]!r}; {expected}.'


def _refuse(path: Path, line: int, text: str) -> ProblemError:
    return ProblemError([Problem(path, line, text)])
