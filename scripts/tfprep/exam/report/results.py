"""What an attempt came to: points, skills, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import platformdirs
from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from tfprep.exam.report.advice import Advice, read_advice
from tfprep.exam.sitting.clock import say_duration
from tfprep.exam.sitting.state import Attempt, Event
from tfprep.exam.taskspec.task import CATEGORIES, Task
from tfprep.files import write_atomically

PASS = 0.9
"""Share of the points that passes; the first handbook of 2020 printed 90 of 100."""
SOLID, SHAKY = 0.8, 0.4
"""Shares of a skill's scores from which it is solid, or at least begun."""
STATES = ("solid", "shaky", "to learn", "not shown")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Band(_Part):
    """One step of a task's scale."""

    score: int
    asked: str
    """What the metric has to reach, such as `at most 0.9 °C`."""
    reached: bool


class TaskResult(_Part):
    """One task's part of the report."""

    letter: str
    name: str
    title: str
    weight: int
    score: int | None
    """The best score, or None: nothing was handed in."""
    points: float
    metric: str
    value: str
    bands: tuple[Band, ...]
    minutes: float
    """From the hand-in before, whatever its task, to this task's own, added up."""
    graded: int
    refused: int
    skills: tuple[str, ...]


class SkillResult(_Part):
    """How sure a skill is, judged by the tasks that ask for it."""

    id: str
    text: str
    state: str
    """One of STATES."""
    tasks: tuple[str, ...]
    advice: Advice


class Repeat(_Part):
    """What to do again in one lesson."""

    lesson: str
    """Its title."""
    file: str
    read: tuple[str, ...]
    """Headings of sections."""
    practice: tuple[str, ...]
    """Titles of exercises."""
    skills: tuple[str, ...]


class Earlier(BaseModel):
    """An attempt of before: what any version of its report.json tells."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    started: AwareDatetime
    form: int
    points: float
    of: int


class Report(_Part):
    """All of it, as report.json holds it."""

    form: int
    seed: int
    started: AwareDatetime
    finished: AwareDatetime
    hours: float | None
    used: str
    points: float
    of: int
    passed: bool
    tasks: tuple[TaskResult, ...]
    skills: tuple[SkillResult, ...]
    repeat: tuple[Repeat, ...]
    """For all skills that aren't solid, in the order of the course."""
    remarks: tuple[str, ...]
    earlier: tuple[Earlier, ...]


def make_report(attempt: Attempt, tasks: Sequence[Task], history: Path) -> Report:
    """The report of a finished attempt; `history` holds the reports of others."""
    assert attempt.finished is not None, "only a finished exam has a report"
    minutes = minutes_of(attempt)
    results = tuple(_task(attempt, task, minutes.get(task.name, 0.0)) for task in tasks)
    points = round(sum(result.points for result in results), 1)
    of = sum(result.weight for result in results)
    used = (attempt.finished - attempt.started).total_seconds()
    skills = tuple(_skills(results))
    return Report(
        form=attempt.form,
        seed=attempt.seed,
        started=attempt.started,
        finished=attempt.finished,
        hours=attempt.hours,
        used=say_duration(used),
        points=points,
        of=of,
        passed=points >= PASS * of,
        tasks=results,
        skills=skills,
        repeat=tuple(_repeat(skills)),
        remarks=attempt.remarks,
        earlier=tuple(read_earlier(history, attempt)),
    )


def write_report(report: Report, workspace: Path, history: Path) -> Path:
    """Write report.html and report.json, and remember the attempt; the HTML's path.

    Raises:
        OSError: the workspace can't be written.
    """
    text = report.model_dump_json(indent=1) + "\n"
    write_atomically(workspace / "report.json", text)
    environment = Environment(
        loader=PackageLoader("tfprep.exam.report", "."),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
    )
    template = environment.get_template("report.html.jinja")
    page = workspace / "report.html"
    write_atomically(page, template.render(report=report, states=STATES))
    try:
        history.mkdir(parents=True, exist_ok=True)
        write_atomically(history / _name(report.started, report.seed), text)
    except OSError:
        pass  # a home that can't be written: the workspace has it all the same
    return page


def history_folder() -> Path:
    """Where the reports of this user's attempts are kept."""
    return platformdirs.user_data_path("tfprep") / "attempts"


def read_earlier(history: Path, attempt: Attempt) -> list[Earlier]:
    """The attempts that began before this one, oldest first."""
    found = []
    for path in sorted(history.glob("*.json")):
        try:
            earlier = Earlier.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            continue
        if earlier.started < attempt.started:
            found.append(earlier)
    return sorted(found, key=lambda earlier: earlier.started)


def minutes_of(attempt: Attempt) -> dict[str, float]:
    """Minutes by task: the time before a hand-in belongs to its task."""
    every: list[Event] = [*attempt.hand_ins, *attempt.refused]
    events = sorted(every, key=lambda event: event.time)
    spent: dict[str, float] = {}
    before = attempt.started
    for event in events:
        passed: timedelta = event.time - before
        spent[event.task] = spent.get(event.task, 0.0) + passed.total_seconds() / 60
        before = event.time
    return spent


def _name(started: AwareDatetime, seed: int) -> str:
    return f"{started:%Y%m%dT%H%M%S}-{seed}.json"


def _task(attempt: Attempt, task: Task, minutes: float) -> TaskResult:
    best, spec, metric = attempt.best(task.name), task.spec, task.metric
    weight = CATEGORIES[spec.category].weight
    word = "at most" if metric.falls else "at least"
    score = best.score if best else 0
    return TaskResult(
        letter=spec.category,
        name=task.name,
        title=spec.title,
        weight=weight,
        score=best.score if best else None,
        points=round(weight * score / 5, 1),
        metric=metric.name,
        value=metric.show(best.value, spec.unit) if best else "",
        bands=tuple(
            Band(
                score=number,
                asked=f"{word} {metric.show(band, spec.unit)}",
                reached=score >= number,
            )
            for number, band in enumerate(spec.bands, 1)
        ),
        minutes=round(minutes, 1),
        graded=sum(h.task == task.name for h in attempt.hand_ins),
        refused=sum(r.task == task.name for r in attempt.refused),
        skills=task.skills,
    )


def _skills(results: Sequence[TaskResult]) -> list[SkillResult]:
    every = {skill for result in results for skill in result.skills}
    advice = read_advice(every)
    found = []
    for skill in sorted(every, key=list(advice).index):
        asking = [result for result in results if skill in result.skills]
        found.append(
            SkillResult(
                id=skill,
                text=advice[skill].text,
                state=_state(asking),
                tasks=tuple(result.letter for result in asking),
                advice=advice[skill],
            )
        )
    return found


def _repeat(skills: Sequence[SkillResult]) -> list[Repeat]:
    """One entry a lesson: skills share lessons, and lessons skills."""
    found: dict[str, dict[str, dict[str, None]]] = {}  # a dict keeps its order
    titles = {}
    for skill in skills:
        if skill.state == "solid":
            continue
        for kind in ("read", "practice"):
            for place in getattr(skill.advice, kind):
                titles[place.file] = place.lesson
                lesson = found.setdefault(place.file, {})
                lesson.setdefault(kind, {})[place.heading] = None
                lesson.setdefault("skills", {})[skill.id] = None
    return [
        Repeat(
            lesson=titles[file],
            file=file,
            read=tuple(parts.get("read", ())),
            practice=tuple(parts.get("practice", ())),
            skills=tuple(parts["skills"]),
        )
        for file, parts in found.items()
    ]


def _state(asking: Sequence[TaskResult]) -> str:
    if all(result.score is None for result in asking):
        return "not shown"
    share = sum((result.score or 0) / 5 for result in asking) / len(asking)
    return "solid" if share >= SOLID else "shaky" if share >= SHAKY else "to learn"
