"""The file that remembers: whole, locked, and never in the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tfprep.practice.progress import Progress
from tfprep.practice.progress_file import VARIABLE, ProgressFile, default_path
from tfprep.problems import ProblemError

NAME = "basics/first-model/downhill"
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)

WRITER = """
import sys
from tfprep.practice.progress_file import ProgressFile
file, who = ProgressFile(), sys.argv[1]
print("ready", flush=True)
number = 0
while number < int(sys.argv[2]):
    file.answered(f"basics/{who}/{number}", "text " * 50)
    number += 1
"""


class Clock:
    """A clock that stands still until somebody sets it."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


class Told(list[str]):
    """What a file said."""

    def __call__(self, words: str) -> None:
        self.append(words)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path, told: Told, clock: Clock) -> ProgressFile:
    return ProgressFile(tmp_path / "new" / "progress.json", say=told, now=clock)


def writer(path: Path, who: str, times: int) -> subprocess.Popen[str]:
    """Another program that writes to the file."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, who, str(times)],
        env={**os.environ, VARIABLE: str(path)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_what_was_done_is_read_by_the_next_program(file: ProgressFile) -> None:
    """Each thing that can happen is in the file once it has happened."""
    file.attempted(NAME, "incorrect")
    file.hint_shown(NAME)
    file.solution_shown(NAME)
    file.answered(NAME, "def downhill(): …\n")
    file.question("nn-1-types", right=True, chosen=["[1, 2]"])
    file.opened("basics/first-model")
    file.ticked("set-up", done=True)
    file.placed("basics/overfitting", ["NN-1"])

    found = ProgressFile(file.path).read()

    exercise = found.exercise(NAME)
    assert [attempt.outcome for attempt in exercise.attempts] == ["incorrect"]
    assert len(exercise.hints) == 1
    assert exercise.solution
    assert exercise.answer
    assert exercise.answer.text == "def downhill(): …\n"
    assert found.question("nn-1-types").attempts[0].right
    assert found.last_lesson == "basics/first-model"
    assert found.steps["set-up"].done
    assert found.placement
    assert found.placement.known == ("NN-1",)


def test_a_sitting_of_the_exam_is_remembered(file: ProgressFile) -> None:
    """It stands under a name of its own with its points and tasks."""
    finished = NOON + timedelta(hours=3)
    scores = {"wafer-maps": 5}
    found = file.exam(
        "a1", form=1, started=NOON, finished=finished, points=87.5, of=100, tasks=scores
    )

    assert found.exams["a1"].points == 87.5
    assert found.exams["a1"].when == finished
    assert found.exams["a1"].tasks == scores


def test_nothing_is_made_by_reading(file: ProgressFile) -> None:
    """Who only looks leaves no file and no folder behind."""
    assert file.read().is_empty
    assert not file.path.parent.exists()


def test_the_same_text_is_written_once(file: ProgressFile) -> None:
    """Saving a file again without a change is no news."""
    file.answered(NAME, "x")
    before = file.path.stat().st_mtime_ns
    file.answered(NAME, "x")

    assert file.path.stat().st_mtime_ns == before


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"schema": "x"}'])
def test_a_broken_file_is_set_aside_and_said_once(
    file: ProgressFile, told: Told, content: bytes
) -> None:
    """Nothing of it is lost, and the work goes on with a new one."""
    file.path.parent.mkdir()
    file.path.write_bytes(content)

    file.attempted(NAME, "correct")
    file.attempted(NAME, "correct")

    aside = file.path.with_name("progress.broken-2026-11-27.json")
    assert aside.read_bytes() == content
    assert file.read().exercise(NAME).is_done
    (words,) = told
    assert "could not be read" in words
    assert f'--import "{aside}"' in words


def test_each_broken_file_is_kept(file: ProgressFile) -> None:
    """A second one on the same day doesn't take the place of the first."""
    file.path.parent.mkdir()
    for content in ("one", "two"):
        file.path.write_text(content)
        file.read()

    aside = sorted(path.read_text() for path in file.path.parent.glob("*broken*"))
    assert aside == ["one", "two"]


def test_a_newer_schema_is_left_as_it_is(file: ProgressFile, told: Told) -> None:
    """What a later version wrote is neither read nor written over."""
    file.path.parent.mkdir()
    newer = '{"schema": 2}'
    file.path.write_text(newer)

    with pytest.raises(ProblemError, match="Install the newest tfprep"):
        file.read()
    found = file.attempted(NAME, "correct")

    assert file.path.read_text() == newer
    assert found.exercise(NAME).is_done
    assert len(told) == 1
    assert "nothing new is kept" in told[0]


def test_a_place_that_cannot_be_written_costs_no_work(
    tmp_path: Path, told: Told
) -> None:
    """It is said once, and what was done is written as soon as it can be."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    file = ProgressFile(blocked / "progress.json", say=told)

    file.attempted(NAME, "incorrect")
    found = file.attempted(NAME, "correct")

    assert len(found.exercise(NAME).attempts) == 2
    assert len(told) == 1
    assert "remembered only until this program ends" in told[0]
    blocked.unlink()
    file.opened("basics/first-model")
    assert len(ProgressFile(file.path).read().exercise(NAME).attempts) == 2


def test_a_full_disk_leaves_the_old_file(
    file: ProgressFile, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is replaced by a whole one or not at all."""
    file.opened("basics/first-model")
    before = file.path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    file.attempted(NAME, "correct")

    assert file.path.read_bytes() == before
    assert "No space left on device" in told[0]
    monkeypatch.undo()
    file.opened("basics/first-model")
    assert ProgressFile(file.path).read().exercise(NAME).is_done
    assert not list(file.path.parent.glob("*.tmp"))


def test_nobody_s_home_is_said(
    monkeypatch: pytest.MonkeyPatch, told: Told, tmp_path: Path
) -> None:
    """Where no home folder is known, no folder called ~ is made."""
    monkeypatch.chdir(tmp_path)
    file = ProgressFile(say=told)
    file.path = Path("~/progress.json")

    file.attempted(NAME, "correct")

    assert "nobody knows your home folder" in told[0]
    assert list(tmp_path.iterdir()) == []


def test_a_variable_names_another_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """TFPREP_PROGRESS is for tests, and for whoever keeps the file elsewhere."""
    monkeypatch.setenv(VARIABLE, "elsewhere.json")
    assert default_path() == Path.cwd() / "elsewhere.json"
    monkeypatch.delenv(VARIABLE)
    assert default_path().name == "progress.json"


def test_a_link_to_the_file_stays_one(file: ProgressFile, tmp_path: Path) -> None:
    """Who keeps the file in a synchronized folder and links to it keeps the link."""
    real = tmp_path / "real.json"
    real.write_text('{"schema": 1}')
    file.path.parent.mkdir()
    file.path.symlink_to(real)

    file.opened("basics/first-model")

    assert file.path.is_symlink()
    assert json.loads(real.read_text())["lessons"]


def test_reset_forgets_one_thing_and_keeps_the_rest(
    file: ProgressFile, clock: Clock
) -> None:
    """What is done after it counts, even when the clock was set back."""
    file.attempted(NAME, "correct")
    file.attempted("basics/first-model/forecast", "correct")
    clock.time = NOON - timedelta(days=1)

    file.reset([NAME])
    assert not file.read().exercise(NAME).is_begun
    assert file.read().exercise("basics/first-model/forecast").is_done
    assert file.attempted(NAME, "correct").exercise(NAME).is_done


def test_reset_without_names_forgets_all_exercises_and_questions(
    file: ProgressFile,
) -> None:
    """The plan and the lessons stay."""
    file.attempted(NAME, "correct")
    file.question("nn-1-types", right=False, chosen=[])
    file.ticked("set-up", done=True)

    found = file.reset()

    assert not found.exercise(NAME).is_begun
    assert found.question("nn-1-types").attempts == ()
    assert found.steps["set-up"].done


def test_what_was_erased_does_not_come_back_from_an_older_copy(
    file: ProgressFile,
) -> None:
    """A browser that still holds it brings back nothing."""
    older = file.attempted(NAME, "correct")

    assert file.erase().is_empty
    assert file.merge(older).is_empty
    assert file.attempted(NAME, "incorrect").exercise(NAME).is_begun


def test_reset_and_erase_spare_nothing(file: ProgressFile) -> None:
    """What a later version wrote without a date goes with the rest."""
    later = {"note": "mine"}
    file.update({"exercises": {"basics/a/b": later}, "later": later})

    assert file.reset().to_json()["exercises"]["basics/a/b"].keys() == {"reset"}
    assert file.erase().to_json().keys() == {"schema", "erased"}


def test_unknown_things_are_kept(file: ProgressFile) -> None:
    """Ids of removed exercises, and fields of later versions, stay in the file."""
    file.path.parent.mkdir()
    odd = {"schema": 1, "later": {"x": 1}, "exercises": {"gone/gone/gone": {"y": 2}}}
    file.path.write_text(json.dumps(odd))

    file.attempted(NAME, "correct")

    found = json.loads(file.path.read_text())
    assert found["later"] == {"x": 1}
    assert found["exercises"]["gone/gone/gone"] == {"y": 2}


def test_two_programs_at_once_lose_nothing(file: ProgressFile) -> None:
    """Each reads and writes under a lock."""
    programs = [writer(file.path, who, 12) for who in ("one", "two")]
    for program in programs:
        assert program.wait(timeout=60) == 0
        assert program.stdout
        program.stdout.close()

    assert len(file.read().exercises) == 24


def test_a_kill_leaves_a_whole_file(file: ProgressFile, told: Told) -> None:
    """What was written before it is there, and the next program can write."""
    program = writer(file.path, "one", 10**6)
    assert program.stdout
    program.stdout.readline()
    while not file.path.exists():
        assert program.poll() is None
    program.send_signal(signal.SIGKILL)
    program.wait()
    program.stdout.close()

    found = file.attempted(NAME, "correct")

    assert told == []
    assert found.exercise(NAME).is_done
    assert len(found.exercises) >= 2
    assert not list(file.path.parent.glob("*.tmp"))


def test_a_merge_takes_in_a_copy(file: ProgressFile) -> None:
    """What another machine knows is added, and what this one knows stays."""
    file.attempted(NAME, "correct")
    other = Progress().plus(
        {"lessons": {"basics/x": {"opened": "2026-11-27T11:00:00.000Z"}}}
    )

    found = file.merge(other)

    assert found.exercise(NAME).is_done
    assert found.last_lesson == "basics/x"
