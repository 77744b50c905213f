"""A machine that fails is told apart from a model that does."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from tfprep.exam.grading.machine import is_memory, lack, trouble_in
from tfprep.exam.outcomes import RefusedError


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE, errno.EIO, errno.EROFS])
def test_what_the_machine_lacks_is_found_behind_a_refusal(number: int) -> None:
    """A refusal that a full disk caused is trouble, whoever wrapped it."""
    said = os.strerror(number)
    for cause in (OSError(number, said), RuntimeError(f"can't write: {said}; retry")):
        refused = RefusedError("a damaged file", "a whole one", "")
        refused.__cause__ = cause
        assert trouble_in(refused) == said


def test_what_the_model_lacks_is_not_the_machine_s() -> None:
    """A missing file, a wrong value: the refusal stands."""
    for cause in (None, FileNotFoundError(errno.ENOENT, "x"), ValueError("bad shape")):
        refused = RefusedError("a damaged file", "a whole one", "")
        refused.__cause__ = cause
        assert trouble_in(refused) == ""


def test_a_machine_without_proc_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """TensorFlow would abort there, which reads like a model's fault."""
    assert lack() == ""
    monkeypatch.setattr(Path, "exists", lambda _path: False)
    monkeypatch.setattr(sys, "platform", "linux")

    assert "/proc is not mounted" in lack()


def test_memory_has_two_names() -> None:
    """Python's own, and the system's."""
    assert is_memory(MemoryError())
    assert is_memory(OSError(errno.ENOMEM, "x"))
    assert not is_memory(OSError(errno.ENOSPC, "x"))


def test_an_error_that_is_its_own_cause_is_looked_at_once() -> None:
    """A circle of causes has an end, and no trouble of the machine in it."""
    first, second = ValueError("first"), ValueError("second")
    first.__cause__, second.__cause__ = second, first

    assert trouble_in(first) == ""
