"""Hold the lessons to their claims and checks with other random seeds.

    .venv/bin/python scripts/dev/try_seeds.py [--seeds N] [PATH...]

A claim that holds for one seed alone is luck. For each of N seeds, every number in
`set_random_seed(7)` and `default_rng(7)` is swapped and the lesson executed as usual;
nothing of this is cached. Exit code 1 if anything failed with any seed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from tfprep.content.library import Library
from tfprep.execution.batch import run_lessons
from tfprep.execution.cache import Cache
from tfprep.execution.progress import Progress
from tfprep.lessons.course import read_course
from tfprep.lessons.seeds import with_seed
from tfprep.project import find_project


@click.command()
@click.option("--seeds", default=10, show_default=True, type=click.IntRange(1))
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def main(seeds: int, paths: tuple[Path, ...]) -> None:
    """Execute the lessons at PATHS, by default all, once with each seed.

    What names no seed is left out: it would run as it always does.
    """
    project = find_project(Path.cwd())
    every = read_course(project, Library(project.data)).below(paths).everything
    seeded = [lesson for lesson in every if with_seed(lesson, 1) != lesson]
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(1, seeds + 1):
            click.echo(f"Seed {seed} of {seeds}")
            lessons = [with_seed(lesson, seed) for lesson in seeded]
            with Progress() as progress:
                report = run_lessons(
                    lessons, Cache(Path(folder) / str(seed)), listen=progress
                )
            for problems in report.problems.values():
                failures += [f"seed {seed}: {problem}" for problem in problems]
    for failure in failures:
        click.echo(f"\n{failure}", err=True)
    tried = f"{len(seeded)} files with a seed, each with {seeds} other seed(s)"
    click.echo(f"{len(failures)} failed of {tried}.")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
