"""A report in a few words: its headline, its times, and what the terminal says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from tfprep.exam.report.parts import Report
from tfprep.exam.taskspec.task import CATEGORIES
from tfprep.problems import count


def headline(report: Report) -> str:
    """The verdict. What was not graded, or is no whole exam, has none."""
    points = f"{report.points:g} of {report.of} points"
    match report.kind:
        case "nothing":
            return f"No model was graded: {points}"
        case "practice":
            scored = [task for task in report.tasks if task.score is not None]
            said = ", ".join(f"{task.score} of 5 in {task.title}" for task in scored)
            return f"Practice: {said}"
        case "part":
            tasks = count(len(report.tasks), "task")
            return f"{points} in {tasks} of the exam's {len(CATEGORIES)}"
        case "passed":
            return f"Passed: {points}"
        case "failed":
            return f"Not passed yet: {points}"


def summary(report: Report) -> Iterator[str]:
    """What the terminal says: verdict, open skills, what would bring most."""
    yield f"{headline(report)}, in {report.used}."
    for state in ("shaky", "to learn"):
        if ids := [skill.id for skill in report.skills if skill.state == state]:
            yield f"{state.capitalize()}: {', '.join(ids)}"
    if report.kind == "nothing":
        first = report.tasks[0]
        yield f"Next: one task, no clock: tfprep exam start --practice {first.name}"
    if report.repeat:
        best = report.repeat[0]
        points = say_points(best.points)
        yield f"Next: {best.lesson} ({points}), tfprep learn {best.slug}"
    yield from report.lacks


def say_points(points: float) -> str:
    """Points that something could bring, such as `about 12 points`."""
    if points < 1:
        return "less than 1 point"
    return f"about {count(round(points), 'point')}"


def say_all(words: Sequence[str]) -> str:
    """Words in a row, such as `B, C and E`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def clock_time(moment: datetime, zone: tzinfo | None = None) -> str:
    """The time of day, such as `14:05`."""
    return f"{moment.astimezone(zone):%H:%M}"


def zone_name(moment: datetime, zone: tzinfo | None = None) -> str:
    """The zone of such times, such as `CET, UTC+01:00`."""
    local = moment.astimezone(zone)
    name, shift = local.tzname() or "", local.isoformat()[-6:]
    if not local.utcoffset():
        return "UTC"
    return f"{name}, UTC{shift}" if name.isalpha() else f"UTC{shift}"
