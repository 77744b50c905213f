"""The sources that pages cite, each once, read from docs/data/sources.yml."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel

from tfprep.content.dates import long_date
from tfprep.content.yaml_file import Misfits, read_data

_CITED = re.compile(r"\[\^([^\]\s]+)\]")
SourceId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Source(BaseModel):
    """Where a claim comes from, and when somebody last looked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(min_length=10)
    """Inline Markdown: who says it, with the link, and when."""
    checked: date

    @property
    def footnote(self) -> str:
        """The text with the date of the last check."""
        return f"{self.text.strip()} Last checked {long_date(self.checked)}."


class Sources(RootModel[dict[SourceId, Source]]):
    """All sources by the id that pages cite as `[^id]`."""


def read_sources(path: Path, today: date | None = None) -> dict[str, Source]:
    """Read and check the sources file.

    Args:
        today: the day after which nothing can have been checked, by default today.

    Raises:
        ProblemError: the file is missing, isn't YAML, doesn't fit the model or
            holds a date in the future.
    """
    last = today or date.today()

    def in_the_future(sources: Sources) -> Misfits:
        for name, source in sources.root.items():
            if source.checked > last:
                said = f"got {source.checked}, which is in the future"
                yield (name, "checked"), f"{said}; expected {last} or a day before"

    return read_data(path, Sources, "the pages' sources", in_the_future).root


def cited(markdown: str) -> list[str]:
    """The ids that a page cites, each once, in the order of the page."""
    return list(dict.fromkeys(_CITED.findall(markdown)))
