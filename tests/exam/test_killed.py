"""Killed at any moment, an exam loses nothing."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk import Desk
from projects import REPOSITORY

from tfprep.exam.sitting.hand_ins import digest
from tfprep.exam.sitting.state import STATE, Sitting, load

SCRIPT = REPOSITORY / "tests/support/sitting.py"
KILLS = 20
Sit = Callable[[Path, float | None], tuple[list[str], float]]


@pytest.fixture(scope="module")
def sit() -> Iterator[Sit]:
    """Sit an exam, and kill it after some seconds; what it said, and its time."""
    with subprocess.Popen(
        [sys.executable, SCRIPT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SCRIPT.parent)},
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        asked, said = server.stdin, server.stdout

        def run(folder: Path, seconds: float | None) -> tuple[list[str], float]:
            start = time.monotonic()
            asked.write(json.dumps([str(folder), seconds]) + "\n")
            asked.flush()
            words = list(iter(lambda: said.readline().strip(), "over"))
            return words, time.monotonic() - start

        yield run


def check_whole(
    folder: Path, before: Sitting | None, said: list[str]
) -> Sitting | None:
    """Nothing that was there, or that was said to be done, is lost or torn."""
    if not (folder / STATE).exists():
        assert before is None
        assert said == []
        return None
    sitting = load(folder)
    kept = before.hand_ins if before else ()
    assert sitting.hand_ins[: len(kept)] == kept
    assert len(sitting.hand_ins) >= len(kept) + said.count("graded")
    assert all(digest(folder / h.file) == h.sha256 for h in sitting.hand_ins)
    if "finished" in said or (before and before.finished):
        assert sitting.finished
    return sitting


@pytest.mark.slow
def test_a_kill_loses_nothing(sit: Sit, tmp_path: Path) -> None:
    """Twenty kills during start, submit and finish; after each, all can go on."""
    moments = random.Random(7)  # noqa: S311 - the same moments each time
    _, whole = sit(tmp_path / "whole", None)
    folder, sitting = tmp_path / "exam", None
    for number in range(KILLS):
        if sitting and (sitting.finished or number % 4 == 0):
            folder, sitting = tmp_path / f"exam-{number}", None
        said, _ = sit(folder, moments.uniform(0, whole))
        sitting = check_whole(folder, sitting, said)
        model = folder / "A-bent-sensor/model.keras"
        assert not model.exists() or model.read_bytes() in {b"", b"PK a model"}

    desk = Desk(tmp_path / "last")
    desk.start()
    desk.save_model()
    assert desk.submit(3) == 3


@pytest.mark.slow
def test_what_a_kill_left_behind_is_no_hindrance(sit: Sit, tmp_path: Path) -> None:
    """A start that was killed can be started, and finished, in the same folder."""
    folder = tmp_path / "exam"
    sit(folder, 0.02)
    while (folder / STATE).exists():  # a quick machine: again, and sooner
        folder = folder.with_name(folder.name + "+")
        sit(folder, 0.0)

    said, _ = sit(folder, None)
    assert said[0] == "started"
    assert said[-1] == "finished"
    assert len(load(folder).hand_ins) == 10
