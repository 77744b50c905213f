"""What is expensive is made once a run, also where several workers share the tests."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
"""Whether other processes run other tests of the same run beside this one."""


def once(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], str]
) -> Path:
    """A folder that the first worker to ask for it has filled, and the others find.

    Args:
        make: fills the folder, and says what went wrong or nothing; every test that
            needs the folder then fails with these words.
    """
    base = factory.getbasetemp()
    shared = base.parent if IS_WORKER else base
    folder, said = shared / name, shared / f"{name}.said"
    with FileLock(shared / f"{name}.lock"):
        if not said.is_file():
            said.write_text(make(folder), "utf-8")
    if trouble := said.read_text("utf-8"):
        pytest.fail(trouble)
    return folder
