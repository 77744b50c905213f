"""Words for the search: what people type, and what the pages call it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from tfprep.content.glossary import Term
from tfprep.content.yaml_file import Misfits, read_data


def _check_phrase(phrase: str) -> str:
    if phrase != " ".join(phrase.lower().split()) or not phrase:
        raise ValueError(
            f'got "{phrase}", expected words in lower case with single spaces between'
        )
    return phrase


Phrase = Annotated[str, AfterValidator(_check_phrase)]


class Meaning(BaseModel):
    """Who types one of these means those as well."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    asks: tuple[Phrase, ...] = Field(min_length=1)
    means: tuple[Phrase, ...] = Field(min_length=1)


class SearchWords(BaseModel):
    """All that is typed otherwise than it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: tuple[Meaning, ...] = ()


def read_search_words(path: Path) -> SearchWords:
    """Read and check the file; without one there are no such words.

    Raises:
        ProblemError: the file isn't YAML, or doesn't fit the model.
    """
    if not path.exists():
        return SearchWords()
    return read_data(path, SearchWords, "what people type into the search", _misfits)


def meanings(words: SearchWords, terms: Iterable[Term]) -> dict[str, list[str]]:
    """For each phrase that somebody may type, the phrases to look for as well.

    The spellings of a term of the glossary mean each other.
    """
    found: dict[str, list[str]] = {}
    for term in terms:
        spellings = [spelling.lower() for spelling in term.spellings]
        for asked in spellings:
            others = [other for other in spellings if other != asked]
            found.setdefault(asked, []).extend(others)
    for entry in words.words:
        for asked in entry.asks:
            found.setdefault(asked, []).extend(entry.means)
    return {
        asked: list(dict.fromkeys(means)) for asked, means in found.items() if means
    }


def _misfits(words: SearchWords) -> Misfits:
    """Phrases that are asked for twice, and those that mean themselves."""
    owners: dict[str, int] = {}
    for index, entry in enumerate(words.words):
        place = ("words", index, "asks")
        for asked in entry.asks:
            if asked in owners:
                said = f'got "{asked}", which entry {owners[asked]} asks for already'
                yield place, f"{said}; expected each phrase once"
            if asked in entry.means:
                yield place, f'got "{asked}" as its own meaning, expected others'
            owners.setdefault(asked, index + 1)
