"""How long does a hand-in take: the first of a sitting, and the next ones?

    .venv/bin/python scripts/dev/exam_times.py [--rounds N] [LETTER...]

Each round hands the reference solution of a task of form 1 in, with the real command,
while no process has TensorFlow in memory, and again after a pause. Beside them stands
what the model itself takes: its file is looked at, loaded and asked, in a process that
has all else. The best of N rounds counts, by default three: other load only ever adds.
In brackets stands the processor time, of the command and of what it had graded; it says
more where other programs are at work.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import click
import psutil

from tfprep.exam.grading.calibration import Trial, model_in, run_trials, train
from tfprep.exam.grading.child import IMPORTS
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import CATEGORIES, Task, read_tasks
from tfprep.execution.environment import settle
from tfprep.project import find_project

SEED = 1
PAUSE = 20
"""Seconds between two hand-ins, which a learner would use to train again; the process
that lasts makes ready what the next one needs."""
REAPED = 0.3
"""Seconds after which the time of a process that has answered is told."""


class Took(NamedTuple):
    """Seconds of something."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} ({self.cpu:.2f})"


@click.command()
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1))
@click.argument("letters", nargs=-1, type=click.Choice(list(CATEGORIES)))
def main(rounds: int, letters: tuple[str, ...]) -> None:
    """Print a line for each task."""
    cache = find_project(Path.cwd()).cache / "exam"
    tasks = [task for task in read_tasks().values() if task.spec.form == 1]
    tasks = [t for t in tasks if t.spec.category in (letters or ("A", "C", "D"))]
    trials = [Trial(task, "reference", SEED) for task in tasks]
    list(run_trials(trials, cache, jobs=1))  # what isn't in the cache is trained
    print("| task | first, s | next, s | the model itself, s |\n|---|---|---|---|")
    for trial in trials:
        model = model_in(train(trial, cache))
        assert model is not None, "the cache keeps only folders with a model"
        own = [model_alone(trial.task, model) for _ in range(rounds)]
        measured = [hand_in_twice(trial.task, model) for _ in range(rounds)]
        cells = [best(each) for each in (*zip(*measured, strict=True), own)]
        numbers = " | ".join(map(str, cells))
        print(f"| {trial.task.spec.category} {trial.task.name} | {numbers} |")


def best(each: Sequence[Took]) -> Took:
    """The least of each kind of seconds."""
    return Took(*map(min, zip(*each, strict=True)))


def hand_in_twice(task: Task, model: Path) -> tuple[Took, Took]:
    """Two hand-ins, one after the other, from a shell's point of view."""
    with tempfile.TemporaryDirectory() as name:
        # Its own place for the process that lasts: there is none before, or after.
        environ = {**os.environ, "XDG_RUNTIME_DIR": name}
        words = ["start", "exam", "--practice", task.name, "--seed", str(SEED)]
        run(words, Path(name), environ)
        hand_in = ["submit", task.name, str(model)]
        first = run(hand_in, Path(name) / "exam", environ)
        time.sleep(PAUSE)
        return first, run(hand_in, Path(name) / "exam", environ)


def run(words: Sequence[str], folder: Path, environ: dict[str, str]) -> Took:
    """One command of the exam, which must succeed."""
    place = environ["XDG_RUNTIME_DIR"]
    command = [str(Path(sys.executable).with_name("tfprep")), "exam", *words]
    before, start = _cpu(place), time.monotonic()
    subprocess.run(  # noqa: S603 - our own command
        command, cwd=folder, env=environ, check=True, capture_output=True
    )
    wall = time.monotonic() - start
    time.sleep(REAPED)
    return Took(wall, _cpu(place) - before)


def _cpu(place: str) -> float:
    """Processor time of our commands, of the process that lasts, and of its forks."""
    ours = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = ours.ru_utime + ours.ru_stime
    for process in psutil.process_iter(["cmdline", "cpu_times"]):
        words = process.info["cmdline"] or ()
        if any(place in word for word in words) and process.info["cpu_times"]:
            seconds += sum(process.info["cpu_times"][:4])
    return seconds


def model_alone(task: Task, model: Path) -> Took:
    """From the look at a file to its grade, in a process with all else ready.

    A fork, so that nothing is left in memory from the last time.
    """
    settle()
    for name in IMPORTS:
        import_module(name)
    reader, writer = os.pipe()
    if not os.fork():
        os.write(writer, " ".join(map(repr, _graded(task, model))).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as said:
        return Took(*map(float, said.read().split()))


def _graded(task: Task, model: Path) -> Took:
    import tensorflow as tf

    from tfprep.exam.grading import loading, scoring

    seeds = Seeds.known(SEED)
    hidden = task.data.hidden(seeds)
    tf.zeros([1]) + 1
    start, used = time.monotonic(), time.process_time()
    scoring.score_model(loading.load(model), task, hidden, seeds.secret)
    return Took(time.monotonic() - start, time.process_time() - used)


if __name__ == "__main__":
    main()
