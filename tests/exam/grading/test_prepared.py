"""Hidden data are made once for all who are graded on them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tfprep.exam.grading import prepared
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import TASKS, Task, read_task

SEEDS = Seeds.known(3)


@pytest.fixture
def task(monkeypatch: pytest.MonkeyPatch) -> Task:
    """One of our own, of which nothing was made yet."""
    monkeypatch.setattr(prepared, "_made", {})
    monkeypatch.setattr(prepared, "_asked", set())
    return read_task(TASKS / "bent_sensor")


def test_who_asks_again_finds_them(task: Task) -> None:
    """The same data as anybody would make, but made once."""
    prepared.ask(task, SEEDS)
    assert prepared.hidden_of(task, SEEDS) is not prepared.hidden_of(task, SEEDS)
    prepared.ask(task, SEEDS)

    found = prepared.hidden_of(task, SEEDS)

    assert found is prepared.hidden_of(task, SEEDS)
    np.testing.assert_array_equal(found.truth, task.data.hidden(SEEDS).truth)


def test_another_secret_has_other_data(task: Task) -> None:
    """Nobody is graded on what was made for somebody else."""
    prepared.prepare(task, SEEDS)

    other = prepared.hidden_of(task, Seeds(SEEDS.seed, "f" * 32))

    assert not np.array_equal(other.truth, prepared.hidden_of(task, SEEDS).truth)


def test_the_code_of_others_is_left_to_the_confined(task: Task, tmp_path: Path) -> None:
    """A task from anywhere else, and one that fails, is nothing for this process."""
    (tmp_path / "data.py").write_text("def hidden(seeds): raise SystemExit('ran')")

    prepared.prepare(replace(task, folder=tmp_path), SEEDS)

    assert prepared._made == {}


def test_not_all_are_kept(task: Task) -> None:
    """A process that serves for days doesn't grow."""
    for number in range(prepared.MOST + 2):
        prepared.prepare(task, Seeds.known(number))

    assert len(prepared._made) == prepared.MOST
    assert (task.folder.resolve(), Seeds.known(0)) not in prepared._made
