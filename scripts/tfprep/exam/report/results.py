"""What a sitting came to: points, skills, and what to do next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta, tzinfo
from pathlib import Path

from pydantic import ValidationError

from tfprep.exam.report.advice import Guide, read_guide
from tfprep.exam.report.evidence import Looked
from tfprep.exam.report.next_steps import next_sitting, repeats
from tfprep.exam.report.parts import Attempt, Band, Earlier, Note, Report, TaskResult
from tfprep.exam.report.skills import breadth_of, judge, points_by_skill
from tfprep.exam.sitting.clock import say_duration
from tfprep.exam.sitting.points import (
    has_passed,
    is_whole,
    most_points,
    points_of,
)
from tfprep.exam.sitting.state import HandIn, Received, Refusal, Sitting
from tfprep.exam.taskspec.task import Task, read_tasks
from tfprep.project import Project
from tfprep.user_folders import data_folder


def make_report(
    sitting: Sitting,
    tasks: Sequence[Task],
    history: Path,
    project: Project | None = None,
    solved: Collection[str] = (),
    looked: Looked = Looked(),
) -> Report:
    """The report of a finished sitting.

    Args:
        sitting: has to be finished.
        tasks: those of the sitting, in their order.
        history: the folder with the reports of other sittings.
        project: whose lessons give the advice; by default those of this package.
        solved: the ids of exercises that the learner has solved.
        looked: what the models did on the hidden data.
    """
    asked = {skill for task in _open(sitting, tasks) for skill in task.skills}
    guide = read_guide(project, asked)
    earlier = read_earlier(history, sitting)
    return compose(sitting, tasks, guide, earlier=earlier, solved=solved, looked=looked)


def compose(
    sitting: Sitting,
    tasks: Sequence[Task],
    guide: Guide,
    *,
    earlier: Sequence[Earlier] = (),
    solved: Collection[str] = (),
    looked: Looked = Looked(),
    zone: tzinfo | None = None,
) -> Report:
    """The report of a finished sitting, from all that it needs.

    Args:
        zone: in which a day begins and ends; by default that of this machine.
    """
    assert sitting.finished is not None, "only a finished exam has a report"
    results = _results(sitting, tasks, looked, guide)
    end = sitting.finished.astimezone(zone).date()
    worth = points_by_skill(results, breadth_of([*read_tasks().values(), *tasks]))
    goes_on = is_whole(sitting, tasks) and sitting.hand_ins
    return Report(
        form=sitting.form,
        seed=sitting.seed,
        started=sitting.started,
        finished=sitting.finished,
        hours=sitting.hours,
        used=say_duration((sitting.finished - sitting.started).total_seconds()),
        points=points_of(sitting, tasks),
        of=most_points(tasks),
        passed=has_passed(sitting, tasks),
        tasks=results,
        skills=judge(results, guide, worth),
        repeat=tuple(repeats(results, guide, worth, solved, end)),
        next=next_sitting(sitting.form, earlier, end) if goes_on else None,
        remarks=sitting.remarks,
        lacks=(*([guide.trouble] if guide.trouble else []), *looked.lacks),
        earlier=tuple(earlier),
    )


def history_folder() -> Path:
    """Where the reports of this user's attempts are kept."""
    return data_folder() / "attempts"


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
    spent: dict[str, float] = {}
    before = sitting.started
    for event in _events(sitting):
        passed: timedelta = event.time - before
        spent[event.task] = spent.get(event.task, 0.0) + passed.total_seconds() / 60
        before = event.time
    return spent


def _open(sitting: Sitting, tasks: Sequence[Task]) -> list[Task]:
    """The tasks that miss points."""
    best = {task.name: sitting.best(task.name) for task in tasks}
    return [task for task in tasks if not (b := best[task.name]) or b.score < 5]


def _events(sitting: Sitting) -> list[Received]:
    """All that was handed in, in the order of time."""
    every: list[Received] = [*sitting.hand_ins, *sitting.refused]
    return sorted(every, key=lambda event: event.time)


def _results(
    sitting: Sitting, tasks: Sequence[Task], looked: Looked, guide: Guide
) -> tuple[TaskResult, ...]:
    minutes = minutes_of(sitting)
    return tuple(
        _task(sitting, task, minutes.get(task.name, 0.0), looked, guide)
        for task in tasks
    )


def _task(
    sitting: Sitting, task: Task, minutes: float, looked: Looked, guide: Guide
) -> TaskResult:
    best, spec, metric = sitting.best(task.name), task.spec, task.metric
    score = best.score if best else 0
    return TaskResult(
        letter=spec.category,
        name=task.name,
        title=spec.title,
        weight=task.category.weight,
        score=best.score if best else None,
        points=task.category.points(score),
        metric=metric.name,
        value=metric.show(best.value, spec.unit) if best else "",
        said=metric.say(best.value, spec.unit) if best else "",
        baseline=spec.baseline,
        bands=_bands(task, score),
        minutes=round(minutes, 1),
        attempts=tuple(
            _attempt(sitting, event, task)
            for event in _events(sitting)
            if event.task == task.name
        ),
        notes=tuple(
            Note(text=text, read=guide.named_in(text))
            for text in (best.notes if best else ())
        ),
        skills=task.skills,
        ahead=spec.input.kind == "series",
        unit=spec.unit,
        evidence=looked.evidence.get(task.name),
    )


def _bands(task: Task, score: int) -> tuple[Band, ...]:
    word = "at most" if task.metric.falls else "at least"
    return tuple(
        Band(
            score=number,
            asked=f"{word} {task.metric.show(band, task.spec.unit)}",
            reached=score >= number,
        )
        for number, band in enumerate(task.spec.bands, 1)
    )


def _attempt(sitting: Sitting, event: Received, task: Task) -> Attempt:
    score, said = None, ""
    match event:
        case HandIn():
            score = event.score
            said = task.metric.say(event.value, task.spec.unit)
        case Refusal():
            said = event.why
    minutes = (event.time - sitting.started).total_seconds() / 60
    return Attempt(time=event.time, minutes=round(minutes, 1), score=score, said=said)
