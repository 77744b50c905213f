"""Rules for the exam's tasks that need no run; scripts/dev/calibrate.py has others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tfprep.check.prose import Prose, headings, outside_fences
from tfprep.check.scope import Scope
from tfprep.exam.taskspec.brief import brief
from tfprep.exam.taskspec.task import EVERY_TASK, Task
from tfprep.problems import Problem

TASK: Scope[Task] = Scope("a task of the exam")

SECTIONS = ["The data", "What to build", "How it is scored"]
"""The headings of a brief, in this order."""
WORDS = 600
"""Of a whole brief, table and format included: about three minutes."""


def brief_text(task: Task) -> Prose:
    """The author's text of a task, which stands below the page's title."""
    path = task.folder / "brief.md"
    text = path.read_text("utf-8") if path.is_file() else ""
    return Prose(path, tuple(outside_fences(enumerate(text.splitlines(), 1))), below=1)


@TASK.rule
def the_brief_has_its_sections(task: Task) -> Iterator[Problem]:
    """Every brief has the same parts, so that nobody searches during an exam."""
    text = brief_text(task)
    found = headings(text.lines)
    if [(level, text) for _, level, text in found] != [(2, name) for name in SECTIONS]:
        got = ", ".join(f'"{"#" * level} {text}"' for _, level, text in found)
        expected = ", ".join(f'"## {name}"' for name in SECTIONS)
        said = (
            f"got the headings {got or 'none'}, expected {expected}; title, scale and "
            "format are added from task.yml"
        )
        yield Problem(text.path, found[0][0] if found else 1, said)


@TASK.rule
def the_brief_is_short(task: Task) -> Iterator[Problem]:
    """The exam's clock runs while a brief is read."""
    path = task.folder / "brief.md"
    got = len(brief(task).split()) if path.is_file() else 0
    if got >= WORDS:
        text = f"got {got} words with scale and format, expected fewer than {WORDS}"
        yield Problem(path, None, f"{text}; say less")


@TASK.rule
def skills_are_named_once(task: Task) -> Iterator[Problem]:
    """The syllabus counts a task once for each skill."""
    for skill, count in Counter(task.skills).items():
        if count > 1:
            why = "every task has it" if skill in EVERY_TASK else "take one away"
            text = f"skills: got {skill} again, expected it once; {why}"
            yield Problem(task.folder / "task.yml", None, text)


@TASK.rule
def solutions_leave_the_seed_alone(task: Task) -> Iterator[Problem]:
    """A solution that picks its own seed would be calibrated on that one only."""
    for path in task.solutions.values():
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if "set_random_seed" in line:
                text = (
                    "got a solution that sets the seed, expected one that is good with "
                    "any; take the line away"
                )
                yield Problem(path, number, text)
