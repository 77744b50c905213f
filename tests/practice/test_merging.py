"""Two copies of what somebody has done become one, whichever way they meet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfprep.practice.merging import MOMENT, merge, newest
from tfprep.practice.progress import Progress

CASES = json.loads(Path(__file__).with_name("merge_cases.json").read_text("utf-8"))

# Few moments and few names, so that copies touch each other everywhere.
moments = st.integers(0, 6).map(lambda n: f"2026-11-27T12:00:00.{n:03}Z")
texts = st.sampled_from(["", "x", "é", "\uffee", "\U0001f600", "2026-11-27"])
names = st.sampled_from(["reset", "basics/a/b", "nn-1-types"])


def some(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects that have each of these keys, or not."""
    return st.fixed_dictionaries({}, optional=parts)


def dated(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with a moment and these keys."""
    return st.fixed_dictionaries({"at": moments, **parts})


few: dict[str, Any] = {"max_size": 3}
attempts = st.lists(
    dated(outcome=st.sampled_from(["correct", "incorrect"]), hints=st.integers(0, 1)),
    **few,
)
replies = st.lists(dated(right=st.booleans(), chosen=st.lists(texts, **few)), **few)
exercises = some(
    attempts=attempts,
    hints=st.lists(moments, **few),
    solution=moments,
    answer=dated(text=texts),
    reset=moments,
    unknown=st.integers(-10, 10),
    more=st.lists(st.integers(0, 3) | texts, **few),
)
states = st.builds(
    lambda state: {"schema": 1, **state},
    some(
        exercises=st.dictionaries(names, exercises, **few),
        questions=st.dictionaries(names, some(attempts=replies, reset=moments), **few),
        steps=st.dictionaries(names, dated(done=st.booleans()), **few),
        plan=dated(path=texts, hours=st.floats(1, 3)),
        lessons=st.dictionaries(names, some(opened=moments), **few),
        placement=dated(start=texts, known=st.lists(texts, **few)),
        erased=moments,
        later=some(when=moments, what=texts, deep=some(reset=moments, list=attempts)),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_each_case_holds_either_way(case: dict[str, Any]) -> None:
    """The cases that the browser's script is held to hold here, in both directions."""
    assert merge(case["one"], case["other"]) == case["merged"]
    assert merge(case["other"], case["one"]) == case["merged"]
    assert merge(case["merged"], case["merged"]) == case["merged"]


@given(states, states)
def test_it_is_commutative(one: Any, other: Any) -> None:
    """It doesn't matter which copy is merged into which."""
    assert merge(one, other) == merge(other, one)


@given(states, states, states)
def test_it_is_associative(one: Any, other: Any, third: Any) -> None:
    """It doesn't matter in which order three copies meet."""
    assert merge(merge(one, other), third) == merge(one, merge(other, third))


@given(states, states)
def test_it_is_idempotent(one: Any, other: Any) -> None:
    """A copy that was merged in already changes nothing."""
    merged = merge(one, other)

    assert merge(merged, other) == merge(merged, one) == merge(merged, merged) == merged


@given(states)
def test_nothing_is_made_up_and_nothing_is_lost_but_by_marks(one: Any) -> None:
    """Each moment of a result was there, and without marks each one stays."""
    text = json.dumps(one)
    merged = json.dumps(merge(one, None))

    assert set(MOMENT.findall(merged)) <= set(MOMENT.findall(text))
    if "reset" not in text and "erased" not in text:
        assert set(MOMENT.findall(merged)) == set(MOMENT.findall(text))


@given(states, states)
def test_python_s_model_loses_nothing(one: Any, other: Any) -> None:
    """What goes through the model comes out as it went in, known or not."""
    merged = merge(one, other)

    assert Progress.model_validate(merged).to_json() == merged
    assert Progress.model_validate(one).plus(other).to_json() == merged


@given(states)
def test_the_newest_moment_is_found_wherever_it_is(one: Any) -> None:
    """A reset or a deletion comes after everything that it takes away."""
    assert newest(one) == max(MOMENT.findall(json.dumps(one)), default="")
