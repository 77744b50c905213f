"""The commands that execute lessons: tfprep run and exercises."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import click

from tfprep.execution.batch import of_the_stack
from tfprep.execution.cache import Cache
from tfprep.execution.course_run import run_course
from tfprep.execution.shards import Shard, pick_shard
from tfprep.execution.warm_kernels import preload
from tfprep.lessons.commands import PATHS, open_course
from tfprep.lessons.course import Course, lesson_files
from tfprep.project import Project, find_course

JOBS = click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Lessons at once; default: one more than the cores.",
)
FORCE = click.option(
    "--force", is_flag=True, help="Execute lessons that are in the cache too."
)


_IMPORT = re.compile(r"^\s*(?:from|import) +([\w.]+)", re.MULTILINE)


@click.command()
@PATHS
@JOBS
@FORCE
@click.option(
    "--shard", type=Shard(), help="Only part I of N, split by measured seconds."
)
def run(
    paths: tuple[Path, ...],
    jobs: int | None,
    force: bool,
    shard: tuple[int, int] | None,
) -> None:
    """Execute lessons and sheets; what did not change comes from the cache."""
    project, course = _open(paths, force)
    if shard:
        mine = pick_shard(course.everything, *shard, _cache(project).seconds)
        course = replace(course, everything=mine)
    run_course(
        course.everything, _cache(project), course.problems, jobs=jobs, force=force
    )


@click.command()
@PATHS
@JOBS
@FORCE
def exercises(paths: tuple[Path, ...], jobs: int | None, force: bool) -> None:
    """Hold every exercise to the four-way law.

    Its stub is refused as not attempted, each stored wrong answer is refused for
    its reason, each right answer that is written differently passes, and so does its
    solution.
    """
    project, course = _open(paths, force)
    found = run_course(
        course.everything, _cache(project), course.problems, jobs=jobs, force=force
    )
    entries = [found[slug] for slug in sorted(found)]
    for entry in entries:
        click.echo(entry.slug)
        for refusals in entry.refusals:
            click.echo(f"  {refusals.title}")
            for message in (refusals.stub, *refusals.wrong):
                click.echo(f"    refused: {message}")
    count = sum(len(entry.refusals) for entry in entries)
    wrong = sum(len(refusals.wrong) for entry in entries for refusals in entry.refusals)
    right = sum(
        len(exercise.right)
        for lesson in course.lessons
        for exercise in lesson.exercises
    )
    claims = sum(entry.claims for entry in entries)
    click.echo(
        f"The law holds: {count} solutions and {right} right answers written "
        f"differently pass, {count} stubs and {wrong} wrong answers are refused; "
        f"{claims} claim cells hold."
    )


def _open(paths: tuple[Path, ...], force: bool) -> tuple[Project, Course]:
    """The course; where all of it will run, its imports begin while it is read."""
    if force:
        folders = paths or (find_course(Path.cwd()).examples,)
        files = [
            file
            for path in folders
            for file in (lesson_files(path) if path.is_dir() else [path])
        ]
        texts = (file.read_text("utf-8", errors="replace") for file in files)
        names = {name for text in texts for name in _IMPORT.findall(text)}
        preload(of_the_stack(names))
    return open_course(paths)


def _cache(project: Project) -> Cache:
    return Cache(project.cache / "lessons")
