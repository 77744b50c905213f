"""What an exam states, held against itself: its times, rules, files, seals, report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tfprep.exam.json_file import read_json
from tfprep.exam.sitting import seals
from tfprep.exam.sitting.points import has_passed, most_points, points_of
from tfprep.exam.sitting.state import KEEP, STATE, Received, Sitting
from tfprep.exam.sitting.workspace import folder_of
from tfprep.exam.taskspec.task import Task
from tfprep.exam.verify.difference import Difference, name_of

REPORT = "report.json"
_CHANGED = "that it was another when it was written"


def check_statements(
    workspace: Path, sitting: Sitting, tasks: Sequence[Task]
) -> Iterator[Difference]:
    """All that can be told without a model.

    Raises:
        ExamError: report.json is there, and can't be read.
        OSError: the folder of the copies can't be read.
    """
    yield from _seals(sitting)
    yield from _times(sitting)
    yield from _scores(sitting, tasks)
    yield from _files(workspace, sitting, tasks)
    if (workspace / REPORT).exists():
        yield from _report(read_json(workspace / REPORT), sitting, tasks)


def _seals(sitting: Sitting) -> Iterator[Difference]:
    for number, what in seals.broken(sitting):
        where = name_of(number, sitting.hand_ins[number - 1]) if number else STATE
        part = sitting.hand_ins[number - 1] if number else sitting
        stated = getattr(part, what, "another one")
        if isinstance(stated, tuple):
            stated = f"{len(stated)} of them"
        yield Difference(where, what, _say(stated), _CHANGED)


def _times(sitting: Sitting) -> Iterator[Difference]:
    """Every time lies between the start and the end, the hand-ins in order."""
    end = sitting.finished or sitting.clock.time
    last = min(end, sitting.deadline or end)
    before = sitting.started
    for number, hand_in in enumerate(sitting.hand_ins, 1):
        where = name_of(number, hand_in)
        yield from _between(where, hand_in, before, last)
        before = max(before, hand_in.time)
    for number, refusal in enumerate(sitting.refused, 1):
        where = f"refused file {number} ({refusal.task})"
        yield from _between(where, refusal, sitting.started, last)
    if sitting.deadline and end > sitting.deadline and sitting.finished:
        allowed = f"the time over at {_say(sitting.deadline)}"
        yield Difference(STATE, "finished", _say(end), allowed)
    if sitting.finished and sitting.finished < sitting.started:
        started = f"the start at {_say(sitting.started)}"
        yield Difference(STATE, "finished", _say(sitting.finished), started)


def _between(
    where: str, received: Received, first: datetime, last: datetime
) -> Iterator[Difference]:
    if not first <= received.time <= last:
        allowed = f"only {_say(first)} to {_say(last)} possible"
        yield Difference(where, "time", _say(received.time), allowed)


def _scores(sitting: Sitting, tasks: Sequence[Task]) -> Iterator[Difference]:
    """Each score is what its value reaches, and the tasks are those of the form."""
    by_name = {task.name: task for task in tasks}
    for task in tasks:
        if task.spec.form != sitting.form:
            found = f"{task.name} to be of form {task.spec.form}"
            yield Difference(STATE, "form", sitting.form, found)
    for number, hand_in in enumerate(sitting.hand_ins, 1):
        task = by_name[hand_in.task]
        score = task.metric.score(hand_in.value, task.spec.bands)
        if score != hand_in.score:
            value = task.metric.show(hand_in.value, task.spec.unit)
            found = f"{score}, which is what the stated value of {value} reaches"
            where = name_of(number, hand_in)
            yield Difference(where, "score", hand_in.score, found)


def _files(
    workspace: Path, sitting: Sitting, tasks: Sequence[Task]
) -> Iterator[Difference]:
    """Each hand-in has a copy of its own, and each copy its hand-in."""
    by_name = {task.name: task for task in tasks}
    for number, hand_in in enumerate(sitting.hand_ins, 1):
        stem = f"{KEEP}/{number:03}-{folder_of(by_name[hand_in.task])}"
        if Path(hand_in.file).with_suffix("").as_posix() != stem:
            where = name_of(number, hand_in)
            yield Difference(where, "file", hand_in.file, f"{stem} to be expected")
    keep = workspace / KEEP
    if not keep.is_dir():
        return
    known = {Path(hand_in.file).name for hand_in in sitting.hand_ins}
    for path in sorted(keep.iterdir()):
        if path.name not in known and not path.name.startswith("."):
            yield Difference(f"{KEEP}/{path.name}", "hand-in", "none", "a model")


def _report(data: Any, sitting: Sitting, tasks: Sequence[Task]) -> Iterator[Difference]:
    """What report.json states, as far as it follows from exam.json."""
    known: dict[str, object] = {
        "form": sitting.form,
        "seed": sitting.seed,
        "hours": sitting.hours,
        "started": sitting.started,
        "finished": sitting.finished,
        "points": points_of(sitting, tasks),
        "of": most_points(tasks),
        "passed": has_passed(sitting, tasks),
        "remarks": list(sitting.remarks),
    }
    data = data if isinstance(data, dict) else {}
    yield from _differing(REPORT, data, known)
    parts = data.get("tasks")
    parts = parts if isinstance(parts, list) else []
    named = [part for part in parts if isinstance(part, dict)]
    by_name = {str(part.get("name")): part for part in named}
    for name in sorted(by_name.keys() - {task.name for task in tasks}):
        yield Difference(REPORT, "tasks", name, f"no such task in {STATE}")
    for task in tasks:
        best = sitting.best(task.name)
        score = best.score if best else None
        of_task: dict[str, object] = {
            "weight": task.category.weight,
            "score": score,
            "points": task.category.points(score or 0),
        }
        where = f"{REPORT}, {task.name}"
        yield from _differing(where, by_name.get(task.name, {}), of_task)


def _differing(
    where: str, data: dict[str, Any], known: dict[str, object]
) -> Iterator[Difference]:
    for what, found in known.items():
        stated = data.get(what)
        if not _same(stated, found):
            yield Difference(where, what, _say(stated), _say(found))


def _same(stated: object, found: object) -> bool:
    if isinstance(found, datetime) and isinstance(stated, str):
        try:
            return datetime.fromisoformat(stated) == found
        except (ValueError, TypeError):  # no date, or one without its zone
            return False
    return stated == found and isinstance(stated, bool) == isinstance(found, bool)


def _say(value: object) -> object:
    """A value as a message shows it."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    return "nothing" if value is None else value
