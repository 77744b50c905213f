"""Task folders of the practice exam to try things on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tfprep.exam.taskspec.task import FILES, Task

FACTS = """\
title: TITLE
category: A
form: 1
skills: [NN-1]
minutes: 20
seconds: 5
summary: Say from one number what the other one is.
input: {kind: rows, shape: [1]}
output: {values: 1}
metric: mae
bands: [5, 4, 3, 2, 1]
"""
BRIEF = """\
Two numbers belong together.

## The data

A table.
"""


def write_task(tasks: Path, name: str, **facts: object) -> Path:
    """A task's folder below `tasks`, with every file that it needs.

    Args:
        facts: lines of task.yml that differ, by their key.
    """
    folder = tasks / name
    folder.mkdir(parents=True)
    for file in FILES:
        (folder / file).write_text("")
    (folder / "brief.md").write_text(BRIEF)
    lines = FACTS.replace("TITLE", f"The {name} task").splitlines()
    kept = [line for line in lines if line.split(":")[0] not in facts]
    changed = [f"{key}: {value}" for key, value in facts.items()]
    (folder / "task.yml").write_text("\n".join([*kept, *changed]) + "\n")
    return folder


def titled(task: Task, title: str) -> Task:
    """The task under another title."""
    return replace(task, spec=task.spec.model_copy(update={"title": title}))
