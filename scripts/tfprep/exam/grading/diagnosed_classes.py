"""Why classes are mixed up."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tfprep.exam.grading.diagnosed_case import (
    LEARNING,
    MIXED_UP,
    ORDER,
    RARE,
    SCALING,
    Case,
    assignment,
    is_better,
    number,
)
from tfprep.exam.grading.diagnosed_inputs import scaled_inputs


def of_classes(case: Case) -> Iterator[str]:
    """A cause that fixing would show; else what the answers look like."""
    causes = (scaled_inputs, _line, _one_class, _renamed)
    found = next(filter(None, (cause(case) for cause in causes)), "")
    yield found or _certain(case)
    if not found:
        yield _guessed(case)
        yield _mixed_up(case)


def _one_class(case: Case) -> str:
    classes = case.task.spec.output.classes
    counts = np.bincount(case.answers, minlength=len(classes))
    if counts.max() < 0.98 * len(case.answers):
        return ""
    named = classes[int(counts.argmax())]
    return (
        f"{counts.max()} of {len(case.answers)} answers are {named!r}: the model "
        "answers one class, whatever it is asked. Did the loss fall while it trained, "
        f"and is every scaling inside the model? {SCALING}"
    )


def _renamed(case: Case) -> str:
    """The classes in another order than the task's."""
    classes = case.task.spec.output.classes
    counts = np.zeros((len(classes), len(classes)))
    np.add.at(counts, (case.answers, case.hidden.truth), 1)
    meant = assignment(-counts)
    if not case.gains(meant[case.answers]):
        return ""
    moved = [n for n in range(len(classes)) if meant[n] != n]
    said = ", ".join(f"{classes[n]!r} for {classes[meant[n]]!r}" for n in moved[:3])
    more = " and so on" if len(moved) > 3 else ""
    return (
        f"Your classes stand in another order: you say {said}{more}. In the task's "
        f"order ({', '.join(classes)}) they would score "
        f"{case.points(meant[case.answers])}. {ORDER}"
    )


def _line(case: Case) -> str:
    """Two classes, told apart well by another line than one half."""
    if len(case.task.spec.output.classes) != 2:
        return ""
    sure = case.raw[:, 0] if case.raw.shape[1] == 1 else case.raw[:, 1]
    lines = np.unique(np.quantile(sure, np.linspace(0.02, 0.98, 49)))
    points = [case.points((sure >= line).astype(int)) for line in lines]
    if not points or not is_better(max(points), case.score):
        return ""
    best = float(np.median(lines[np.array(points) == max(points)]))
    second = case.task.spec.output.classes[1]
    return (
        f"The answers tell the classes apart, but not at this line: with "
        f"{second!r} from {number(best)} on they would score {max(points)}. Is one "
        f"class rare in your data? {RARE}"
    )


def _certain(case: Case) -> str:
    if case.raw.shape[1] < 2 or case.raw.max() > 1 + 1e-6:
        return ""
    certain = int((case.raw.max(axis=1) > 0.99).sum())
    right = int((case.answers == case.hidden.truth).sum())
    if certain < 0.8 * len(case.answers) or right > 0.6 * len(case.answers):
        return ""
    return (
        f"{certain} of {len(case.answers)} answers are over 99 % certain, and {right} "
        "are right: are the inputs scaled here as they were in training? "
        f"{SCALING}"
    )


def _guessed(case: Case) -> str:
    metric, truth = case.task.metric, case.hidden.truth
    plain = {
        metric.of(case.hidden, np.full_like(truth, place)): name
        for place, name in enumerate(case.task.spec.output.classes)
    }
    value, best = metric.of(case.hidden, case.answers), max(plain)
    if value > best + 0.03:
        return ""
    return (
        f"Always answering {plain[best]!r} would come to {metric.show(best)}, and the "
        f"model to {metric.show(value)}: it has learned nothing that helps here. "
        f"{LEARNING}"
    )


def _mixed_up(case: Case) -> str:
    classes, truth = case.task.spec.output.classes, case.hidden.truth
    counts = np.zeros((len(classes), len(classes)), int)
    np.add.at(counts, (truth, case.answers), 1)
    np.fill_diagonal(counts, 0)
    true, taken = np.unravel_index(counts.argmax(), counts.shape)
    often, of = int(counts.max()), int((truth == true).sum())
    if not often:
        return ""
    return (
        f"Most often it takes {classes[true]!r} for {classes[taken]!r}, {often} of "
        f"{of} times. {MIXED_UP}"
    )
