"""The list of resources, read from docs/data/resources.yml."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from tfprep.content.yaml_file import Misfits, read_data

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

FACETS: dict[str, tuple[str, ...]] = {
    "topic": get_args(Topic),
    "level": get_args(Level),
    "kind": get_args(Kind),
    "cost": ("free", "paid", "not verified"),
    "status": get_args(Status),
}
"""What readers filter by, with the values in the order in which a list offers them."""

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

    @property
    def facets(self) -> dict[str, tuple[str, ...]]:
        """Its values of each of the FACETS; what is free and paid has both costs."""
        return {
            "topic": self.topics,
            "level": self.level,
            "kind": self.kind,
            "cost": tuple(self.cost.split(" and ")),
            "status": (self.status,),
        }


class Resources(BaseModel):
    """All resources, in the order in which pages list them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    resources: tuple[Resource, ...] = Field(min_length=1)


def read_resources(path: Path) -> Resources:
    """Read and check the list.

    Raises:
        ProblemError: the file is missing, isn't YAML or doesn't fit the model.
    """
    return read_data(path, Resources, "the list of resources", _repeated)


def _repeated(resources: Resources) -> Misfits:
    """Ids and addresses that a resource above has already."""
    ids: set[str] = set()
    owners: dict[str, str] = {}
    for index, resource in enumerate(resources.resources):
        if resource.id in ids:
            place = ("resources", index, "id")
            yield place, f"got {resource.id!r} again, expected each id once"
        ids.add(resource.id)
        key = address_key(resource.url)
        if key in owners:
            said = f'got {resource.url!r}, which "{owners[key]}" has already'
            yield ("resources", index, "url"), f"{said}; expected each address once"
        owners.setdefault(key, resource.id)
