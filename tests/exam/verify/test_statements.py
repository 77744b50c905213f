"""What an exam states is held against itself: seals, times, scores, files, report."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk import Desk
from finished import change

from tfprep.exam.outcomes import ExamError
from tfprep.exam.sitting.state import KEEP, load, save
from tfprep.exam.verify.statements import REPORT, check_statements


def said_of(desk: Desk) -> str:
    """All differences, a line each."""
    found = check_statements(desk.workspace, load(desk.workspace), desk.tasks)
    return "\n".join(map(str, found))


def of_second(**fields: object) -> Callable[[Any], object]:
    return lambda data: data["hand_ins"][1].update(fields)


def test_an_exam_as_it_was_written_has_no_difference(desk: Desk) -> None:
    """Neither when it is finished, nor while it goes on, nor when it is moved."""
    assert said_of(desk) == ""

    desk.workspace = desk.workspace.rename(desk.workspace.with_name("elsewhere"))
    assert said_of(desk) == ""
    ongoing = Desk(desk.workspace.with_name("ongoing"))
    ongoing.start(hours=2.0)
    assert said_of(ongoing) == ""


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (of_second(score=5), "hand-in 2 (daily-rentals): score: stated 5, found"),
        (
            of_second(value=0.99),
            "hand-in 2 (daily-rentals): value: stated 0.99, found",
        ),
        (
            of_second(time="2026-11-22T10:01:00Z"),
            "time: stated 2026-11-22 10:01:00 UTC",
        ),
        (of_second(time="2026-11-22T08:00:00Z"), "only 2026-11-22 09:30:00 UTC to"),
        (of_second(sha256="0" * 64), "hand-in 2 (daily-rentals): sha256: stated 00"),
        (of_second(notes=["Well done."]), "hand-in 2 (daily-rentals): notes: stated"),
        (of_second(task="bent-sensor"), "hand-in 2 (bent-sensor): task: stated bent-s"),
        (of_second(file=".hand-ins/001-A-bent-sensor.keras"), "(daily-rentals): file"),
        (
            lambda d: d.update(started="2026-11-22T08:59:00Z"),
            "exam.json: started: stat",
        ),
        (
            lambda d: d.update(finished="2026-11-22T13:00:00Z"),
            "exam.json: finished: st",
        ),
        (
            lambda d: d.update(finished="2026-11-22T15:00:00Z"),
            "found the time over at ",
        ),
        (
            lambda d: d.update(finished="2026-11-21T15:00:00Z"),
            "found the start at 2026",
        ),
        (
            lambda d: d.update(hours=24),
            "exam.json: hours: stated 24.0, found that it wa",
        ),
        (
            lambda d: d.update(hours=None),
            "exam.json: hours: stated nothing, found that",
        ),
        (lambda d: d.update(seed=2), "exam.json: seed: stated 2, found that it was"),
        (lambda d: d.update(secret="1" * 32), "exam.json: secret: stated 1111"),
        (
            lambda d: d.update(form=2),
            "exam.json: form: stated 2, found bent-sensor to ",
        ),
        (lambda d: d.update(remarks=["All was well."]), "exam.json: remarks: stated"),
        (lambda d: d["refused"].pop(), "exam.json: refused: stated 0 of them, found"),
        (lambda d: d["hand_ins"].pop(), "exam.json: hand_ins: stated 2 of them, found"),
        (
            lambda d: d["hand_ins"].pop(),
            ".hand-ins/003-A-bent-sensor.keras: hand-in: s",
        ),
        (lambda d: d["hand_ins"].pop(0), "the hand-in before it: stated another one"),
        (lambda d: d["hand_ins"].append(d["hand_ins"][0]), "hand-in 4 (bent-sensor): "),
        (lambda d: d["hand_ins"].reverse(), "hand-in 1 (bent-sensor): the hand-in bef"),
        (lambda d: d.update(seal=""), "exam.json: secret: stated"),
        (lambda d: d.update(end_seal=""), "exam.json: finished: stated 2026"),
        (of_second(seal=""), "hand-in 2 (daily-rentals): seal: stated , found that"),
    ],
)
def test_what_was_changed_is_named(
    desk: Desk, how: Callable[[Any], object], said: str
) -> None:
    """Which entry, which field, what is stated, and what was found."""
    change(desk.workspace, how)

    assert said in said_of(desk)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (lambda d: d.update(points=25), "report.json: points: stated 25, found 34.0"),
        (
            lambda d: d.update(passed=True),
            "report.json: passed: stated True, found Fal",
        ),
        (lambda d: d.update(passed=0), "report.json: passed: stated 0, found False"),
        (
            lambda d: d.update(started="soon"),
            "report.json: started: stated soon, found",
        ),
        (
            lambda d: d.pop("finished"),
            "report.json: finished: stated nothing, found 20",
        ),
        (
            lambda d: d["tasks"][1].update(score=5),
            "report.json, daily-rentals: score:",
        ),
        (
            lambda d: d["tasks"].pop(),
            "report.json, daily-rentals: score: stated nothi",
        ),
        (
            lambda d: d["tasks"].append({"name": "x"}),
            "tasks: stated x, found no such ta",
        ),
        (
            lambda d: d.update(tasks=7),
            "report.json, bent-sensor: weight: stated nothing",
        ),
    ],
)
def test_a_report_that_tells_something_else_is_named(
    desk: Desk, how: Callable[[Any], object], said: str
) -> None:
    """report.json is held against exam.json; without it there is nothing to hold."""
    change(desk.workspace, how, REPORT)
    assert said in said_of(desk)

    (desk.workspace / REPORT).unlink()
    assert said_of(desk) == ""


def test_a_broken_report_is_no_traceback(desk: Desk) -> None:
    """It is named, as exam.json would be."""
    (desk.workspace / REPORT).write_text("{")

    with pytest.raises(ExamError, match=r"report\.json can't be used: it ends in the"):
        said_of(desk)
    (desk.workspace / REPORT).unlink()
    os.mkfifo(desk.workspace / REPORT)  # it would keep a reader waiting
    with pytest.raises(ExamError, match=r"got a folder, a pipe or a device, expected"):
        said_of(desk)


def test_a_copy_that_no_hand_in_tells_of_is_named(desk: Desk) -> None:
    """What was added among the copies is no hand-in; what is cut off isn't one."""
    (desk.workspace / KEEP / "004-A-bent-sensor.keras").write_bytes(b"PK 0.1")
    (desk.workspace / KEEP / ".part-005").write_bytes(b"PK")

    assert said_of(desk) == (
        ".hand-ins/004-A-bent-sensor.keras: hand-in: stated none, found a model"
    )


def test_a_change_is_not_healed_by_going_on(tmp_path: Path) -> None:
    """Who changes a time and then hands in more, changed it all the same."""
    desk = Desk(tmp_path / "exam")
    desk.start()
    desk.save_model()
    desk.submit(3)
    sitting = load(desk.workspace)
    (first,) = sitting.hand_ins
    update = {"hand_ins": (first.model_copy(update={"score": 5}),)}
    save(desk.workspace, sitting.model_copy(update=update))
    desk.submit(4)
    desk.finish()

    assert "hand-in 1 (bent-sensor): score: stated 5, found that" in said_of(desk)
