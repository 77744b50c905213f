"""The whole exam: the real commands, the real grader, and no network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from once import IS_WORKER
from projects import LIBRARY, REPOSITORY

from tfprep.exam.commands import exam
from tfprep.exam.grading import parent
from tfprep.exam.grading.calibration import (
    RULE,
    UNTRAINED,
    Result,
    Trial,
    model_in,
    run_trials,
    train,
)
from tfprep.exam.report.next_steps import MOST
from tfprep.exam.sitting.state import load
from tfprep.exam.taskspec.task import EVERY_TASK, Task, read_tasks

pytestmark = pytest.mark.slow
SEED = 1
CACHE = REPOSITORY / ".cache" / "exam"
Say = Callable[..., str]
OFFLINE = ["unshare", "--map-root-user", "--net"]
"""Runs a command in a network with nothing in it, where the system allows that."""
KINDS = ("reference", UNTRAINED)


def form() -> list[Task]:
    """The tasks of the first form."""
    return [task for task in read_tasks().values() if task.spec.form == 1]


@pytest.fixture
def offline() -> Iterator[list[str]]:
    """Runs a command in one network with nothing in it; nothing where there is none.

    All commands share it, as they share a machine when somebody sits the exam.
    """
    try:
        inside = subprocess.Popen(
            [*OFFLINE, "sh", "-c", "echo here; read end"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
    except OSError:
        yield []
        return
    with inside:
        assert inside.stdout is not None
        enter = ["nsenter", "--preserve-credentials", "--user", "--net"]
        there = inside.stdout.readline() and shutil.which(enter[0])
        yield [*enter, f"--target={inside.pid}"] if there else []


@pytest.fixture(scope="module")
def results() -> dict[str, dict[str, Result]]:
    """The references of form 1, trained and not, and scored, by kind and task."""
    todo = [Trial(task, kind, SEED) for task in form() for kind in KINDS]
    found: dict[str, dict[str, Result]] = {kind: {} for kind in KINDS}
    for result in run_trials(todo, CACHE, jobs=1 if IS_WORKER else 2):
        found[result.trial.solution][result.trial.task.name] = result
    return found


def hand_in_all(folder: Path, results: dict[str, Result], say: Say) -> dict[str, Any]:
    """Sit form 1 with these models; the report."""
    workspace = folder / "exam"
    say("start", "exam", "--form", "1", "--seed", str(SEED), inside=folder)
    for task in form():
        model = model_in(train(results[task.name].trial, CACHE))
        assert model is not None
        place = workspace / f"{task.spec.category}-{task.name}"
        shutil.copy(model, place)
        said = say("submit", inside=place)
        assert f"Grading {task.spec.category}, {task.spec.title} ..." in said
    assert "to do" not in say("status", inside=workspace)
    say("finish", inside=workspace)
    assert (workspace / "report.html").is_file()
    report: dict[str, Any] = json.loads((workspace / "report.json").read_text("utf-8"))
    return report


def test_the_solutions_score_what_they_should(
    results: dict[str, dict[str, Result]],
) -> None:
    """The reference 5, and the same without its training at most 1."""
    # With one seed. ci.yml tries all tasks and solutions, and weekly.yml ten seeds.
    for kind, scored in results.items():
        low, high = RULE[kind]
        for result in scored.values():
            assert low <= result.grade.score <= high, f"{result.trial}: {result.grade}"


def test_the_references_pass_with_all_points(
    tmp_path: Path, results: dict[str, dict[str, Result]], offline: list[str]
) -> None:
    """100 points: every skill that a model shows is solid, and no other."""
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path / "home")}

    def say(*words: str, inside: Path) -> str:
        done = subprocess.run(
            [*offline, sys.executable, "-m", "tfprep", "exam", *words],
            cwd=inside,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    report = hand_in_all(tmp_path, results["reference"], say)
    assert (report["points"], report["of"], report["passed"]) == (100, 100, True)
    for skill in report["skills"]:
        known = LIBRARY.syllabus.skills[skill["id"]]
        state = "not shown" if known.no_trace else "solid"
        assert (skill["state"], skill["why"]) == (state, known.no_trace)
    assert report["repeat"] == report["lacks"] == []
    assert all(task["evidence"] for task in report["tasks"])
    for hand_in in load(tmp_path / "exam").hand_ins:
        grade = results["reference"][hand_in.task].grade
        assert hand_in.score == grade.score  # the secret is another, and the value


def test_untrained_models_fail_and_the_skills_are_named(
    tmp_path: Path,
    results: dict[str, dict[str, Result]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No skill of the form is solid, but what every model shows; a few lessons help."""
    untrained = results[UNTRAINED]
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    grades = {name: result.grade for name, result in untrained.items()}
    monkeypatch.setattr(parent, "grade", lambda task, *_, **__: grades[task.name])

    def say(*words: str, inside: Path) -> str:
        monkeypatch.chdir(inside)
        done = CliRunner().invoke(exam, words)
        assert done.exit_code == 0, done.output
        return done.output

    report = hand_in_all(tmp_path, untrained, say)
    assert report["points"] <= 20
    assert not report["passed"]
    asked = {skill for task in form() for skill in task.skills}
    assert {skill["id"] for skill in report["skills"]} == asked
    for skill in report["skills"]:
        if skill["state"] == "solid":
            assert skill["id"] in EVERY_TASK
    assert 1 <= len(report["repeat"]) <= MOST
    for part in report["repeat"]:
        assert part["read"], part["slug"]
