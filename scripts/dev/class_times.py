"""How long a class takes to grade: all of it, and once more when all is known.

    .venv/bin/python scripts/dev/class_times.py [--learners N] [--form F] [--jobs N]

Each learner hands in one of the stored solutions of each task, trained; what was
trained is cached. The command is the real one. Let nothing else run meanwhile.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

import click

from tfprep.exam.grading.calibration import (
    UNTRAINED,
    Trial,
    model_in,
    run_trials,
    train,
)
from tfprep.exam.taskspec.task import FORMS, Task, read_tasks
from tfprep.project import find_project

SEED = 1


@click.command()
@click.option("--learners", default=6, show_default=True, type=click.IntRange(1))
@click.option(
    "--form", default=1, show_default=True, type=click.IntRange(1, max(FORMS))
)
@click.option("--jobs", type=click.IntRange(1), help="Models graded at once.")
def main(learners: int, form: int, jobs: int | None) -> None:
    """Print the seconds of a first and of a second run, and what they used."""
    tasks = [task for task in read_tasks().values() if task.spec.form == form]
    with tempfile.TemporaryDirectory(prefix="tfprep-") as name:
        folder = Path(name)
        collect(folder / "class", tasks, learners, find_project(Path.cwd()).cache)
        command = [sys.executable, "-m", "tfprep", "exam", "grade", "class"]
        command += ["--form", str(form), "--seed", str(SEED), "--csv", "scores.csv"]
        command += ["--jobs", str(jobs)] if jobs else []
        for run in ("first", "again"):
            start, used = time.monotonic(), cpu_seconds()
            done = subprocess.run(  # noqa: S603 - our own command
                command, cwd=folder, capture_output=True, text=True, check=False
            )
            seconds = time.monotonic() - start
            if done.returncode:
                sys.exit(done.stderr)
            (ends,) = re.findall(r"^\d+ learners, .*$", done.stderr, re.MULTILINE)
            each = seconds / (learners * len(tasks))
            click.echo(
                f"{run}: {seconds:.1f} s, {each:.2f} s a model, "
                f"{cpu_seconds() - used:.1f} s CPU. {ends}"
            )


def cpu_seconds() -> float:
    """What commands and graders have used; other programs change it little."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def collect(folder: Path, tasks: list[Task], learners: int, cache: Path) -> None:
    """Make the class's folder."""
    todo: dict[tuple[int, str], Trial] = {}
    for task in tasks:
        kinds = islice(cycle([*task.solutions, UNTRAINED]), learners)
        for number, kind in enumerate(kinds):
            todo[number, task.name] = Trial(task, kind, SEED)
    for result in run_trials(dict.fromkeys(todo.values()), cache / "exam", jobs=1):
        trial = result.trial
        click.echo(f"trained: {trial.task.name} {trial.solution}", err=True)
    for (number, name), trial in todo.items():
        model = model_in(train(trial, cache / "exam"))
        assert model is not None, "the cache keeps only folders with a model"
        place = folder / f"learner-{number:03}" / f"{name}{model.suffix}"
        place.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if model.is_dir() else shutil.copyfile)(model, place)


if __name__ == "__main__":
    main()
