"""Every task keeps the contract: its data, its starter, its skills, its solutions."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tfprep.exam.grading.calibration import RULE, Result
from tfprep.exam.sitting.hand_ins import digest
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
    hidden, again = task.data.hidden(1), task.data.hidden(1)
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


@pytest.mark.slow
@each_task
def test_its_starter_says_what_is_missing(task: Task, tmp_path: Path) -> None:
    """It runs as it is, reads the data, and ends in one message, not in a traceback."""
    (tmp_path / "data").mkdir()
    task.data.make(tmp_path / "data", 1)
    (tmp_path / "train.py").write_bytes((task.folder / "starter.py").read_bytes())
    done = subprocess.run(
        [sys.executable, "-W", "error", "train.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1
    assert re.fullmatch(r"[A-Z].*train\.py.*\.", last), last
    assert "Traceback" not in done.stderr
    assert f"submit {task.spec.category}" in (task.folder / "starter.py").read_text()


@pytest.mark.slow
def test_the_solutions_score_what_they_should(exam_results: list[Result]) -> None:
    """Good ones 5, weak ones at most 3, untrained ones at most 1; with one seed."""
    assert {result.trial.solution for result in exam_results} == set(RULE)
    for result in exam_results:
        low, high = RULE[result.trial.solution]
        name = f"{result.trial.task.name}, {result.trial.solution}"
        assert low <= result.judgment.score <= high, f"{name}: {result.judgment}"
