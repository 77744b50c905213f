"""Whatever the grading child answers, or fails to, has an outcome of its own."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tfprep.exam.grading import messages, warm
from tfprep.exam.grading.parent import grade
from tfprep.exam.outcomes import Grade, RefusedError, TroubleError
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task, read_tasks

BEGUN = messages.Begun()
REFUSED = messages.Refused(got="an egg", expected="a model", then="Cook it.")
TROUBLE = messages.Trouble(text="No numpy")
Child = Callable[[str], None]


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Child:
    """Have a shell script in place of the child; it keeps the request it gets."""

    def act(script: str) -> None:
        program = tmp_path / "child"
        program.write_text(f"#!/bin/sh\ncat > {tmp_path}/request\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))
        monkeypatch.setattr(warm, "CAN_FORK", False)

    return act


@cache
def tasks() -> dict[str, Task]:
    """Every task of the exam."""
    return read_tasks()


def say(answer: messages.Answer | messages.Begun) -> str:
    """The line of a script that gives this answer."""
    return f"echo '{answer.model_dump_json()}'"


BEGINS = say(BEGUN)
"""The line by which it becomes the model's turn."""


def grade_it(folder: Path) -> Grade:
    """The grade of some file, whatever the child makes of it."""
    every = list(tasks().values())
    return grade(
        tasks()["bent-sensor"],
        Seeds.known(7),
        folder / "a",
        others=every,
        seconds=5,
        memory=300,
    )


def test_the_child_gets_all_that_it_needs(tmp_path: Path, child: Child) -> None:
    """Its task and the others as they were read; it reads no task file again."""
    child(say(messages.Graded(grade=Grade(3, 0.5, ("A note.",)))))
    assert grade_it(tmp_path) == Grade(3, 0.5, ("A note.",))

    request = messages.Request.model_validate_json((tmp_path / "request").read_bytes())
    assert request.task == tasks()["bent-sensor"]
    assert request.others == tuple(t for t in tasks().values() if t != request.task)
    assert (request.seeds, request.path) == (Seeds.known(7), tmp_path / "a")


@pytest.mark.parametrize(
    ("script", "error", "words"),
    [
        (say(REFUSED), RefusedError, "Got an egg; expected a model. Cook it."),
        (say(messages.OutOfMemory()), RefusedError, "takes more than 300 MiB"),
        (say(messages.OutOfTime()), RefusedError, "after 5 s of processor time"),
        (
            f"{BEGINS}; kill -SEGV $$",
            RefusedError,
            "a model that makes TensorFlow fail",
        ),
        (f"{BEGINS}; kill -XCPU $$", RefusedError, "after 5 s of processor time"),
        (f"{BEGINS}; kill -KILL $$", TroubleError, "was ended from outside"),
        (f"{BEGINS}; kill -TERM $$", TroubleError, "ended with code -15"),
        (f"{BEGINS}; kill -BUS $$", TroubleError, "ended with code -7"),
        ("kill -SEGV $$", TroubleError, "before it was your model's turn (signal 11)"),
        ("kill -ABRT $$", TroubleError, "before it was your model's turn (signal 6)"),
        ("kill -KILL $$", TroubleError, "was ended from outside"),
        ("exit 3", TroubleError, "the grading process ended with code 3"),
        ("exit 0", TroubleError, "the grading process ended with code 0"),
        (
            say(TROUBLE),
            TroubleError,
            "was charged: No numpy.",
        ),
        ("echo hello", TroubleError, "the grading process answered 'hello"),
        ('echo \'{"kind": "praised"}\'', TroubleError, "answered '{\"kind"),
        (
            f"{BEGINS}; printf '{{\"kind'; kill -SEGV $$",
            RefusedError,
            "makes TensorFlow fail",
        ),
    ],
)
def test_every_answer_has_its_own_end(
    tmp_path: Path, child: Child, script: str, error: type[Exception], words: str
) -> None:
    """What the model did wrong is refused; what went wrong here costs nothing."""
    child(script)

    with pytest.raises(error) as caught:
        grade_it(tmp_path)
    assert words in str(caught.value)


def test_a_path_whose_bytes_are_no_text_is_no_hindrance(
    tmp_path: Path, child: Child
) -> None:
    """TensorFlow opens none such, so a copy is graded, which goes afterwards."""
    folder = tmp_path / os.fsdecode(b"a\xff")
    folder.mkdir()
    (folder / "a").write_bytes(b"a model")
    place = r"""sed 's/.*"path":"\([^"]*\)".*/\1/'"""
    child(f'cp "$({place} {tmp_path}/request)" {tmp_path}/read\n{say(REFUSED)}')
    with pytest.raises(RefusedError, match="an egg"):
        grade_it(folder)

    assert (tmp_path / "read").read_bytes() == b"a model"
    request = json.loads((tmp_path / "request").read_text("utf-8"))
    assert not Path(request["path"]).exists()


def test_the_clock_alone_is_no_verdict_on_a_model(tmp_path: Path, child: Child) -> None:
    """Who waits for a busy machine is let wait; who waits for ever is trouble."""
    child(f"exec 2> /dev/null; sleep 0.7; {say(REFUSED)}")
    with pytest.raises(RefusedError, match="an egg"):
        grade(tasks()["bent-sensor"], Seeds.known(1), tmp_path / "a", seconds=0.6)

    child("exec sleep 60")
    with pytest.raises(TroubleError, match="no answer came"):
        grade(tasks()["bent-sensor"], Seeds.known(1), tmp_path / "a", seconds=0.01)


def test_who_computes_for_too_long_is_ended(tmp_path: Path, child: Child) -> None:
    """Processor time decides, where nothing but a look from outside limits it."""
    child("while :; do :; done")

    with pytest.raises(RefusedError, match="after 0 s of processor time"):
        grade(tasks()["bent-sensor"], Seeds.known(1), tmp_path / "a", seconds=0.4)


def test_a_machine_that_starts_no_process_is_at_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No program, no room for its files: it costs nothing."""
    monkeypatch.setattr(warm, "CAN_FORK", False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))

    with pytest.raises(TroubleError, match="no process could be started") as caught:
        grade(tasks()["bent-sensor"], Seeds.known(1), tmp_path / "a")
    assert "nothing was charged" in str(caught.value)


@pytest.mark.parametrize("value", [math.inf, -math.inf, 0.1, 1e308])
def test_any_value_survives_the_way(value: float) -> None:
    """JSON has no infinity, which an error may be all the same."""
    sent = messages.Graded(grade=Grade(0, value))

    assert messages.outcome_of(sent.line()) == sent
