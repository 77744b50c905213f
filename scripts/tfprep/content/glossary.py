"""The glossary: the terms of the syllabus, read from docs/data/glossary.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from tfprep.content.yaml_file import Misfits, read_data
from tfprep.problems import did_you_mean

LONGEST = 220
"""Characters that a definition may have: it is shown as a tooltip too."""

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_MARKUP = re.compile(r"[<>*_\[\]|#{}`\n]")
_CODE = re.compile(r"`[^`]+`")


def _check_spelling(words: str) -> str:
    if not re.fullmatch(r"[A-Za-z][\w.-]+( [\w.-]+)*", words):
        raise ValueError(
            f'got "{words}", expected words with single spaces between them, two '
            "characters or more, the first a letter"
        )
    return words


Spelling = Annotated[str, AfterValidator(_check_spelling)]


class Term(BaseModel):
    """One entry of the glossary."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    term: Spelling
    also: tuple[Spelling, ...] = ()
    """Other spellings: plurals, abbreviations, verbs."""
    definition: str
    """One or two plain sentences; no markup but `code`."""
    see: tuple[str, ...] = ()
    """The names of related terms."""
    quiet: bool = False
    """Listed but never linked: the word is everywhere, or has an everyday sense."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything that the term is recognized by."""
        return (self.term, *self.also)

    def pattern(self) -> re.Pattern[str]:
        """Finds the term in running text, as whole words of any of its spellings.

        Capitals matter in abbreviations, such as MAE, and nowhere else.
        """
        longest_first = sorted(self.spellings, key=len, reverse=True)
        found = (
            words if is_abbreviation(spelling) else f"(?i:{words})"
            for spelling in longest_first
            for words in [re.escape(spelling)]
        )
        return re.compile(rf"(?<![\w-])(?:{'|'.join(found)})(?![\w-])")

    @field_validator("definition")
    @classmethod
    def _short_and_plain(cls, text: str) -> str:
        if len(text) > LONGEST:
            raise ValueError(
                f"got {len(text)} characters, expected at most {LONGEST}; "
                "say less, the lessons explain the rest"
            )
        sentences = len(_SENTENCE_END.findall(text))
        if sentences not in (1, 2) or not text.endswith((".", "?")):
            raise ValueError(
                f"got {sentences} sentence ends in {text!r}, "
                "expected one or two whole sentences"
            )
        if found := _MARKUP.search(_CODE.sub("", text)):
            raise ValueError(
                f"got {found[0]!r}, expected plain text, with `code` as the only markup"
            )
        return text


class Glossary(BaseModel):
    """All terms, sorted; read_glossary makes sure that they fit together."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    terms: tuple[Term, ...] = Field(min_length=1)


def read_glossary(path: Path) -> Glossary:
    """Read and check the glossary file.

    Raises:
        ProblemError: the file is missing, isn't YAML, doesn't fit the model, or its
            terms don't fit together.
    """
    return read_data(path, Glossary, "the list of terms", _misfits)


def spelling_key(spelling: str) -> str:
    """What two spellings share when they differ in case or spaces only."""
    return " ".join(spelling.casefold().split())


def is_abbreviation(spelling: str) -> bool:
    """Whether capitals matter: MAE, RNNs, SavedModel, but not Adam."""
    return any(sum(map(str.isupper, word)) > 1 for word in spelling.split())


def _misfits(glossary: Glossary) -> Misfits:
    """Terms out of order, spellings of two terms, and links that lead nowhere."""
    owners: dict[str, str] = {}
    known = [term.term for term in glossary.terms]
    for index, term in enumerate(glossary.terms):
        place = ("terms", index)
        before = known[index - 1] if index else ""
        if before.casefold() > term.term.casefold():
            yield place, f'got it after "{before}", expected it before: sort by term'
        for spelling in term.spellings:
            key = spelling_key(spelling)
            if key in owners:
                said = f'got the spelling "{spelling}", which "{owners[key]}" has '
                yield place, f"{said}already; expected it once, in capitals or not"
            owners.setdefault(key, term.term)
        for number, said in _bad_links(term, known):
            yield (*place, "see", number), said


def _bad_links(term: Term, known: list[str]) -> Iterator[tuple[int, str]]:
    for number, name in enumerate(term.see):
        if name == term.term or name in term.see[:number]:
            yield number, f'got "{name}", expected each other term at most once'
        elif name not in known:
            hint = did_you_mean(name, known)
            yield number, f'got "{name}", expected the name of a term.{hint}'
