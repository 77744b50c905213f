"""The commands: tfprep run, exercises, notebooks, doctor, and the exam's."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click
from typing_extensions import override

from tfprep.content.library import Library
from tfprep.doctor import SPEED_SECONDS, exam_times, look, speed, verdict
from tfprep.exam.commands import exam
from tfprep.exam.outcomes import ExamError, TroubleError
from tfprep.exam.taskspec.task import read_tasks
from tfprep.execution.batch import run_lessons
from tfprep.execution.cache import Cache, Entry
from tfprep.execution.progress import Progress
from tfprep.execution.shards import pick_shard
from tfprep.execution.versions import STACK
from tfprep.lessons.course import Course, read_course
from tfprep.lessons.learner_notebook import write_learner_files
from tfprep.problems import ProblemError
from tfprep.project import Project, find_project

PATHS = click.argument(
    "paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]..."
)
JOBS = click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Lessons at once; default: the cores.",
)
FORCE = click.option(
    "--force", is_flag=True, help="Execute lessons that are in the cache too."
)


class _Shard(click.ParamType):
    name = "I/N"

    @override
    def convert(self, value: object, param: object, ctx: object) -> tuple[int, int]:
        index, slash, count = str(value).partition("/")
        if not (slash and index.isdecimal() and count.isdecimal()):
            self.fail(f"got {value!r}, expected two numbers such as 2/4")
        if not 1 <= int(index) <= int(count):
            self.fail(
                f"got part {index} of {count}, expected 1/{count} to {count}/{count}"
            )
        return int(index), int(count)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tfprep")
def cli() -> None:
    """Lessons that run, exercises that check."""


@cli.command()
@PATHS
@JOBS
@FORCE
@click.option(
    "--shard", type=_Shard(), help="Only part I of N, split by measured seconds."
)
def run(
    paths: tuple[Path, ...],
    jobs: int | None,
    force: bool,
    shard: tuple[int, int] | None,
) -> None:
    """Execute lessons and sheets; what did not change comes from the cache."""
    project, course = _open(paths)
    if shard:
        mine = pick_shard(course.everything, *shard, _cache(project).seconds)
        course = replace(course, everything=mine)
    _execute(project, course, jobs, force)


@cli.command()
@PATHS
@JOBS
@FORCE
def exercises(paths: tuple[Path, ...], jobs: int | None, force: bool) -> None:
    """Hold every exercise to the three-way law.

    Its stub is refused as not attempted, each stored wrong answer is refused for
    its reason, and its solution passes.
    """
    project, course = _open(paths)
    entries = _execute(project, course, jobs, force)
    for entry in entries:
        click.echo(entry.slug)
        for refusals in entry.refusals:
            click.echo(f"  {refusals.title}")
            for message in (refusals.stub, *refusals.wrong):
                click.echo(f"    refused: {message}")
    count = sum(len(entry.refusals) for entry in entries)
    wrong = sum(len(refusals.wrong) for entry in entries for refusals in entry.refusals)
    claims = sum(entry.claims for entry in entries)
    click.echo(
        f"The law holds: {count} solutions pass, {count} stubs and {wrong} wrong "
        f"answers are refused; {claims} claim cells hold."
    )


@cli.command()
@click.option("--quick", is_flag=True, help="Leave the speed test out.")
def doctor(quick: bool) -> None:
    """Say whether this machine can run course and exam, and how fast it trains."""
    findings = look(Path.cwd())
    for finding in findings:
        state = f"  <- {finding.wrong}" if finding.wrong else ""
        click.echo(f"{finding.name:<13} {finding.got}{state}")
    wrong = [finding for finding in findings if finding.wrong]
    if wrong:
        sys.exit(f"{len(wrong)} to mend, marked above.")
    if not quick:
        click.echo(f"Training a small network for {SPEED_SECONDS:.0f} s ...")
        steps = speed(SPEED_SECONDS)
        click.echo(verdict(steps))
        click.echo(exam_times(steps, read_tasks().values()))
    click.echo("Ready: this machine can run every lesson and the practice exam.")


@cli.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def notebooks(folder: Path) -> None:
    """Write the learner's notebook and script of every lesson below FOLDER."""
    _, course = _open(())
    if course.problems:
        raise ProblemError(course.problems)
    for lesson in course.lessons:
        write_learner_files(lesson, folder / lesson.topic)
    count = len(course.lessons)
    click.echo(f"Wrote {count} lessons, each as .ipynb and .py, below {folder}.")


cli.add_command(exam)


def main() -> None:
    """Run a command; what is wrong is said in one message, with exit code 1."""
    try:
        cli.main(standalone_mode=False)
    except ProblemError as error:
        for problem in error.problems:
            click.echo(f"{problem.relative_to(Path.cwd())}\n", err=True)
        sys.exit(f"{len(error.problems)} to mend.")
    except (ExamError, TroubleError) as error:
        sys.exit(str(error))
    except ModuleNotFoundError as error:
        if error.name not in STACK:
            raise
        name = STACK[error.name]
        sys.exit(f"This needs {name}, which is not installed. Run make setup.")
    except (click.Abort, KeyboardInterrupt):
        click.echo(
            "Stopped. What was finished is kept; the next run goes on.", err=True
        )
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)


def _open(paths: tuple[Path, ...]) -> tuple[Project, Course]:
    """The project around the paths, and what stands below them."""
    project = find_project(paths[0] if paths else Path.cwd())
    return project, read_course(project, Library(project.data)).below(paths)


def _cache(project: Project) -> Cache:
    return Cache(project.cache / "lessons")


def _execute(
    project: Project, course: Course, jobs: int | None, force: bool
) -> list[Entry]:
    """Run the lessons with a progress display.

    Raises:
        ProblemError: after all others ran, with what is wrong in any lesson.
    """
    with Progress() as progress:
        report = run_lessons(
            course.everything, _cache(project), jobs=jobs, force=force, listen=progress
        )
    progress.summarize(report)
    problems = [*course.problems]
    for slug in sorted(report.problems):
        problems += report.problems[slug]
    if problems:
        raise ProblemError(problems)
    return [report.entries[slug] for slug in sorted(report.entries)]
