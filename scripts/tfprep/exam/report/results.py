"""What a sitting came to: points, skills, and what to do next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import platformdirs
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from tfprep.exam.report.advice import Advice, Place, read_guide
from tfprep.exam.sitting.clock import say_duration
from tfprep.exam.sitting.state import Received, Sitting
from tfprep.exam.taskspec.task import CATEGORIES, Task
from tfprep.exam.templates import render
from tfprep.files import write_atomically
from tfprep.project import Project

PASS = 0.9
"""Share of the points that passes; the first handbook of 2020 printed 90 of 100."""
SOLID, SHAKY = 0.8, 0.4
"""Shares of a skill's scores from which it is solid, or at least begun."""
SOLID_STATE = "solid"
STATES = (SOLID_STATE, "shaky", "to learn", "not shown")


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
    solved: tuple[str, ...] = ()
    """Those of them that were solved before."""
    skills: tuple[str, ...]


class Earlier(BaseModel):
    """A sitting of before: what any version of its report.json tells."""

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
    """For all skills that aren't solid, in the order of the skills."""
    remarks: tuple[str, ...]
    earlier: tuple[Earlier, ...]


def make_report(
    sitting: Sitting,
    tasks: Sequence[Task],
    history: Path,
    project: Project | None = None,
    solved: Collection[str] = (),
) -> Report:
    """The report of a finished sitting.

    Args:
        sitting: has to be finished.
        tasks: those of the sitting, in their order.
        history: the folder with the reports of other sittings.
        project: whose lessons give the advice; by default those of this package.
        solved: the ids of exercises that the learner has solved.
    """
    assert sitting.finished is not None, "only a finished exam has a report"
    minutes = minutes_of(sitting)
    results = tuple(_task(sitting, task, minutes.get(task.name, 0.0)) for task in tasks)
    points = round(sum(result.points for result in results), 1)
    of = sum(result.weight for result in results)
    used = (sitting.finished - sitting.started).total_seconds()
    skills = _skills(results, project)
    return Report(
        form=sitting.form,
        seed=sitting.seed,
        started=sitting.started,
        finished=sitting.finished,
        hours=sitting.hours,
        used=say_duration(used),
        points=points,
        of=of,
        passed=points >= PASS * of,
        tasks=results,
        skills=skills,
        repeat=tuple(_repeat(skills, solved)),
        remarks=sitting.remarks,
        earlier=tuple(read_earlier(history, sitting)),
    )


def write_report(report: Report, workspace: Path, history: Path) -> Path:
    """Write report.html and report.json, and remember the sitting; the HTML's path.

    Raises:
        OSError: the workspace can't be written.
    """
    text = report.model_dump_json(indent=1) + "\n"
    write_atomically(workspace / "report.json", text)
    marks = {"passing": PASS, "solid": SOLID, "shaky": SHAKY}
    html = render("report.html.j2", report=report, states=STATES, marks=marks)
    page = workspace / "report.html"
    write_atomically(page, html)
    try:
        history.mkdir(parents=True, exist_ok=True)
        write_atomically(history / _name(report.started, report.seed), text)
    except OSError:
        pass  # a home that can't be written: the workspace has it all the same
    return page


def history_folder() -> Path:
    """Where the reports of this user's attempts are kept."""
    return platformdirs.user_data_path("tfprep") / "attempts"


def read_earlier(history: Path, sitting: Sitting) -> list[Earlier]:
    """The attempts that began before this one, oldest first."""
    found = []
    for path in sorted(history.glob("*.json")):
        try:
            earlier = Earlier.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            continue
        if earlier.started < sitting.started:
            found.append(earlier)
    return sorted(found, key=lambda earlier: earlier.started)


def minutes_of(sitting: Sitting) -> dict[str, float]:
    """Minutes by task: the time before a hand-in belongs to its task."""
    every: list[Received] = [*sitting.hand_ins, *sitting.refused]
    events = sorted(every, key=lambda event: event.time)
    spent: dict[str, float] = {}
    before = sitting.started
    for event in events:
        passed: timedelta = event.time - before
        spent[event.task] = spent.get(event.task, 0.0) + passed.total_seconds() / 60
        before = event.time
    return spent


def _name(started: AwareDatetime, seed: int) -> str:
    return f"{started:%Y%m%dT%H%M%S}-{seed}.json"


def _task(sitting: Sitting, task: Task, minutes: float) -> TaskResult:
    best, spec, metric = sitting.best(task.name), task.spec, task.metric
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
        graded=sum(h.task == task.name for h in sitting.hand_ins),
        refused=sum(r.task == task.name for r in sitting.refused),
        skills=task.skills,
    )


def _skills(
    results: Sequence[TaskResult], project: Project | None
) -> tuple[SkillResult, ...]:
    """Every skill that the tasks ask for, in the order of the syllabus."""
    asking: dict[str, list[TaskResult]] = {}
    for result in results:
        for skill in result.skills:
            asking.setdefault(skill, []).append(result)
    states = {skill: _state(asked) for skill, asked in asking.items()}
    open_ones = [skill for skill, state in states.items() if state != SOLID_STATE]
    guide = read_guide(project, open_ones)
    return tuple(
        SkillResult(
            id=skill,
            text=guide.texts.get(skill, ""),
            state=states[skill],
            tasks=tuple(result.letter for result in asking[skill]),
            advice=guide.advice.get(skill, Advice()),
        )
        for skill in guide.sort(asking)
    )


def _repeat(skills: Sequence[SkillResult], solved: Collection[str]) -> Iterator[Repeat]:
    """One entry a lesson: skills share lessons, and lessons skills."""
    every = [(skill, place) for skill in skills for place in skill.advice.places]
    for file, lesson in {place.file: place.lesson for _, place in every}.items():
        mine = [skill for skill, place in every if place.file == file]
        read = [place for skill in mine for place in skill.advice.read]
        practice = [place for skill in mine for place in skill.advice.practice]
        yield Repeat(
            lesson=lesson,
            file=file,
            read=_headings(read, file),
            practice=_headings(practice, file),
            solved=_headings((p for p in practice if p.exercise in solved), file),
            skills=tuple(dict.fromkeys(skill.id for skill in mine)),
        )


def _headings(places: Iterable[Place], file: str) -> tuple[str, ...]:
    """Those of one lesson, each once."""
    return tuple(dict.fromkeys(p.heading for p in places if p.file == file))


def _state(asking: Sequence[TaskResult]) -> str:
    if all(result.score is None for result in asking):
        return "not shown"
    share = sum((result.score or 0) / 5 for result in asking) / len(asking)
    return SOLID_STATE if share >= SOLID else "shaky" if share >= SHAKY else "to learn"
