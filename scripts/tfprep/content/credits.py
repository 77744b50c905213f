"""What others made and we use or ship, read from docs/data/credits.yml."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tfprep.content.resources import Address, Words
from tfprep.content.yaml_file import Misfits, read_data

Kind = Literal["picture", "data", "text", "script", "theme"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which the page lists them."""


class Credit(BaseModel):
    """One thing of somebody else's: who made it, and what its license is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Words
    kind: Kind
    maker: Words
    url: Address
    """Where it comes from."""
    licence: Words
    licence_url: Address | None = None
    package: Words | None = None
    """The installed package that brings it; without one, it is in the repository."""
    takes: tuple[str, ...] = ()
    """How code takes it from there, such as `skimage.data.brick`."""
    tasks: tuple[str, ...] = ()
    """The exam's tasks whose data are made of it, where no import says so."""
    files: tuple[str, ...] = ()
    """Patterns of its files in the repository."""
    note: str = ""

    @model_validator(mode="after")
    def _is_somewhere(self) -> Credit:
        if not (self.takes or self.tasks or self.files or self.kind == "theme"):
            raise ValueError(
                "got no takes, tasks or files, expected one of them: where we use it"
            )
        return self


class Credits(BaseModel):
    """All of it, and what looks alike and is our own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    credits: tuple[Credit, ...] = Field(min_length=1)
    own: tuple[str, ...] = ()
    """Patterns of pictures and data in the repository that we made ourselves."""

    def owner(self, name: str) -> Credit | Literal["own"] | None:
        """Whose file it is, by its path in the repository."""
        if any(fnmatchcase(name, pattern) for pattern in self.own):
            return "own"
        named = (c for c in self.credits if any(fnmatchcase(name, p) for p in c.files))
        return next(named, None)

    def of(self, taken: str) -> Credit | None:
        """Whose set it is that code takes, such as `skimage.data.brick`."""
        return next((c for c in self.credits if taken in c.takes), None)


def read_credits(path: Path) -> Credits:
    """Read and check the file.

    Raises:
        ProblemError: the file is missing, isn't YAML or doesn't fit the model.
    """
    return read_data(path, Credits, "what others made", _repeated)


def _repeated(others: Credits) -> Misfits:
    """Ids and sets that an entry above has already."""
    known: set[str] = set()
    for index, credit in enumerate(others.credits):
        for key, name in (("id", credit.id), *(("takes", t) for t in credit.takes)):
            if name in known:
                yield ("credits", index, key), f"got {name!r} again, expected it once"
            known.add(name)
