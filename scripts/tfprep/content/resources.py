"""The list of resources, read from docs/data/resources.yml."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from tfprep.content.yaml_file import read_data
from tfprep.problems import did_you_mean

Kind = Literal[
    "course",
    "book",
    "notebooks",
    "practice",
    "cheat sheet",
    "video",
    "data",
    "tool",
    "handbook",
]
Topic = Literal["developer", "basics", "images", "text", "sequences", "maths"]
Level = Literal["beginner", "intermediate", "advanced"]
Cost = Literal["free", "paid", "free and paid", "not verified"]
Status = Literal["alive", "archived", "closed", "unverified"]

LONGEST = 200
"""Characters of a sentence on the page: more would not fit its column."""


def address_key(url: str) -> str:
    """What two spellings of one address have in common."""
    parts = urlsplit(url)
    rest = f"{parts.path.rstrip('/')}?{parts.query}#{parts.fragment}"
    return f"{parts.netloc.lower()}{rest}"


def _check_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or "." not in parts.netloc:
        raise ValueError(f"got {url!r}, expected an address that starts with https://")
    return url


def _as_written(seen: object) -> object:
    """YAML makes 2024 a number and 2024-05-02 a date; we want what was typed."""
    return seen.isoformat() if isinstance(seen, date) else str(seen)


def _check_seen(seen: str) -> str:
    """Refuse what is no year, month or day, and what has not come yet."""
    wanted = "expected YYYY, YYYY-MM or YYYY-MM-DD"
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", seen):
        raise ValueError(f"got {seen!r}, {wanted}")
    try:
        first_day = date.fromisoformat(seen + "-01" * (2 - seen.count("-")))
    except ValueError:
        raise ValueError(f"got {seen!r}, which no calendar has; {wanted}") from None
    if first_day > date.today():
        raise ValueError(f"got {seen!r}, which is in the future; expected a past date")
    return seen


def _check_sentence(text: str) -> str:
    """Refuse what isn't a single sentence."""
    ends = len(re.findall(r"[.!?](?=\s|$)", text))
    if ends != 1 or not text.endswith("."):
        raise ValueError(
            f"got {ends} sentences, expected one that ends with a period: {text!r}"
        )
    return text


def _check_distinct(words: tuple[str, ...]) -> tuple[str, ...]:
    if not words:
        raise ValueError("got an empty list, expected one word or more")
    if len(set(words)) < len(words):
        raise ValueError(f"got {list(words)}, expected each word once")
    return words


Address = Annotated[str, AfterValidator(_check_address)]
Seen = Annotated[str, BeforeValidator(_as_written), AfterValidator(_check_seen)]
Words = Annotated[str, Field(min_length=2)]
Sentence = Annotated[str, Field(max_length=LONGEST), AfterValidator(_check_sentence)]


class Resource(BaseModel):
    """Something elsewhere to learn from, and what we know of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    title: Words
    author: Words
    url: Address
    source_url: Address | None = None
    """Where its files are, when that is another place."""
    kind: Annotated[tuple[Kind, ...], AfterValidator(_check_distinct)]
    topics: Annotated[tuple[Topic, ...], AfterValidator(_check_distinct)]
    level: Annotated[tuple[Level, ...], AfterValidator(_check_distinct)]
    cost: Cost
    price: Words | None = None
    length: Words | None = None
    licence: Words
    framework: Literal["tensorflow", "pytorch", "any"] | None = None
    seen: Seen | None = None
    """The newest evidence that it was there: a year, a month or a day."""
    status: Status
    article: bool = False
    """Whether the guide of 2020 recommended it."""
    good_for: Sentence
    note: Annotated[str, Field(max_length=LONGEST)] = ""

    @model_validator(mode="after")
    def _sound(self) -> Resource:
        if self.status == "alive" and self.seen is None:
            raise ValueError(
                "got status 'alive' without a date, expected seen: with the newest "
                "evidence, or status: unverified"
            )
        if self.source_url and address_key(self.source_url) == address_key(self.url):
            raise ValueError("got the same url and source_url, expected url alone")
        return self


class Resources(BaseModel):
    """All resources, in the order in which pages list them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    resources: tuple[Resource, ...]

    @model_validator(mode="after")
    def _no_two_alike(self) -> Resources:
        if not self.resources:
            raise ValueError("resources: got an empty list, expected one or more")
        if twice := _twice(resource.id for resource in self.resources):
            raise ValueError(f"{twice[0]}: got this id twice, expected each id once")
        urls = {resource.id: address_key(resource.url) for resource in self.resources}
        if twice := _twice(urls.values()):
            ids = ", ".join(name for name, url in urls.items() if url == twice[0])
            raise ValueError(f"{ids}: got the url {twice[0]} twice, expected it once")
        return self


def read_resources(path: Path) -> Resources:
    """Read and check the list.

    Raises:
        ProblemError: the file is missing, isn't YAML or doesn't fit the model.
    """
    return read_data(path, Resources, "the list of resources", _explain)


def _twice(words: Iterable[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


def _explain(item: Any, data: Any) -> str:
    """One of pydantic's errors with the entry, what we got and what we expected."""
    place = list(item["loc"])
    words = []
    if len(place) > 1 and isinstance(place[1], int):
        words.append(_name(data["resources"][place[1]], place[1]))
        place = place[2:]
    if place:
        words.append(".".join(map(str, place)))
    return ": ".join([*words, _complaint(item)])


def _name(entry: Any, index: int) -> str:
    name = entry.get("id") if isinstance(entry, dict) else None
    return str(name) if name else f"entry {index + 1}"


def _complaint(item: Any) -> str:
    kind, got = item["type"], repr(item["input"])
    if kind == "value_error":
        return str(item["ctx"]["error"])
    if kind == "missing":
        return "got nothing, expected a value"
    if kind == "extra_forbidden":
        keys = Resource.model_fields if len(item["loc"]) > 1 else Resources.model_fields
        wanted = did_you_mean(str(item["loc"][-1]), keys)
        return f"got an unknown key, expected one of {', '.join(keys)}.{wanted}"
    if kind == "literal_error":
        expected = str(item["ctx"]["expected"])
        meant = did_you_mean(str(item["input"]), re.findall(r"'([^']+)'", expected))
        return f"got {got}, expected {expected}.{meant}"
    if kind == "string_too_long":
        most = item["ctx"]["max_length"]
        return f"got {len(item['input'])} characters, expected {most} at most: {got}"
    return f"got {got}, expected: {item['msg']}"
