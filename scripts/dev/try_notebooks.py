"""Run the learner's notebooks as a learner does, in an environment of its own.

    .venv/bin/python scripts/dev/try_notebooks.py [--python PYTHON] [PATH...]

As it comes, a notebook has to run through, and each check to say "Not attempted". With
every solution pasted in no check may fail. PYTHON is the environment to try, by
default this one; one with nothing but IPython's kernel and the packages of the extra
`lessons` in pyproject.toml is like Colab. Exit code 1 if any notebook failed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode

from tfprep.content.library import Library
from tfprep.lessons.cells import Role
from tfprep.lessons.course import read_course
from tfprep.lessons.learner_notebook import learner_notebook
from tfprep.lessons.lesson import Lesson
from tfprep.project import find_project

KERNEL = "tried"
SECONDS = 300


@click.command()
@click.option("--python", default=sys.executable, show_default="this one")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def main(python: str, paths: tuple[Path, ...]) -> None:
    """Run the notebooks of the lessons at PATHS, by default all."""
    project = find_project(Path.cwd())
    lessons = read_course(project, Library(project.data)).below(paths).lessons
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        install_kernel(Path(folder), python)
        for lesson in lessons:
            wrong = try_lesson(lesson, Path(folder))
            failed += bool(wrong)
            click.echo(
                f"{lesson.slug:<32} {wrong or 'runs through, with solutions too'}"
            )
    sys.exit(f"{failed} of {len(lessons)} failed." if failed else 0)


def install_kernel(folder: Path, python: str) -> None:
    """Make the environment's kernel known to this process."""
    spec = folder / "kernels" / KERNEL
    spec.mkdir(parents=True)
    argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    facts = {"argv": argv, "display_name": KERNEL, "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(facts), "utf-8")
    os.environ["JUPYTER_PATH"] = str(folder)


def try_lesson(lesson: Lesson, folder: Path) -> str:
    """What is wrong with the learner's notebook of a lesson, or nothing."""
    notebook = learner_notebook(lesson)
    if said := run(notebook, folder):
        return f"should run through as it comes, but: {said}"
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    told = sum("Not attempted: " in output.get("text", "") for output in outputs)
    if told != len(lesson.exercises):
        return f"{told} of {len(lesson.exercises)} checks said that nothing was tried"
    if said := run(learner_notebook(solved(lesson)), folder):
        return f"should run through with its solutions, but: {said}"
    return ""


def solved(lesson: Lesson) -> Lesson:
    """The lesson with each solution where a learner finds a stub, and strict checks."""
    strict = (Role.EXERCISE, Role.CHECK)
    cells = (
        replace(cell, role=Role.CODE, source=cell.solution)
        if cell.role in strict
        else cell
        for cell in lesson.cells
    )
    return replace(lesson, cells=tuple(cells))


def run(notebook: NotebookNode, folder: Path) -> str:
    """The last line of the error that stopped a notebook, or nothing."""
    with tempfile.TemporaryDirectory(dir=folder) as work:
        client = NotebookClient(
            notebook,
            kernel_name=KERNEL,
            timeout=SECONDS,
            resources={"metadata": {"path": work}},
        )
        try:
            client.execute(stderr=subprocess.DEVNULL)  # TensorFlow's start-up notes
        except CellExecutionError as error:
            return f"{error.ename}: {error.evalue}"
        except (DeadKernelError, RuntimeError, TimeoutError) as error:
            return str(error)  # most likely the environment lacks ipykernel
    return ""


if __name__ == "__main__":
    main()
