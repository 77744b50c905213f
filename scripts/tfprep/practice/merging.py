"""How two copies of what somebody has done become one: plain JSON in, plain JSON out.

The same is written in docs/assets/progress.js; tests/practice/merge_cases.json holds
both to it. The order in which copies meet doesn't matter, nor how often they do:

- objects are merged key by key, lists become one list without doubles;
- of two objects with a date (`at`) the later one stays, and of two values the greater;
- nothing (null, and what is empty) counts as not there;
- what is not later than the `reset` or `erased` of an object around it goes.
"""

from __future__ import annotations

import json
import re
from typing import Any

Json = Any
MARKS = ("reset", "erased")
"""Keys whose moments take away what is older in their object."""
MOMENT = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
"""UTC with milliseconds, as JavaScript's toISOString; as text it sorts by time."""

_NUMBER, _TEXT, _LIST, _DATED, _OBJECT = 2, 3, 4, 5, 6


def merge(one: Json, other: Json) -> Json:
    """Two copies as one, in its shortest form."""
    return _prune(_join(one, other), "")


def date_of(value: Json) -> str:
    """The moment that a value is of: it is one, or has one as `at`; else nothing."""
    if isinstance(value, dict):
        value = value.get("at")
    return value if isinstance(value, str) and MOMENT.fullmatch(value) else ""


def newest(value: Json) -> str:
    """The latest moment anywhere in a value; nothing, if there is none."""
    inner = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return date_of(value)
    return max(map(newest, inner), default="")


def _kind(value: Json) -> int:
    if isinstance(value, dict):
        return _DATED if date_of(value) else _OBJECT
    kinds = ((list, _LIST), (str, _TEXT), (bool, 1), (int | float, _NUMBER))
    return next((kind for types, kind in kinds if isinstance(value, types)), 0)


def _join(one: Json, other: Json) -> Json:
    if _kind(one) != _kind(other):  # one of them is not there
        one = other = max(one, other, key=_kind)
    if _kind(one) == _OBJECT:
        return {key: _join(one.get(key), other.get(key)) for key in {**one, **other}}
    if _kind(one) == _LIST:
        every = {_canonical(item): item for item in (*one, *other)}
        return sorted(every.values(), key=_order)
    return max(one, other, key=_order)


def _order(value: Json) -> tuple[str, int, float, bytes]:
    """Sorts values by date, then by size, then by their text as JavaScript sorts it."""
    kind = _kind(value)
    text = value if kind == _TEXT else _canonical(value)
    number = float(value) if kind == _NUMBER else 0.0
    return date_of(value), kind, number, text.encode("utf-16-be", "surrogatepass")


def _canonical(value: Json) -> str:
    """The same text for the same content, whatever the order of its keys."""
    return json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":"))


def _sorted(value: Json) -> Json:
    if isinstance(value, dict):
        pairs = ((key, _sorted(inner)) for key, inner in value.items())
        return ["{", *sorted(pairs, key=lambda pair: _order(pair[0]))]
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    # JSON has one kind of number: 2.0 is 2.
    whole = isinstance(value, float) and value.is_integer()
    return int(value) if whole else value


def _prune(value: Json, cut: str) -> Json:
    """A value without what is empty or not later than `cut` and the marks inside it."""
    if isinstance(value, list):
        return [item for item in value if not _is_over(item, cut)]
    if _kind(value) != _OBJECT:
        return value
    own = max(cut, *(_mark(value, mark) for mark in MARKS))
    kept = {}
    for key, inner in value.items():
        limit = cut if key in MARKS else own
        left = None if _is_over(inner, limit) else _prune(inner, own)
        if left not in (None, [], {}):
            kept[key] = left
    return kept


def _is_over(value: Json, cut: str) -> bool:
    date = date_of(value)
    return bool(date) and date <= cut


def _mark(value: dict[str, Json], mark: str) -> str:
    """The moment of an object's mark; a thing may be called "reset", too."""
    found = value.get(mark)
    return date_of(found) if isinstance(found, str) else ""
