"""Compare tfprep with what it replaces, on the same lessons, in one sitting.

    .venv/bin/python scripts/dev/benchmark.py [--rounds N] [LESSON...]
    .venv/bin/python scripts/dev/benchmark.py --serve

Execution: tfprep, `pytest --nbmake -n CORES`, and stock mkdocs-jupyter, each from a
fresh process and without a cache; the limit is the cells' own CPU time divided by the
cores. Every one of them runs the same steps, wrong answers included. They take turns,
and the best of N rounds counts, by default three: other load only ever adds.
Pages: bytes of a lesson's HTML, ours against stock mkdocs-jupyter's.
With --serve: how long a writer waits for `mkdocs serve`, ours and stock, instead.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click
import nbformat
from serve_times import measure

from tfprep.content.library import Library
from tfprep.execution.batch import default_jobs
from tfprep.execution.cache import Cache
from tfprep.execution.steps import Expect, plan
from tfprep.lessons.course import Course, read_course
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.stack import STACK
from tfprep.project import Project, find_project

STOCK = """\
site_name: stock
theme: {name: material, font: false}
plugins: [{mkdocs-jupyter: {execute: true, include: ["*.ipynb"], cache: false}}]
"""


@click.command()
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1))
@click.option("--serve", is_flag=True, help="Measure mkdocs serve instead.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def main(rounds: int, serve: bool, paths: tuple[Path, ...]) -> None:
    """Measure and print one table for execution and one for the pages."""
    project = find_project(Path.cwd())
    if serve:
        with tempfile.TemporaryDirectory() as name:
            measure(project.root, Path(name))
        return
    course = read_course(project, Library(project.data)).below(paths)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_notebooks(course.lessons, folder / "notebooks")
        timed("-c", f"import {', '.join(STACK)}")  # else the first pays for the disk
        measured = [
            (*run_tfprep(project, course), run_nbmake(folder), run_stock(folder))
            for _ in range(rounds)
        ]
        cpu, ours, nbmake, stock = map(min, zip(*measured, strict=True))
        print_seconds(len(course.lessons), cpu, ours, nbmake, stock)
        print_bytes(project, course, folder / "site")


def write_notebooks(lessons: Sequence[Lesson], docs: Path) -> None:
    """Write the steps of each lesson as an ordinary notebook, with its data beside."""
    (docs / "data").mkdir(parents=True)
    (docs / "index.md").write_text("# Stock\n")
    for lesson in lessons:
        notebook = nbformat.v4.new_notebook()
        for cell in lesson.cells:
            if not cell.is_code:
                notebook.cells.append(nbformat.v4.new_markdown_cell(cell.source))
        for step in plan(lesson):
            code = nbformat.v4.new_code_cell(step.code)
            if step.expect is not Expect.CORRECT:
                code.metadata["tags"] = ["raises-exception"]
            notebook.cells.append(code)
        nbformat.write(notebook, docs / f"{lesson.name}.ipynb")
        for path in lesson.data_paths():
            shutil.copy(path, docs / "data")


def run_tfprep(project: Project, course: Course) -> tuple[float, float]:
    """CPU seconds of all cells, and seconds of `tfprep run --force`."""
    paths = [str(lesson.path) for lesson in course.lessons]
    seconds = timed("-m", "tfprep", "run", "--force", *paths)
    cache = Cache(project.cache / "lessons")
    entries = [cache.get(lesson) for lesson in course.lessons]
    return sum(entry.cpu_seconds for entry in entries if entry), seconds


def fresh_notebooks(folder: Path) -> Path:
    """A copy in which no lesson has left a file that the next run would find."""
    docs = folder / "docs"
    shutil.rmtree(docs, ignore_errors=True)
    return shutil.copytree(folder / "notebooks", docs)


def run_nbmake(folder: Path) -> float:
    """Seconds of nbmake, one process a core."""
    options = ["-q", "--nbmake", "--nbmake-timeout=600"]
    return timed(
        *["-m", "pytest", "-c", os.devnull, *options, "-n", str(default_jobs()), "."],
        cwd=fresh_notebooks(folder),
    )


def run_stock(folder: Path) -> float:
    """Seconds of a site built by mkdocs-jupyter alone."""
    fresh_notebooks(folder)
    (folder / "mkdocs.yml").write_text(STOCK)
    return timed("-m", "mkdocs", "build", "-q", cwd=folder)


def timed(*words: str, cwd: Path | None = None) -> float:
    """Wall seconds of a Python command, which must succeed."""
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "NO_MKDOCS_2_WARNING": "1"}
    start = time.monotonic()
    done = subprocess.run(  # noqa: S603 (our own commands)
        [sys.executable, *words],
        cwd=cwd,
        env={**os.environ, **quiet},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - start
    if done.returncode:
        sys.exit(f"{' '.join(words)} failed:\n{done.stdout}\n{done.stderr}")
    return seconds


def print_seconds(
    count: int, cpu: float, ours: float, nbmake: float, stock: float
) -> None:
    """Print the seconds and the ratios that the budgets name."""
    jobs = default_jobs()
    print(f"\n{count} lessons, {jobs} cores; the cells alone take {cpu:.1f} s CPU.\n")
    print("| | seconds | tfprep / this |\n|---|---|---|")
    print(f"| tfprep run --force | {ours:.1f} | 1 |")
    print(f"| pytest --nbmake -n {jobs} | {nbmake:.1f} | {ours / nbmake:.2f} |")
    print(f"| mkdocs-jupyter, execute: true | {stock:.1f} | {ours / stock:.2f} |")
    limit = 1.1 * cpu / jobs + 6
    print(f"| limit: 1.1 x CPU / cores + 6 s | {limit:.1f} | {ours / limit:.2f} |")


def print_bytes(project: Project, course: Course, stock: Path) -> None:
    """Print the size of every page, without figures that are files of their own."""
    with tempfile.TemporaryDirectory() as name:
        timed("-m", "mkdocs", "build", "-q", "-d", name, cwd=project.root)
        print("\n| kB gzipped (raw) | tfprep | stock mkdocs-jupyter |\n|---|---|---|")
        for lesson in course.lessons:
            ours = size(Path(name) / "lessons" / lesson.slug / "index.html")
            theirs = size(stock / lesson.name / "index.html")
            print(f"| {lesson.slug} | {ours} | {theirs} |")


def size(page: Path) -> str:
    """Kilobytes of a page, gzipped and raw."""
    raw = page.read_bytes()
    return f"{len(gzip.compress(raw)) / 1000:.0f} ({len(raw) / 1000:.0f})"


if __name__ == "__main__":
    main()
