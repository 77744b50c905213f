"""Every task keeps the contract: its data, its starter, its skills."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from once import once
from PIL import Image
from projects import REPOSITORY

from tfprep.exam.sitting.hand_ins import digest
from tfprep.exam.taskspec.hidden import Hidden, Seeds
from tfprep.exam.taskspec.task import TASKS, Task, read_task
from tfprep.lessons.foreign import taken_sets

NAMES = sorted(path.parent.name for path in TASKS.glob("*/task.yml"))
SERIES = [n for n in NAMES if "kind: series" in (TASKS / n / "task.yml").read_text()]
SEEDS = Seeds.known(1)
LAGS = range(1, 41)
"""How far a neighbor may be that gives an answer away."""
BEFORE, STRETCH = 4, 8
"""Steps that stand before an answer, and that make a stretch: no match by chance."""


def grouped(names: list[str]) -> list[Any]:
    """The names as parameters; the tests of one stay together."""
    return [
        pytest.param(name, marks=pytest.mark.xdist_group(f"task {name}"))
        for name in names
    ]


@pytest.fixture(scope="module", params=grouped(NAMES))
def task(request: pytest.FixtureRequest) -> Task:
    """The task in a folder, read when its tests run: a broken one hides no other."""
    return read_task(TASKS / request.param)


@pytest.fixture(scope="module")
def hidden(task: Task) -> Hidden:
    """What the grader asks."""
    return task.data.hidden(SEEDS)


@pytest.fixture(scope="session")
def starters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What came of every task's starter, run once a run."""
    return once(tmp_path_factory, "starters", run_starters)


@pytest.fixture
def learners(task: Task, starters: Path) -> Path:
    """The files that the learner gets."""
    return starters / task.folder.name / "data"


def test_its_data_come_from_the_seed(
    task: Task, learners: Path, tmp_path: Path
) -> None:
    """The same seed makes the same files, another seed others."""
    digests = []
    for name, seed in (("same", 1), ("other", 2)):
        (tmp_path / name).mkdir()
        task.data.make(tmp_path / name, seed)
        digests.append(digest(tmp_path / name))

    assert digest(learners) == digests[0] != digests[1]


def test_its_hidden_data_fit_what_it_asks(task: Task, hidden: Hidden) -> None:
    """Enough examples, each class among them, of the shape that task.yml names."""
    again = task.data.hidden(SEEDS)
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


def known(folder: Path, columns: int) -> Iterator[bytes]:
    """Each row, picture, text or stretch of a series in the files of a learner."""
    for path in sorted(folder.rglob("*.*")):
        match path.suffix:
            case ".csv":
                table = pd.read_csv(path, keep_default_na=False)
                yield from map(as_key, table.iloc[:, :columns].to_numpy())
                yield from (as_key(text) for text in table.get("text", ()))
                series = pd.to_numeric(table.iloc[:, 1], "coerce").to_numpy()
                yield from stretches(series[None], STRETCH)
            case ".json":
                rows = json.loads(path.read_text("utf-8"))
                yield from (as_key(row["text"]) for row in rows if "text" in row)
            case ".npy":
                yield from map(as_key, np.load(path))
            case ".npz":
                arrays = np.load(path)
                yield from map(as_key, arrays[min(arrays)])
            case ".png":
                yield as_key(np.asarray(Image.open(path)))


def stretches(series: NDArray[Any], length: int) -> Iterator[bytes]:
    """All that many neighboring values of some series (runs, steps)."""
    cut = np.lib.stride_tricks.sliding_window_view(series, length, axis=1)
    yield from map(as_key, cut.reshape(-1, length))


def as_key(thing: object) -> bytes:
    """What two equal inputs share, whatever they are stored as."""
    if isinstance(thing, str):
        return thing.encode()
    try:
        return np.asarray(thing, "float32").tobytes()
    except ValueError:  # a row with a text or a date in it
        return b""


def test_no_hidden_input_is_in_the_learners_files(
    task: Task, hidden: Hidden, learners: Path
) -> None:
    """Not one, or a model could know its answer by heart."""
    columns = np.shape(hidden.inputs[0])[-1] if task.spec.input.kind == "rows" else 1
    have = set(known(learners, columns)) - {b""}
    asked: Iterator[bytes] = map(as_key, hidden.inputs)
    if task.spec.input.kind == "series":
        asked = stretches(np.asarray(hidden.inputs)[:, :, 0], STRETCH)

    assert len(have) > 100
    assert sum(key in have for key in asked) == 0


def test_their_order_tells_no_answer(task: Task, hidden: Hidden) -> None:
    """An example's answer says nothing about those of the examples after it."""
    truth = np.asarray(hidden.truth).reshape(len(hidden.truth), -1)[:, 0]
    luck = 5 / np.sqrt(len(truth))
    if task.spec.output.classes:
        chance = (np.bincount(truth) / len(truth)) ** 2
        likely = float(chance.sum())
        alike = [float((truth[:-lag] == truth[lag:]).mean()) for lag in LAGS]
        place = np.arange(len(truth)) / len(truth)
        assert max(alike) < likely + luck
        means = [place[truth == number].mean() for number in set(truth)]
        assert max(abs(np.array(means) - 0.5)) < 0.15
    else:
        order = (truth - truth.mean()) / truth.std()
        alike = [float(np.mean(order[:-lag] * order[lag:])) for lag in LAGS]
        assert max(np.abs(alike)) < luck


@pytest.mark.parametrize("task", grouped(SERIES), indirect=True)
def test_no_series_holds_the_answer_to_another(task: Task, hidden: Hidden) -> None:
    """What leads to an answer, and then the answer, stands in no other input."""
    inputs = np.asarray(hidden.inputs, "float32")
    stretch = BEFORE + hidden.truth.shape[1]
    ends = np.concatenate([inputs[:, -BEFORE:, 0], hidden.truth], axis=1)

    inside = stretches(inputs[:, :, 0], stretch)
    assert set(map(as_key, ends)).isdisjoint(inside)
    # Nor do two of them share days or hours by which they could be lined up.
    every = list(stretches(inputs[:, :, 0], STRETCH))
    assert len(every) - len(set(every)) < len(every) / 1000


def test_another_secret_asks_something_else(task: Task, hidden: Hidden) -> None:
    """The learner's seed alone doesn't say what will be asked."""
    other = task.data.hidden(Seeds(SEEDS.seed, "f" * 32))
    asked, others = (list(map(as_key, h.inputs)) for h in (hidden, other))

    assert asked != others
    same = len(set(asked) & set(others)) / len(asked)
    if task.name == "docstring-families":  # real texts: there are no more of them
        assert same < 0.9
    else:
        assert same < 0.1


def taken(path: Path) -> set[str]:
    """Names of data in packages that a file takes, such as digits, brick or china."""
    text = path.read_text("utf-8")
    photos = re.findall(r"[\w/]+\.(?:png|jpg)", text)
    sets = {name.rpartition(".")[2].removeprefix("load_") for name in taken_sets(text)}
    return sets | {Path(photo).stem for photo in photos}


def test_its_data_are_no_lessons(task: Task) -> None:
    """Who knows a lesson's data by heart has learned nothing that a task asks for."""
    folders = REPOSITORY.glob("examples/*/*.py")
    lessons = [p for p in folders if p.parent.name not in {"reference", "topics"}]
    known = set[str]().union(*map(taken, lessons))
    assert {"digits", "co2", "brick", "grass", "gravel", "flower"} <= known

    used = set[str]().union(*map(taken, task.folder.glob("*.py")))
    if "ihc" in used:
        used.add("immunohistochemistry")  # its name in scikit-image
    if task.name == "small-set":
        used.remove("gravel")  # only the grain of its clay
    assert used.isdisjoint(known)


def run_starters(folder: Path) -> str:
    """Each starter, in a folder of its own; what went wrong with all of it."""
    script = REPOSITORY / "tests/support/run_starters.py"
    done = subprocess.run(
        [sys.executable, script, folder], capture_output=True, text=True, check=False
    )
    return done.stderr if done.returncode else ""


@pytest.mark.slow
def test_its_starter_says_what_is_missing(task: Task, starters: Path) -> None:
    """It runs as it is, reads the data, and ends in one message, not in a traceback."""
    folder = starters / task.folder.name
    said = (folder / "error.txt").read_text("utf-8").strip()

    assert (folder / "code.txt").read_text() == "1"
    assert re.fullmatch(r"[A-Z].*train\.py.*\.", said.splitlines()[-1]), said
    assert "Traceback" not in said
    assert f"submit {task.spec.category}" in (task.folder / "starter.py").read_text()
