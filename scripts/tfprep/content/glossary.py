"""The glossary: the terms of the syllabus, read from docs/data/glossary.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from tfprep.content.yaml_file import load_yaml
from tfprep.problems import Problem, ProblemError, did_you_mean

LONGEST = 220
"""Characters that a definition may have: it is shown as a tooltip too."""

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_MARKUP = re.compile(r"[<>*_\[\]|#{}`\n]")
_CODE = re.compile(r"`[^`]+`")

_FORMS = {
    "model_type": "keys and values",
    "tuple_type": "a list",
    "string_type": "text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
}
"""What pydantic's types of complaints expect, in the words of YAML."""

Spelling = Annotated[str, Field(pattern=r"^[A-Za-z][\w.-]+( [\w.-]+)*$")]
"""Words with one space between them; two characters at least, the first a letter."""


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

    terms: tuple[Term, ...]

    @field_validator("terms")
    @classmethod
    def _some(cls, terms: tuple[Term, ...]) -> tuple[Term, ...]:
        if not terms:
            raise ValueError("got an empty list, expected at least one term")
        return terms


def read_glossary(path: Path) -> Glossary:
    """Read and check the glossary file.

    Raises:
        ProblemError: the file is missing, isn't YAML, doesn't fit the model, or its
            terms don't fit together.
    """
    data = load_yaml(path, "the list of terms")
    try:
        glossary = Glossary.model_validate(data)
    except ValidationError as error:
        found = [(_entry_of(item), _said(item)) for item in error.errors()]
    else:
        found = list(_misfits(glossary.terms))
        if not found:
            return glossary
    names, lines = _names(data), _lines(path.read_text("utf-8"))
    raise ProblemError(
        Problem(path, None, said)
        if place is None
        else Problem(path, lines[place], f"{names[place]}: {said}")
        for place, said in found
    )


def spelling_key(spelling: str) -> str:
    """What two spellings share when they differ in case or spaces only."""
    return " ".join(spelling.casefold().split())


def _misfits(terms: tuple[Term, ...]) -> Iterator[tuple[int, str]]:
    """What is wrong between the entries: the place of the entry, and a message."""
    owners: dict[str, str] = {}
    known = [term.term for term in terms]
    for place, term in enumerate(terms):
        before = known[place - 1] if place else ""
        if before.casefold() > term.term.casefold():
            yield (
                place,
                f'got it after "{before}", expected it before: sort by term',
            )
        for spelling in term.spellings:
            key = spelling_key(spelling)
            if key in owners:
                yield (
                    place,
                    f'got the spelling "{spelling}", which "{owners[key]}" has '
                    "already; expected each spelling once, in capitals or not",
                )
            owners.setdefault(key, term.term)
        yield from ((place, said) for said in _bad_links(term, known))


def _bad_links(term: Term, known: list[str]) -> Iterator[str]:
    for name in term.see:
        if name == term.term or term.see.count(name) > 1:
            yield f'see: got "{name}", expected each other term at most once'
        elif name not in known:
            hint = did_you_mean(name, known)
            yield f'see: got "{name}", expected the name of a term.{hint}'


def _entry_of(item: Any) -> int | None:
    """The place of the entry that a complaint of pydantic is about."""
    where = item["loc"]
    return where[1] if len(where) > 1 and where[0] == "terms" else None


def _said(item: Any) -> str:
    """A complaint of pydantic as got and expected."""
    where = item["loc"]
    key = ".".join(map(str, where if _entry_of(item) is None else where[2:]))
    if item["type"] == "extra_forbidden":
        known = list(Term.model_fields) if _entry_of(item) is not None else ["terms"]
        hint = did_you_mean(str(where[-1]), known)
        return f'got the key "{where[-1]}", expected only {", ".join(known)}.{hint}'
    if item["type"] == "missing":
        return f'got no "{key}", expected one'
    if item["type"] == "value_error":
        return f"{key}: {item['ctx']['error']}"
    if item["type"] == "string_pattern_mismatch":
        return (
            f'{key}: got "{item["input"]}", expected words with single spaces between '
            "them, two characters or more, the first a letter"
        )
    expected = _FORMS.get(item["type"], item["msg"])
    return f"{key + ': ' if key else ''}got {item['input']!r:.60}, expected {expected}"


def _names(data: Any) -> list[str]:
    """How messages call each entry: by its term, if it has one."""
    entries = data.get("terms") if isinstance(data, dict) else None
    return [
        f'"{entry["term"]}"'
        if isinstance(entry, dict) and "term" in entry
        else f"entry {number}"
        for number, entry in enumerate(entries or [], start=1)
    ]


def _lines(text: str) -> list[int]:
    """The line on which each entry starts."""
    root = yaml.compose(text)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return [
        entry.start_mark.line + 1
        for key, value in pairs
        if key.value == "terms" and isinstance(value, yaml.SequenceNode)
        for entry in value.value
    ]
