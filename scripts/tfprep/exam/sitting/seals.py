"""Seals: what an exam states, it states as it was written, or it shows which is not.

A seal holds a digest for each of some values, keyed by the exam's secret, and that of a
hand-in holds on to the seal before it. It is no signature: with the exam's folder and
this code, anybody can make it anew.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from tfprep.exam.sitting.state import HandIn, Sitting

BEFORE = "the hand-in before it"
SECRET = "secret"  # noqa: S105 - the name of a field
_DIGITS = 8
"""Of each value's digest; enough to tell which one was changed."""
_AT_START = ("format", "form", "seed", SECRET, "tasks", "started", "hours")
_OF_HAND_IN = ("task", "time", "file", "sha256", "score", "value", "notes")
_AT_END = ("finished", "refused", "remarks")


def begun(sitting: Sitting) -> Sitting:
    """A new exam, sealed."""
    return sitting.model_copy(update={"seal": _seal(sitting, _start(sitting))})


def with_hand_in(sitting: Sitting, hand_in: HandIn) -> Sitting:
    """The exam with one more hand-in, sealed."""
    every = (*sitting.hand_ins, hand_in)
    sitting = sitting.model_copy(update={"hand_ins": every})
    seal = _seal(sitting, _hand_in(sitting, len(every)))
    every = (*every[:-1], hand_in.model_copy(update={"seal": seal}))
    return sitting.model_copy(update={"hand_ins": every})


def ended(sitting: Sitting, finished: datetime) -> Sitting:
    """The exam, finished at that time and sealed."""
    sitting = sitting.model_copy(update={"finished": finished})
    return sitting.model_copy(update={"end_seal": _seal(sitting, _end(sitting))})


def broken(sitting: Sitting) -> Iterator[tuple[int, str]]:
    """What isn't as it was sealed: the hand-in's number or else 0, and the field."""
    start = _start(sitting)
    changed = _changed(sitting, start, sitting.seal)
    if len(changed) == len(start):  # all seals are keyed by it
        yield 0, SECRET
        return
    yield from ((0, name) for name in changed)
    for number, hand_in in enumerate(sitting.hand_ins, 1):
        values = _hand_in(sitting, number)
        changed = _changed(sitting, values, hand_in.seal)
        all_of_it = len(changed) == len(values)
        yield from ((number, name) for name in (["seal"] if all_of_it else changed))
    if sitting.finished or sitting.end_seal:
        changed = _changed(sitting, _end(sitting), sitting.end_seal)
        yield from ((0, name) for name in changed)


Values = Mapping[str, Any]


def _start(sitting: Sitting) -> Values:
    return sitting.model_dump(mode="json", include=set(_AT_START))


def _hand_in(sitting: Sitting, number: int) -> Values:
    before = sitting.hand_ins[number - 2].seal if number > 1 else sitting.seal
    hand_in = sitting.hand_ins[number - 1]
    return {
        **hand_in.model_dump(mode="json", include=set(_OF_HAND_IN)),
        BEFORE: before,
    }


def _end(sitting: Sitting) -> Values:
    values = sitting.model_dump(mode="json", include=set(_AT_END))
    return {**values, "hand_ins": [hand_in.seal for hand_in in sitting.hand_ins]}


def _seal(sitting: Sitting, values: Values) -> str:
    return "-".join(_digest(sitting.secret, *each) for each in sorted(values.items()))


def _digest(secret: str, name: str, value: Any) -> str:
    text = json.dumps([name, value])
    return hmac.new(secret.encode(), text.encode(), "sha256").hexdigest()[:_DIGITS]


def _changed(sitting: Sitting, values: Values, seal: str) -> list[str]:
    """The names of those values that the seal doesn't fit."""
    stated, names = seal.split("-"), sorted(values)
    if len(stated) != len(names):
        return names
    real = _seal(sitting, values).split("-")
    return [
        name for name, was, now in zip(names, stated, real, strict=True) if was != now
    ]
