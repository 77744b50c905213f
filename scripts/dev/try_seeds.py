"""Hold the lessons to their claims and checks with other random seeds.

    .venv/bin/python scripts/dev/try_seeds.py [--seeds N] [--record] [PATH...]

A claim that holds for one seed alone is luck. For each of N seeds, every number in
`set_random_seed(7)` and `default_rng(7)` is swapped and the lesson executed as usual;
nothing of this is cached. With --record, what came of it goes into the file of this
version of TensorFlow in docs/data/board, with the lowest and the highest value of each
lesson's key numbers. Exit code 1 if anything failed with any seed.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import click

from tfprep.content.board import Board, Green, Runs, read_boards, write_board
from tfprep.content.library import Library
from tfprep.execution.batch import run_lessons
from tfprep.execution.cache import Cache
from tfprep.execution.key_numbers import code_of, measured, values_of
from tfprep.execution.progress import Progress
from tfprep.execution.versions import installed, versions_for
from tfprep.lessons.course import read_course
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.seeds import with_seed
from tfprep.project import Project, find_project


class Tried:
    """What became of lessons with all seeds so far."""

    def __init__(self) -> None:
        self.failures: list[str] = []
        self.failed: set[str] = set()
        self.values: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
        """The key numbers of each run, by the lessons' slugs."""

    def seed(self, lessons: list[Lesson], seed: int, folder: Path) -> None:
        """Execute each lesson with another seed."""
        changed = [measured(with_seed(lesson, seed)) for lesson in lessons]
        with Progress() as progress:
            report = run_lessons(changed, Cache(folder / str(seed)), listen=progress)
        for problems in report.problems.values():
            self.failures += [f"seed {seed}: {problem}" for problem in problems]
        for lesson in changed:
            if entry := report.entries.get(lesson.slug):
                self.values[lesson.slug].append(values_of(lesson, entry))
            else:
                self.failed.add(lesson.slug)


@click.command()
@click.option("--seeds", default=10, show_default=True, type=click.IntRange(1))
@click.option("--record", is_flag=True, help="Keep what came of it for the site.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def main(seeds: int, record: bool, paths: tuple[Path, ...]) -> None:
    """Execute the lessons at PATHS, by default all, once with each seed.

    What names no seed is left out: it would run as it always does.
    """
    project = find_project(Path.cwd())
    every = read_course(project, Library(project.data)).below(paths).everything
    seeded = [lesson for lesson in every if with_seed(lesson, 1) != lesson]
    tried = Tried()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(1, seeds + 1):
            click.echo(f"Seed {seed} of {seeds}")
            tried.seed(seeded, seed, Path(folder))
    for failure in tried.failures:
        click.echo(f"\n{failure}", err=True)
    if record:
        _record(project, [x for x in seeded if not x.is_sheet], tried, seeds)
    what = f"{len(seeded)} files with a seed, each with {seeds} other seed(s)"
    click.echo(f"{len(tried.failures)} failed of {what}.")
    sys.exit(bool(tried.failures))


def _record(project: Project, lessons: list[Lesson], tried: Tried, seeds: int) -> None:
    """Write what became of the lessons beside what is known of the others."""
    version = str(installed("tensorflow")).split(".")[:2]
    path = project.data / "board" / f"{'.'.join(version)}.yml"
    board = read_boards(path.parent).get(path.stem, Board(lessons={}))
    today = datetime.now(UTC).date()
    found = dict(board.lessons)
    for lesson in lessons:
        before = found.get(lesson.slug, Runs())
        if lesson.slug in tried.failed:
            found[lesson.slug] = before.model_copy(update={"failed": today})
        else:
            found[lesson.slug] = Runs(green=_green(lesson, tried, seeds, today))
    write_board(path, Board(lessons=found))
    click.echo(f"Wrote {path.relative_to(project.root)}.")


def _green(lesson: Lesson, tried: Tried, seeds: int, today: date) -> Green:
    runs = tried.values[lesson.slug]
    bands = {
        words: (
            _short(min(r[words] for r in runs)),
            _short(max(r[words] for r in runs)),
        )
        for words in runs[0]
    }
    return Green(
        day=today,
        seeds=seeds,
        versions=versions_for(lesson),
        code=code_of(lesson),
        numbers=bands,
    )


def _short(value: float) -> float:
    """A number with three digits that count: more would promise too much."""
    return float(f"{value:.3g}")


if __name__ == "__main__":
    main()
