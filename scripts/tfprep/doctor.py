"""The command tfprep doctor: can this machine run the course, and how fast?"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click
import psutil

from tfprep.exam.grading.walls import Wall, walls
from tfprep.exam.taskspec.task import Task, read_tasks
from tfprep.execution.environment import child_environment, python
from tfprep.execution.versions import installed
from tfprep.lessons.lesson import BUDGET
from tfprep.lessons.stack import STACK, TENSORFLOWS
from tfprep.project import Project, find_course, how_to_install

GIB = 2**30
DISK = 2.0
"""GiB that the course needs beside its packages: caches, models, the site."""
MEMORY = 2.0
"""GiB that one lesson or training run may take, TensorFlow included."""
PYTHONS = ((3, 11), (3, 14))
"""First supported version, and the first one that is not."""
SPEED_SECONDS = 10.0
USUAL_STEPS = 100.0
"""Training steps a second of the machine on which the lessons' budgets were set.

Two cores, nothing else running, three tries of ten seconds: 88, 105 and 111.
"""


OWN_MODELS = (
    "Not all walls stand around its grader, as marked above: grade your own models "
    "here, and nobody else's."
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    got: str
    wrong: str = ""
    """What is wrong and what to do, or nothing."""
    remark: str = ""
    """What lacks, though course and exam do without."""


@click.command()
@click.option("--quick", is_flag=True, help="Leave the speed test out.")
def doctor(quick: bool) -> None:
    """Say whether this machine can run course and exam, and how fast it trains."""
    findings = look(Path.cwd())
    for finding in findings:
        said = finding.wrong or finding.remark
        state = f"  <- {said}" if said else ""
        click.echo(f"{finding.name:<15} {finding.got}{state}")
    wrong = [finding for finding in findings if finding.wrong]
    if wrong:
        sys.exit(f"{len(wrong)} to fix, marked above.")
    if not quick:
        click.echo(f"Training a small network for {SPEED_SECONDS:.0f} s ...")
        steps = speed(SPEED_SECONDS)
        click.echo(verdict(steps))
        click.echo(exam_times(steps, read_tasks().values()))
    click.echo("Ready: this machine can run every lesson and the practice exam.")
    if any(finding.remark for finding in findings):
        click.echo(OWN_MODELS)


def look(folder: Path) -> list[Finding]:
    """The course, versions, and what is free on the disk of `folder` and in memory.

    Raises:
        ProblemError: there is no course.
    """
    return [
        *_course(find_course(folder)),
        _python(sys.version_info[:2]),
        *(_package(module, name) for module, name in STACK.items()),
        _disk(shutil.disk_usage(folder).free / GIB),
        _memory(psutil.virtual_memory().available / GIB),
        *map(_wall, walls()),
    ]


def _course(project: Project) -> list[Finding]:
    """Where the lessons are; an installed course tells whether it has the pages too."""
    found = [Finding("course", str(project.root))]
    if project.is_installed:
        has_pages = (project.site / "index.html").is_file()
        lack = "not in this installation; tfprep notebooks FOLDER writes the lessons"
        found.append(Finding("pages", str(project.site) if has_pages else lack))
    return found


def _python(version: tuple[int, int]) -> Finding:
    low, high = PYTHONS
    wrong = ""
    if not low <= version < high:
        last = f"{high[0]}.{high[1] - 1}"
        wrong = f"expected 3.11 to {last}; install one and set it up again"
    return Finding("Python", platform.python_version(), wrong)


def _package(module: str, name: str) -> Finding:
    version = installed(name)
    if version is None:
        return Finding(name, "not installed", how_to_install())
    if module == "tensorflow" and not version.startswith(TENSORFLOWS):
        known = " or ".join(TENSORFLOWS)
        return Finding(
            name, version, f"the course is tested on {known}; results may differ"
        )
    return Finding(name, version)


def _disk(free: float) -> Finding:
    wrong = "" if free >= DISK else f"expected {DISK:g} GiB at least; make room"
    return Finding("free disk", f"{free:.1f} GiB", wrong)


def _memory(free: float) -> Finding:
    wrong = "" if free >= MEMORY else f"expected {MEMORY:g} GiB; close other programs"
    return Finding("free memory", f"{free:.1f} GiB", wrong)


def _wall(wall: Wall) -> Finding:
    """One of the things that the exam's grader keeps a model from."""
    name = f"wall: {wall.name}"
    if wall.stands:
        return Finding(name, f"stands against {wall.holds_off}")
    remark = f"nothing stands against {wall.holds_off}"
    return Finding(name, "missing", remark=f"{remark}: {wall.why_not}")


def speed(seconds: float) -> float:
    """Training steps a second, in a process with the settings that lessons have.

    Raises:
        click.ClickException: TensorFlow doesn't train here.
    """
    with tempfile.TemporaryDirectory(prefix="tfprep-") as home:
        done = subprocess.run(  # noqa: S603 - our own module
            python("-m", "tfprep.execution.speed", str(seconds)),
            env=child_environment(Path(home)),
            cwd=home,
            capture_output=True,
            text=True,
            check=False,
        )
    try:
        return float(done.stdout.split()[-1])
    except (ValueError, IndexError):
        last = (done.stderr.strip() or f"exit code {done.returncode}").splitlines()[-1]
        raise click.ClickException(
            f"TensorFlow does not train here: got {last!r}, expected a number of "
            f"steps; {how_to_install()}"
        ) from None


def exam_times(steps: float, tasks: Iterable[Task]) -> str:
    """How long the exam's stored solutions would train here, by category."""
    longest: dict[str, float] = {}
    for task in tasks:
        letter, seconds = task.spec.category, task.spec.seconds
        longest[letter] = max(longest.get(letter, 0), seconds * USUAL_STEPS / steps)
    said = ", ".join(f"{letter} {seconds:.0f} s" for letter, seconds in longest.items())
    return f"The practice exam's reference solutions train in at most: {said}."


def verdict(steps: float) -> str:
    """What so many training steps a second mean for somebody's patience."""
    ratio = steps / USUAL_STEPS
    wait = BUDGET / ratio
    return (
        f"{steps:.0f} training steps a second, {ratio:.1f} times the machine for which "
        f"the lessons were made: a lesson computes for up to {wait:.0f} s here."
    )
