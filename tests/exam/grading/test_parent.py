"""Whatever the grading child answers, or fails to, has an outcome of its own."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tfprep.exam.grading import messages
from tfprep.exam.grading.parent import grade
from tfprep.exam.outcomes import Grade, RefusedError, TroubleError
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task, read_tasks

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

    return act


@cache
def tasks() -> dict[str, Task]:
    """Every task of the exam."""
    return read_tasks()


def say(answer: messages.Answer) -> str:
    """The line of a script that gives this answer."""
    return f"echo '{answer.model_dump_json()}'"


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
    assert not request.scratch.exists()


@pytest.mark.parametrize(
    ("script", "error", "words"),
    [
        (say(REFUSED), RefusedError, "Got an egg; expected a model. Cook it."),
        (say(messages.OutOfMemory()), RefusedError, "takes more than 300 MiB"),
        ("kill -SEGV $$", RefusedError, "a model that makes TensorFlow fail"),
        ("kill -KILL $$", RefusedError, "a model that makes TensorFlow fail"),
        ("kill -TERM $$", TroubleError, "the grading process ended with code -15"),
        ("exit 3", TroubleError, "the grading process ended with code 3"),
        ("exit 0", TroubleError, "the grading process ended with code 0"),
        (
            say(TROUBLE),
            TroubleError,
            "was charged: No numpy.",
        ),
        ("echo hello", TroubleError, "the grading process answered 'hello"),
        ('echo \'{"kind": "praised"}\'', TroubleError, "answered '{\"kind"),
        ("printf '{\"kind'; kill -SEGV $$", RefusedError, "makes TensorFlow fail"),
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


def test_a_child_that_says_nothing_in_time_is_ended(
    tmp_path: Path, child: Child
) -> None:
    """The wait ends with the child, and the message says how long it was."""
    child("exec sleep 60")

    with pytest.raises(RefusedError, match="had not answered after 0 s"):
        grade(tasks()["bent-sensor"], Seeds.known(1), tmp_path / "a", seconds=0.2)


@pytest.mark.parametrize("value", [math.inf, -math.inf, 0.1, 1e308])
def test_any_value_survives_the_way(value: float) -> None:
    """JSON has no infinity, which an error may be all the same."""
    sent = messages.Graded(grade=Grade(0, value))

    assert messages.ANSWER.validate_json(sent.model_dump_json()) == sent
