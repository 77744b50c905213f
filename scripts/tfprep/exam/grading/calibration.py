"""Train the stored solutions of tasks and score them: is a task as hard as it says?"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import math
import multiprocessing
import os
import pickle
import runpy
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import forkserver
from pathlib import Path

from filelock import FileLock

from tfprep.exam.grading.loading import load
from tfprep.exam.grading.scoring import score_model
from tfprep.exam.outcomes import Grade, RefusedError
from tfprep.exam.taskspec.hidden import Hidden, Seeds
from tfprep.exam.taskspec.task import FILES, MODELS, Task
from tfprep.execution.versions import installed

UNTRAINED = "untrained"
"""The reference solution with a fit() that does nothing."""
FLAT = "flat"
"""A flat network on the reference's windows of a series."""
NEIGHBORS = "neighbors"
"""A model that looks at the other examples of its batch."""
RULE = {
    "reference": (5, 5),
    "other": (5, 5),
    "weak": (0, 3),
    FLAT: (0, 3),
    UNTRAINED: (0, 1),
    NEIGHBORS: (0, 1),
}
"""The lowest and the highest score that a solution may get, on every seed."""
LIMIT = 30.0
"""CPU seconds that the reference may train."""
_MATTER = ("tensorflow", "keras", "numpy", "pandas", "scikit-learn", "scikit-image")
"""Packages whose version may change what a solution learns."""


@dataclass(frozen=True)
class Trial:
    """One solution, trained and scored with one seed."""

    task: Task
    solution: str
    seed: int


@dataclass(frozen=True)
class Result:
    """What a trial came to."""

    trial: Trial
    grade: Grade
    seconds: float
    """CPU time from the first line of the solution to its last, on one core; what
    TensorFlow's import takes is left out. Other programs don't change it much.
    """

    @property
    def breaks(self) -> str:
        """How it breaks the rule, or nothing."""
        low, high = RULE[self.trial.solution]
        if not low <= self.grade.score <= high:
            return f"scores {self.grade.score}, expected {low} to {high}"
        if self.trial.solution == "reference" and self.seconds > LIMIT:
            return f"took {self.seconds:.0f} s, expected at most {LIMIT:.0f} s"
        return ""


class SolutionError(Exception):
    """A stored solution failed, or left no model."""


def trials(tasks: Iterable[Task], seeds: Iterable[int]) -> list[Trial]:
    """Every stored solution of the tasks, and what must not pass, by seed."""
    return [
        Trial(task, solution, seed)
        for task in tasks
        for solution in (*task.solutions, *_stand_ins(task))
        for seed in seeds
    ]


def _stand_ins(task: Task) -> tuple[str, ...]:
    flat = (FLAT,) if task.spec.input.kind == "series" else ()
    return (*flat, UNTRAINED, NEIGHBORS)


def run_trials(trials: Iterable[Trial], cache: Path, jobs: int) -> Iterator[Result]:
    """The results in the order of the trials, `jobs` of which run at once.

    A solution that is in the cache isn't trained again, but its model is scored.

    A model that can't be graded, such as a weak one with always the same answer,
    scores 0.

    Raises:
        SolutionError: a solution failed, or left no model.
    """
    # Each trial has a process of its own, forked from one that imported TensorFlow.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["tfprep.execution.warm_start", "keras", "tfprep.exam.grading.scoring"]
    )
    _start_forkserver()
    with (
        tempfile.TemporaryDirectory(prefix="tfprep-") as shared,
        ProcessPoolExecutor(jobs, context, max_tasks_per_child=1) as pool,
    ):
        yield from pool.map(partial(_run, cache, Path(shared)), trials)


def _start_forkserver() -> None:
    """Start it where it looks for no module in the folder that one stands in.

    It is started with -c, so only a variable can say that; nothing else keeps it.
    """
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        forkserver.ensure_running()
    finally:
        del os.environ["PYTHONSAFEPATH"]
        if before is not None:
            os.environ["PYTHONSAFEPATH"] = before


def train(trial: Trial, cache: Path, shared: Path | None = None) -> Path:
    """The folder of a trained model; one that is in the cache is taken from it.

    Args:
        shared: a folder in which the data of a task and seed are made once, for all
            trials that use them.

    Raises:
        SolutionError: the solution failed, or left no model.
    """
    script = trial.task.solutions.get(trial.solution, trial.task.solutions["reference"])
    folder = cache / "-".join(
        [trial.task.name, trial.solution, str(trial.seed), _key(trial, script)]
    )
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):  # another run may want it at the same time
        if not folder.is_dir():
            _train(trial, script, folder, shared)
    return folder


def _train(trial: Trial, script: Path, folder: Path, shared: Path | None) -> None:
    """Make the folder, all or nothing."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        work = Path(temporary) / "work"
        work.mkdir()
        if trial.solution == NEIGHBORS:
            from tfprep.exam.grading import stand_ins

            seconds = 0.0
            stand_ins.ask_neighbors(trial.task).save(work / MODELS[0])
        else:
            (work / "data").symlink_to(_data(trial, shared or Path(temporary)))
            seconds = _execute(script, work, trial)
            (work / "data").unlink()
        (work / "seconds.json").write_text(json.dumps(seconds), "utf-8")
        work.rename(folder)


def _data(trial: Trial, shared: Path) -> Path:
    """What the learner gets, made once in the folder."""
    folder = shared / f"{trial.task.name}-{trial.seed}"
    with FileLock(f"{folder}.lock"):
        if not folder.is_dir():
            part = folder.with_suffix(".part")
            part.mkdir()
            trial.task.data.make(part, trial.seed)
            part.rename(folder)
    return folder


def _hidden(trial: Trial, shared: Path) -> Hidden:
    """What models are asked, made once in the folder."""
    path = shared / f"{trial.task.name}-{trial.seed}.pickle"
    with FileLock(f"{path}.lock"):
        if not path.is_file():
            hidden = trial.task.data.hidden(Seeds.known(trial.seed))
            path.write_bytes(pickle.dumps(hidden))
    found: Hidden = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
    return found


def model_in(folder: Path) -> Path | None:
    """The model that a solution, or a learner, left in a folder."""
    return next((folder / m for m in MODELS if (folder / m).exists()), None)


def _run(cache: Path, shared: Path, trial: Trial) -> Result:
    folder = train(trial, cache, shared)
    seconds = json.loads((folder / "seconds.json").read_text("utf-8"))
    model = model_in(folder)
    assert model is not None, "the cache keeps only folders with a model"
    try:
        hidden = _hidden(trial, shared)
        secret = Seeds.known(trial.seed).secret
        grade = score_model(load(model), trial.task, hidden, secret)
    except RefusedError as error:
        grade = Grade(0, math.nan, (str(error),))
    return Result(trial, grade, seconds)


def _execute(script: Path, work: Path, trial: Trial) -> float:
    """Run the script in `work` as its author would; the CPU seconds that it took."""
    import keras

    from tfprep.exam.grading import stand_ins

    instead = {UNTRAINED: stand_ins.no_fit, FLAT: stand_ins.fit_flat}
    if trial.solution in instead:
        keras.Model.fit = instead[trial.solution]
    keras.utils.set_random_seed(trial.seed)
    before, said, start = Path.cwd(), io.StringIO(), time.process_time()
    os.chdir(work)
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            runpy.run_path(str(script), run_name="__main__")
    except (Exception, SystemExit):  # noqa: BLE001 - whatever a script may raise
        said.write(traceback.format_exc())
    finally:
        os.chdir(before)
    if model_in(work) is None:
        tail = "\n".join(said.getvalue().splitlines()[-20:])
        raise SolutionError(f"{script}, seed {trial.seed}: left no model\n{tail}")
    return time.process_time() - start


def _key(trial: Trial, script: Path) -> str:
    task, digest = trial.task, hashlib.sha256(script.read_bytes())
    if trial.solution not in task.solutions:
        digest.update(Path(__file__).with_name("stand_ins.py").read_bytes())
    apart = {*FILES, *(path.name for path in task.solutions.values())} - {"data.py"}
    for path in sorted(task.folder.iterdir()):
        if path.is_file() and path.name not in apart:  # data.py and what it uses
            digest.update(path.name.encode() + path.read_bytes())
    for name in _MATTER:
        digest.update(f"{name} {installed(name)}".encode())
    return digest.hexdigest()[:16]
