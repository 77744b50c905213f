"""Record the terminal session that docs/exam/start.md shows, or check it.

    .venv/bin/python scripts/dev/record_session.py [--check]

docs/exam/session.txt is its own script: each line that begins with `$ ` is typed into
a shell in an empty folder, and what follows it is what it said. Only the parts between
section marks are shown on the page; what stands outside of them is done all the same.
With --check nothing is written: exit code 1 if the session would look different now,
numbers, times and folders apart. Stored solutions are then not trained where
scripts/dev/calibrate.py, or a test, has trained them with the session's seed before.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import click

from tfprep.exam.grading.calibration import Trial, model_in, train
from tfprep.exam.sitting.state import find_workspace, load
from tfprep.exam.taskspec.task import TASKS, read_tasks
from tfprep.project import find_project

HOME = "/home/you"
"""Stands on the page for the folder in which the session was recorded."""
PROMPT, NOTE, TRAIN = "$ ", "#", "python train.py"
_DURATION = re.compile(r"less than a minute|\d+ h \d+ min|\d+ h|\d+ min")
_NOISE = re.compile(
    r"WARNING: All log messages before absl|[IWE]\d{4} |To enable the following instr"
)
"""How TensorFlow's own notes begin, for which a page has no room."""
_SKILLS = re.compile(r"[A-Z]+-#(?:, [A-Z]+-#)*")


@click.command()
@click.option("--check", is_flag=True, help="Compare, and write nothing.")
def main(check: bool) -> None:
    """Replay the session and write it down, or compare it with the page."""
    project = find_project(Path.cwd())
    path = project.root / "docs" / "exam" / "session.txt"
    old = path.read_text("utf-8")
    with tempfile.TemporaryDirectory(prefix="tfprep-session-") as folder:
        cache = project.cache / "exam" if check else None
        new = "\n".join(replay(old, Path(folder).resolve(), TASKS, cache)) + "\n"
    if not check:
        path.write_text(new, "utf-8")
        return
    difference = unified_diff(
        shape(old), shape(new), "session.txt", "now", lineterm="", n=1
    )
    if said := "\n".join(difference):
        sys.exit(
            f"{said}\ndocs/exam/session.txt is out of date. "
            "Record it again: python scripts/dev/record_session.py"
        )


def replay(
    session: str, home: Path, tasks: Path, cache: Path | None = None
) -> Iterator[str]:
    """The session's lines, with what its commands say now.

    Args:
        session: a recording; its old answers are left out.
        home: an empty folder, in which the session begins.
        tasks: what `$TASKS` stands for in a command.
        cache: takes trained models of stored solutions, and gives them.
    """
    here = home
    for line in session.splitlines():
        if line.startswith(NOTE):
            yield line
        if not line.startswith(PROMPT):
            continue
        yield line
        command = line.removeprefix(PROMPT)
        if command.startswith("cd "):
            here = (here / command.removeprefix("cd ")).resolve(strict=True)
            continue
        if cache and command == TRAIN and _take_trained(here, cache):
            continue
        said = _type(command, here, home, tasks)
        for answer in said.replace(str(home), HOME).splitlines():
            if not _NOISE.match(answer):
                yield answer


def _take_trained(here: Path, cache: Path) -> bool:
    """Lay the model into a task's folder that its train.py would, if it is a solution.

    Solutions say nothing while they train, so nothing is missing in the session.
    """
    text = (here / "train.py").read_bytes()
    for task in read_tasks().values():
        for name, script in task.solutions.items():
            if script.read_bytes() == text:
                seed = load(find_workspace(here)).seed
                model = model_in(train(Trial(task, name, seed), cache))
                assert model is not None, "the cache keeps only folders with a model"
                shutil.copyfile(model, here / model.name)
                return True
    return False


def shape(session: str) -> list[str]:
    """The session without what differs from one recording to the next."""
    text = _DURATION.sub("TIME", session)
    text = re.sub(r"\d+(?:[.:]\d+)*", "#", text)
    return re.sub(r" +", " ", _SKILLS.sub("SKILLS", text)).splitlines()


def _type(command: str, here: Path, home: Path, tasks: Path) -> str:
    """What a command says, errors included, in the order in which a reader sees it."""
    # With a place of its own for TensorFlow to stay, which the first hand-in tells of.
    runtime = home / ".run"
    runtime.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "HOME": str(home),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONUNBUFFERED": "1",
        "TASKS": str(tasks),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "XDG_DATA_HOME": str(home / ".local"),
        "XDG_RUNTIME_DIR": str(runtime),
    }
    done = subprocess.run(  # noqa: S603 - the commands of our own page
        ["bash", "-c", command],  # noqa: S607
        cwd=here,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


if __name__ == "__main__":
    main()
