"""What each lesson explains first, read from docs/data/introduced.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from tfprep.content.yaml_file import Misfits, read_data

Name = Annotated[str, Field(pattern=r"^(keras|tf|np)(\.[A-Za-z]\w*)+$")]


class Introduction(BaseModel):
    """What one lesson explains, and no lesson before it may use."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    names: tuple[Name, ...] = ()
    """Of Keras, TensorFlow and NumPy, as code spells them: `keras.layers.Dense`."""
    terms: tuple[str, ...] = ()
    """Of the glossary."""


class Introduced(BaseModel):
    """What all lessons introduce."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lessons: dict[str, Introduction]
    """By the slugs of the lessons."""

    def by_name(self) -> dict[str, str]:
        """The lesson that introduces each name."""
        return {n: slug for slug, each in self.lessons.items() for n in each.names}

    def by_term(self) -> dict[str, str]:
        """The lesson that introduces each term."""
        return {t: slug for slug, each in self.lessons.items() for t in each.terms}


def read_introduced(path: Path) -> Introduced:
    """Read and check the file.

    Raises:
        ProblemError: the file is missing, isn't YAML, doesn't fit the model, or has
            two lessons that introduce the same.
    """
    return read_data(path, Introduced, "what each lesson introduces", _misfits)


def _misfits(introduced: Introduced) -> Misfits:
    """What two lessons introduce, or one twice."""
    owners: dict[str, str] = {}
    for slug, each in introduced.lessons.items():
        for key, values in (("names", each.names), ("terms", each.terms)):
            for index, value in enumerate(values):
                if value in owners:
                    said = f"got {value}, which {owners[value]} introduces already"
                    yield ("lessons", slug, key, index), f"{said}; expected it once"
                owners.setdefault(value, slug)
