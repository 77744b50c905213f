"""When each lesson last held with other seeds, read from docs/data/board/."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from tfprep.content.yaml_file import read_data
from tfprep.files import write_atomically

_HEAD = "# scripts/dev/try_seeds.py --record writes this file.\n"


class _Plain(yaml.SafeDumper):
    """Writes what two lessons share twice: people read the file, too."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


class Green(BaseModel):
    """A run in which every claim and check of a lesson held, with every seed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: date
    seeds: int = Field(ge=1)
    versions: dict[str, str]
    """Of Python and of what the lesson imports, as its stamp tells them."""
    code: str
    """The mark of the lesson's code, as it was then."""
    numbers: dict[str, tuple[float, float]] = Field(default_factory=dict)
    """The lowest and the highest value of each key number, by its words."""


class Runs(BaseModel):
    """What became of one lesson with one version of TensorFlow."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    green: Green | None = None
    """The last run in which all held."""
    failed: date | None = None
    """The day of a later run in which something didn't."""


class Board(BaseModel):
    """The runs of all lessons with one version of TensorFlow."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lessons: dict[str, Runs]
    """By the slugs of the lessons; one that is missing was not run yet."""


def read_boards(folder: Path) -> dict[str, Board]:
    """A board for each version of TensorFlow, which its file is named by.

    Raises:
        ProblemError: a file isn't YAML or doesn't fit the model.
    """
    holds = "the runs of lessons, as scripts/dev/try_seeds.py --record writes them"
    paths = sorted(folder.glob("*.yml"))
    return {path.stem: read_data(path, Board, holds) for path in paths}


def newest_green(boards: Mapping[str, Board], slug: str) -> Green | None:
    """The newest run in which all of a lesson held; of one day, the one of most seeds.

    Whatever version of TensorFlow it had.
    """
    runs = (board.lessons[slug] for board in boards.values() if slug in board.lessons)
    greens = [each.green for each in runs if each.green]
    return max(greens, key=lambda green: (green.day, green.seeds), default=None)


def write_board(path: Path, board: Board) -> None:
    """Write the file of one version, its lessons in alphabetical order."""
    lessons = {
        slug: runs.model_dump(exclude_none=True)
        for slug, runs in sorted(board.lessons.items())
    }
    for runs in lessons.values():
        if "green" in runs:
            bands = runs["green"]["numbers"]
            runs["green"]["numbers"] = {words: [*band] for words, band in bands.items()}
    text = yaml.dump(
        {"lessons": lessons}, Dumper=_Plain, sort_keys=False, allow_unicode=True
    )
    path.parent.mkdir(exist_ok=True)
    write_atomically(path, _HEAD + text)
