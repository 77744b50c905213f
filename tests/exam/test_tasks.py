"""Every task keeps the contract: its data, its starter, its skills."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from once import once
from projects import REPOSITORY

from tfprep.exam.sitting.hand_ins import digest
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import TASKS, Task, read_task

NAMES = sorted(path.parent.name for path in TASKS.glob("*/task.yml"))
each_task = pytest.mark.parametrize("name", NAMES)


@pytest.fixture
def task(name: str) -> Task:
    """The task in a folder, read when its test runs: a broken one hides no other."""
    return read_task(TASKS / name)


@each_task
def test_its_data_come_from_the_seed(task: Task, tmp_path: Path) -> None:
    """The same seed makes the same files, another seed others."""
    digests = []
    for name, seed in (("one", 1), ("same", 1), ("other", 2)):
        (tmp_path / name).mkdir()
        task.data.make(tmp_path / name, seed)
        digests.append(digest(tmp_path / name))

    assert digests[0] == digests[1] != digests[2]


@each_task
def test_its_hidden_data_fit_what_it_asks(task: Task) -> None:
    """Enough examples, each class among them, of the shape that task.yml names."""
    hidden, again = task.data.hidden(Seeds.known(1)), task.data.hidden(Seeds.known(1))
    spec = task.spec

    assert len(hidden.inputs) == len(hidden.truth) >= 100
    assert np.array_equal(hidden.truth, again.truth)
    assert all(map(np.array_equal, hidden.inputs, again.inputs))
    if spec.output.classes:
        assert set(hidden.truth) == set(range(len(spec.output.classes)))
    else:
        assert hidden.truth.shape == (len(hidden.inputs), spec.output.values)
    if spec.metric == "relative_mae":
        assert hidden.baseline is not None
        assert hidden.baseline.shape == hidden.truth.shape
    if spec.input.kind in {"rows", "series"}:
        most = [n if isinstance(n, int) else n[1] for n in spec.input.shape]
        assert np.shape(hidden.inputs)[1:] == tuple(most)


def run_starters(folder: Path) -> str:
    """Each starter, in a folder of its own; what went wrong with all of it."""
    script = REPOSITORY / "tests/support/run_starters.py"
    done = subprocess.run(
        [sys.executable, script, folder], capture_output=True, text=True, check=False
    )
    return done.stderr if done.returncode else ""


@pytest.fixture(scope="session")
def starters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What came of every task's starter, run once a run."""
    return once(tmp_path_factory, "starters", run_starters)


@pytest.mark.slow
@each_task
def test_its_starter_says_what_is_missing(task: Task, starters: Path) -> None:
    """It runs as it is, reads the data, and ends in one message, not in a traceback."""
    folder = starters / task.folder.name
    said = (folder / "error.txt").read_text("utf-8").strip()

    assert (folder / "code.txt").read_text() == "1"
    assert re.fullmatch(r"[A-Z].*train\.py.*\.", said.splitlines()[-1]), said
    assert "Traceback" not in said
    assert f"submit {task.spec.category}" in (task.folder / "starter.py").read_text()
