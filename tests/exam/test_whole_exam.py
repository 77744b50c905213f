"""The whole exam through the real commands and the real grader, without a network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from projects import REPOSITORY

from tfprep.exam.grading.calibration import Result, model_in, train
from tfprep.exam.taskspec.task import Task, read_tasks

pytestmark = pytest.mark.slow
OFFLINE = ["unshare", "--map-root-user", "--net"]
"""Runs a command in a network with nothing in it, where the system allows that."""


def form() -> list[Task]:
    """The tasks of the first form."""
    return [task for task in read_tasks().values() if task.spec.form == 1]


def isolation() -> list[str]:
    """OFFLINE, or nothing where it does not work."""
    try:
        done = subprocess.run([*OFFLINE, "true"], capture_output=True, check=False)
    except OSError:
        return []
    return OFFLINE if done.returncode == 0 else []


def sit(folder: Path, solution: str, results: list[Result]) -> dict[str, Any]:
    """Sit form 1 with one kind of stored solution; the report."""
    environment = os.environ | {"XDG_DATA_HOME": str(folder / "home")}
    workspace = folder / "exam"

    def say(*words: str, inside: Path = workspace) -> str:
        command = [*isolation(), sys.executable, "-m", "tfprep", "exam", *words]
        done = subprocess.run(
            command,
            cwd=inside,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    seed = results[0].trial.seed
    say("start", "exam", "--form", "1", "--seed", str(seed), inside=folder)
    for task in form():
        place = workspace / f"{task.spec.category}-{task.name}"
        shutil.copy(trained(task, solution, results), place)
        said = say("submit", inside=place)
        assert f"Grading {task.spec.category}, {task.spec.title} ..." in said
    assert "to do" not in say("status")
    say("finish")
    report: dict[str, Any] = json.loads((workspace / "report.json").read_text("utf-8"))
    assert (workspace / "report.html").is_file()
    return report


def trained(task: Task, solution: str, results: list[Result]) -> Path:
    """The model of a stored solution."""
    trials = [result.trial for result in results]
    (trial,) = [t for t in trials if (t.task, t.solution) == (task, solution)]
    model = model_in(train(trial, REPOSITORY / ".cache" / "exam"))
    assert model is not None
    return model


def test_the_references_pass_with_all_points(
    tmp_path: Path, exam_results: list[Result]
) -> None:
    """100 points, and every skill that the form asks for is solid."""
    report = sit(tmp_path, "reference", exam_results)

    assert (report["points"], report["of"], report["passed"]) == (100, 100, True)
    assert {skill["state"] for skill in report["skills"]} == {"solid"}


def test_the_weak_solutions_fail_and_the_skills_are_named(
    tmp_path: Path, exam_results: list[Result]
) -> None:
    """Every skill of the form is open, with something to read and to do for each."""
    report = sit(tmp_path, "weak", exam_results)

    assert report["points"] <= 60
    assert not report["passed"]
    asked = {skill for task in form() for skill in task.skills}
    assert {skill["id"] for skill in report["skills"]} == asked
    assert {skill["state"] for skill in report["skills"]} <= {"shaky", "to learn"}
    for skill in report["skills"]:
        assert skill["advice"]["read"], skill["id"]
        assert skill["advice"]["practice"], skill["id"]
