"""Why numbers are far from the truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from tfprep.exam.grading.diagnosed_case import (
    BAR,
    LAYERS,
    LEARNING,
    SCALING,
    SHAPE,
    WINDOWS,
    Case,
    assignment,
    fitted,
    is_better,
    number,
)
from tfprep.exam.grading.diagnosed_inputs import scaled_inputs
from tfprep.exam.taskspec.hidden import Hidden


def of_values(case: Case) -> Iterator[str]:
    """A cause that fixing would show; else what the answers look like."""
    causes = (_units, scaled_inputs, _columns, _repeated, _steps, _few)
    found = next(filter(None, (cause(case) for cause in causes)), "")
    said = found or _always_the_same(case)
    yield said or _ranges(case)
    if not said:
        yield _no_better(case)


def _units(case: Case) -> str:
    """Right but for a factor, a shift or a sign."""
    answers, truth = case.answers, case.hidden.truth
    nearest, factor, shift = fitted(answers, truth)
    if not case.gains(nearest):
        return ""
    points = case.points(nearest)
    if factor < 0:
        return (
            f"Your answers fall where the truth rises: times {number(factor)} plus "
            f"{number(shift)} they would score {points}. Is a sign turned around? "
            f"{SHAPE}"
        )
    middle = float(np.median(truth - answers))
    if case.gains(answers + middle) and abs(factor - 1) < 0.1:
        way = "low" if middle > 0 else "high"
        return (
            f"Your answers are too {way} by {number(abs(middle))}: moved by that they "
            f"would score {case.points(answers + middle)}. Is it another unit, or a "
            f"mean that was taken off and not put back? {SCALING}"
        )
    return (
        f"{_lie(case)}: times {number(factor)} plus {number(shift)} they would score "
        f"{points}. Is the scaling of the labels turned back inside the model, and is "
        f"the unit the task's? {SCALING}"
    )


def _columns(case: Case) -> str:
    """Several numbers in another order."""
    answers, truth = case.answers, case.hidden.truth
    if truth.ndim < 2 or truth.shape[1] < 2:
        return ""
    apart = np.abs(truth[:, :, None] - answers[:, None, :]).mean(axis=0)
    order = assignment(apart)
    if not case.gains(answers[:, order]):
        return ""
    said = ", ".join(str(place + 1) for place in order)
    return (
        f"Your numbers stand in another order: with numbers {said} in places 1 to "
        f"{len(order)} they would score {case.points(answers[:, order])}. {SHAPE}"
    )


def _steps(case: Case) -> str:
    """Several steps ahead, and one too early or too late."""
    answers, truth = case.answers, case.hidden.truth
    if case.task.spec.input.kind != "series" or truth.ndim < 2 or truth.shape[1] < 3:
        return ""
    base = case.hidden.baseline
    for way, mine, theirs in (
        ("late", np.s_[:, 1:], np.s_[:, :-1]),
        ("early", np.s_[:, :-1], np.s_[:, 1:]),
    ):
        hidden = Hidden([], truth[theirs], None if base is None else base[theirs])
        moved = replace(case, hidden=hidden)
        straight = moved.points(answers[theirs])
        if is_better(moved.points(answers[mine]), straight):
            return (
                f"Your answers are one step too {way}: each fits the step "
                f"{'before' if way == 'late' else 'after'} its own, and so they would "
                f"score {moved.points(answers[mine])}. {WINDOWS}"
            )
    return ""


def _repeated(case: Case) -> str:
    """A forecast that repeats what it saw."""
    answers, truth = case.answers, case.hidden.truth
    error = float(np.abs(answers - truth).mean())
    for said, plain in _plain(case):
        apart = float(np.abs(answers - plain).mean())
        if apart < 0.3 * error:
            return (
                f"Your answers repeat {said}: they differ from it by {number(apart)} "
                f"on average, and from the truth by {number(error)}. {BAR}"
            )
    return ""


def _plain(case: Case) -> Iterator[tuple[str, Any]]:
    if case.task.spec.input.kind != "series":
        return
    if case.hidden.baseline is not None:
        yield case.task.spec.baseline, case.hidden.baseline
    last = np.asarray(case.hidden.inputs)[:, -1, :]
    for place in range(last.shape[1]):
        yield "the last value of the window", last[:, place, None]


def _few(case: Case) -> str:
    """Good, but for a few."""
    apart = np.abs(case.answers - case.hidden.truth).reshape(len(case.raw), -1).mean(1)
    kept = np.flatnonzero(apart <= np.quantile(apart, 0.95))
    if len(kept) == len(apart) or not is_better(case.part(kept).score, case.score):
        return ""
    return (
        f"A few answers are far off, the worst by {number(float(apart.max()))}: "
        f"without the worst 5 of 100 they would score {case.part(kept).score}. Look at "
        "the largest inputs, and at empty or rare ones."
    )


def _always_the_same(case: Case) -> str:
    low, high = np.quantile(case.answers, [0.05, 0.95])
    first, last = np.quantile(case.hidden.truth, [0.05, 0.95])
    if high - low >= 0.1 * (last - first):
        return ""
    return (
        f"{_lie(case)}: the model answers nearly the same, whatever it is asked. "
        f"Did the loss fall while it trained? {LEARNING}"
    )


def _ranges(case: Case) -> str:
    answers, truth = case.answers, case.hidden.truth
    error = float(np.abs(answers - truth).mean())
    return (
        f"{_lie(case)}; on average they differ from the truth by {number(error)}. "
        f"{LAYERS}"
    )


def _no_better(case: Case) -> str:
    truth = case.hidden.truth
    middle = np.broadcast_to(np.median(truth, axis=0), truth.shape)
    plain = float(np.abs(middle - truth).mean())
    error = float(np.abs(case.answers - truth).mean())
    if error < 0.95 * plain:
        return ""
    return (
        f"Always the same answer, the middle of what is true, would be wrong by "
        f"{number(plain)}: the model has learned nothing that helps here. "
        f"{LEARNING}"
    )


def _lie(case: Case) -> str:
    """Where the answers lie, and where the truth does."""
    (low, high), (first, last) = (
        (float(np.min(side)), float(np.max(side)))
        for side in (case.answers, case.hidden.truth)
    )
    unit = f" {case.task.spec.unit}" if case.task.spec.unit else ""
    return (
        f"Your answers lie between {number(low)} and {number(high)}, expected "
        f"{number(first)} to {number(last)}{unit}"
    )
