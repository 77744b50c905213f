"""What a kernel's names and data were like, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tfprep.practice.kernel_state import State


class Wrapped(tuple[object, ...]):
    """Can't be added to a list, as TensorFlow's own tuples can't."""

    __slots__ = ()

    def __radd__(self, _other: object) -> object:
        raise TypeError("can only concatenate tuple")


def test_what_a_wrapped_tuple_holds_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session starts whatever kind of tuple a lesson has made."""
    monkeypatch.chdir(tmp_path)
    inner = [1]
    state = State({"wrapped": Wrapped([inner])})

    inner.append(2)
    state.restore()

    assert inner == [1]
