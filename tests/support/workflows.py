"""The workflows as data, and ways to try what they run."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
GITHUB = ROOT / ".github"
BIN = Path(sys.executable).parent

EXAMPLE = ROOT / "docs" / "exam" / "class-workflow.yml"
"""A workflow that a page shows; it is held to the same rules as our own."""
FILES = {
    path.name: path for path in (*sorted(GITHUB.glob("workflows/*.y*ml")), EXAMPLE)
}
# BaseLoader keeps every scalar a string: `on` stays a word, 3.10 does not become 3.1.
WORKFLOWS: dict[str, dict[str, Any]] = {
    name: yaml.load(path.read_text(), yaml.BaseLoader)  # noqa: S506 (strings only)
    for name, path in FILES.items()
}
JOBS: dict[str, dict[str, Any]] = {
    f"{name}:{key}": job
    for name, workflow in WORKFLOWS.items()
    for key, job in workflow["jobs"].items()
}
Env = dict[str, str] | None


def steps(job: dict[str, Any]) -> list[dict[str, Any]]:
    """A job's steps; a job that calls a workflow has none."""
    return list(job.get("steps", []))


def scripts() -> Iterator[tuple[str, str]]:
    """Each job that runs commands, with the commands of one step."""
    for name, job in JOBS.items():
        yield from ((name, step["run"]) for step in steps(job) if "run" in step)


def find_step(job: str, name: str) -> dict[str, Any]:
    """The step of a job that has this name."""
    return next(step for step in steps(JOBS[job]) if step.get("name") == name)


def action_inputs(job: str, action: str) -> list[dict[str, str]]:
    """What a job hands to each use of an action."""
    used = [s for s in steps(JOBS[job]) if s.get("uses", "").startswith(f"{action}@")]
    return [step.get("with", {}) for step in used]


def words_after(pattern: str) -> list[str]:
    """The words that follow a pattern anywhere in the commands."""
    text = "\n".join(script for _, script in scripts())
    return sorted(set(re.findall(pattern, text)))


def call(*command: str | Path, cwd: Path = ROOT, env: Env = None) -> str:
    """Run a command; its output, or a failure that shows it."""
    result = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout
