"""Killed at any moment, an exam loses nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from desk import Desk
from projects import REPOSITORY

from tfprep.exam.sitting.hand_ins import digest
from tfprep.exam.sitting.state import STATE, Attempt, load

SCRIPT = REPOSITORY / "tests/sitting.py"
KILLS = 20


def sit(folder: Path, seconds: float | None) -> tuple[list[str], float]:
    """Run the script and kill it after some seconds; what it said, and its time."""
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY / "tests")}
    child = subprocess.Popen(
        [sys.executable, SCRIPT, folder],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    start = time.monotonic()
    if seconds is not None:
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
    said = child.stdout.read().split()
    child.stdout.close()
    assert child.wait() in {0, -signal.SIGKILL}
    return said, time.monotonic() - start


def check_whole(
    folder: Path, before: Attempt | None, said: list[str]
) -> Attempt | None:
    """Nothing that was there, or that was said to be done, is lost or torn."""
    if not (folder / STATE).exists():
        assert before is None
        assert said == []
        return None
    attempt = load(folder)
    kept = before.hand_ins if before else ()
    assert attempt.hand_ins[: len(kept)] == kept
    assert len(attempt.hand_ins) >= len(kept) + said.count("graded")
    assert all(digest(folder / h.file) == h.sha256 for h in attempt.hand_ins)
    if "finished" in said or (before and before.finished):
        assert attempt.finished
    return attempt


@pytest.mark.slow
def test_a_kill_loses_nothing(tmp_path: Path) -> None:
    """Twenty kills during start, submit and finish; after each, all can go on."""
    moments = random.Random(7)  # noqa: S311 - the same moments each time
    _, whole = sit(tmp_path / "whole", None)
    folder, attempt = tmp_path / "exam", None
    for number in range(KILLS):
        if attempt and (attempt.finished or number % 4 == 0):
            folder, attempt = tmp_path / f"exam-{number}", None
        # Starting takes most of the time; afterwards the rest is what can be cut.
        longest = whole if attempt is None else whole / 2
        said, _ = sit(folder, moments.uniform(0, longest))
        attempt = check_whole(folder, attempt, said)
        model = folder / "A-bent-sensor/model.keras"
        assert not model.exists() or model.read_bytes() in {b"", b"PK a model"}

    desk = Desk(tmp_path / "last")
    desk.start()
    desk.save_model()
    assert desk.submit(3) == 3


@pytest.mark.slow
def test_what_a_kill_left_behind_is_no_hindrance(tmp_path: Path) -> None:
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
