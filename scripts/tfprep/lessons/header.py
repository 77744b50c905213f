"""The header of a lesson or a sheet: what it holds and what it needs."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from tfprep.content.yaml_file import parse_data
from tfprep.problems import Problem, ProblemError

SkillId = Annotated[str, Field(pattern=r"^[A-Z]{2,3}-[1-9][0-9]?$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
DataFile = Annotated[str, Field(pattern=r"^[a-z0-9-]+\.(csv|json|txt|keras|jpg)$")]

EXAMPLE = """\
# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Convolutions, by hand and by layer
#     summary: Slide a filter over a photograph, first with loops, then with Conv2D.
#     skills: [IMG-1, IMG-3]
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

    summary: str = Field(min_length=20, max_length=160)
    """What the reader does in it, in one sentence: lists and search engines show it."""
    skills: tuple[SkillId, ...] = Field(min_length=1)
    """Ids from docs/data/skills.yml; each is taught by a section of the lesson."""
    minutes: int | None = Field(default=None, ge=5, le=60)
    """What readers took who were timed; without it, the time is computed."""
    requires: tuple[Slug, ...] = ()
    """Lessons to have read before, as `topic/name`."""


class SheetHeader(_Header):
    """The `tfprep` part of a sheet's header; a sheet is no part of the course."""

    example: ClassVar[str] = SHEET_EXAMPLE
    skills: ClassVar[tuple[str, ...]] = ()
    minutes: ClassVar[int | None] = None
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
    wanted = f"a header like this:\n{kind.example}"
    # The empty first line stands for the first "# ---": lines count as in the file.
    return parse_data(path, f"\n{body}", kind, wanted, within=("jupyter", "tfprep"))


def _refuse(path: Path, line: int, text: str) -> ProblemError:
    return ProblemError([Problem(path, line, text)])
