"""Train every task's stored solutions on many seeds, and say what they score.

    .venv/bin/python scripts/dev/calibrate.py [--seeds N] [--jobs N] [TASK...]

The rule: on every seed the reference scores 5 after at most 30 CPU seconds of
training, another good solution 5, the weak one at most 3, an untrained model at most 1,
a flat network on a series at most 3, a model that looks at other examples at most 1.
Exit code 1 if it is broken. Trained models are cached, so a second run is quick.
"""

from __future__ import annotations

import math
import os
import sys
from itertools import groupby
from pathlib import Path

import click

from tfprep.exam.grading.calibration import Result, run_trials, trials
from tfprep.exam.taskspec.task import read_tasks
from tfprep.project import find_project


@click.command()
@click.option("--seeds", default=10, show_default=True, type=click.IntRange(1))
@click.option("--first", default=1, show_default=True, help="The first seed.")
@click.option("--jobs", default=os.cpu_count() or 1, type=click.IntRange(1))
@click.argument("names", nargs=-1, metavar="[TASK]...")
def main(seeds: int, first: int, jobs: int, names: tuple[str, ...]) -> None:
    """Print one line for each task and solution: scores, metric, CPU seconds."""
    cache = find_project(Path.cwd()).cache / "exam"
    tasks = read_tasks()
    if unknown := set(names) - set(tasks):
        sys.exit(
            f"Got {', '.join(sorted(unknown))}; expected some of {', '.join(tasks)}."
        )
    todo = trials([tasks[name] for name in names or tasks], range(first, first + seeds))
    results = run_trials(todo, cache, jobs)
    broken = False
    for _, group in groupby(results, lambda r: (r.trial.task.name, r.trial.solution)):
        done = list(group)
        click.echo(line(done))
        broken |= any(result.breaks for result in done)
    sys.exit("The rule is broken where marked." if broken else 0)


def line(results: list[Result]) -> str:
    """The results of one solution on several seeds."""
    task, solution = results[0].trial.task, results[0].trial.solution
    values = [r.grade.value for r in results if not math.isnan(r.grade.value)]
    show, unit = task.metric.show, task.spec.unit
    span = "refused"
    if values:
        span = f"{show(min(values), unit)} to {show(max(values), unit)}"
    broken = {result.breaks for result in results} - {""}
    return (
        f"{task.spec.category}{task.spec.form} {task.name:<20} {solution:<10} "
        f"scores {' '.join(str(result.grade.score) for result in results)}  "
        f"{span}  "
        f"at most {max(result.seconds for result in results):.1f} s CPU"
        f"{'  <- ' + '; '.join(sorted(broken)) if broken else ''}"
    )


if __name__ == "__main__":
    main()
