"""What a model could do if it got through: the grader's process is locked up."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import attempts
import psutil
import pytest

from tfprep.exam.grading import parent, warm
from tfprep.exam.outcomes import RefusedError, TroubleError
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import TASKS, Task, read_task

pytestmark = pytest.mark.slow
FILES = Path(__file__).parent / "files"
grade = partial(parent.grade, keep=lambda _said: None)
"""By the process that lasts: one for all tests."""


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A folder of somebody's."""
    with attempts.outside_of(tmp_path) as folder:
        yield folder


def check_untouched(outside: Path) -> None:
    assert (outside / "kept").read_text() == "kept"
    assert {path.name for path in outside.iterdir()} == {"kept", "bell"}


def test_a_confined_process_reaches_nothing(tmp_path: Path, outside: Path) -> None:
    """No socket, no program and no file outside the scratch folder, by any way."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    program = attempts.code(outside) + (
        "from tfprep.exam.grading.sandbox import confine, forbid_reaching_out\n"
        "scratch = Path(sys.argv[1])\n"
        "confine(scratch, [])\nforbid_reaching_out(scratch)\n"
        "print(json.dumps(try_all()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, scratch],
        capture_output=True,
        text=True,
        check=False,
    )

    assert attempts.succeeded(json.loads(done.stdout or done.stderr)) == set()
    check_untouched(outside)


@pytest.mark.parametrize("forks", [True, False])
def test_models_are_graded_inside_these_limits(
    tmp_path: Path, outside: Path, monkeypatch: pytest.MonkeyPatch, forks: bool
) -> None:
    """The grader is confined by the time it has loaded a model, a fork or not."""
    monkeypatch.setattr(warm, "CAN_FORK", forks)
    folder = tmp_path / "bent_sensor"
    shutil.copytree(TASKS / "bent_sensor", folder)
    (folder / "data.py").write_text(
        attempts.code(outside) + "from tfprep.exam.taskspec.hidden import Hidden\n\n\n"
        "class Inputs:\n"
        "    def __len__(self):  # asked for by then: the model is loaded\n"
        "        raise ValueError(json.dumps(try_all()))\n\n\n"
        "def hidden(seeds):\n"
        "    return Hidden(Inputs(), None)\n"
    )

    with pytest.raises(TroubleError) as caught:
        grade(read_task(folder), Seeds.known(1), FILES / "keras2.keras")

    found, _ = json.JSONDecoder().raw_decode(str(caught.value).partition("Error: ")[2])
    assert attempts.succeeded(found) == set()
    check_untouched(outside)
    assert "nothing was charged" in str(caught.value)


def test_the_settings_of_a_machine_change_no_score(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keras' and Python's variables, and odd modules where you work, are left out."""
    (tmp_path / "keras.py").write_text("raise SystemExit('the wrong keras')")
    task = read_task(TASKS / "bent_sensor")
    usual = grade(task, Seeds.known(1), FILES / "keras2.h5")
    monkeypatch.chdir(tmp_path)
    for name, value in (
        ("KERAS_BACKEND", "torch"),
        ("TF_USE_LEGACY_KERAS", "1"),
        ("PYTHONOPTIMIZE", "2"),
        ("PYTHONPATH", str(tmp_path)),
        ("HOME", str(tmp_path)),
    ):
        monkeypatch.setenv(name, value)

    assert grade(task, Seeds.known(1), FILES / "keras2.h5") == usual


@pytest.mark.skipif(not warm.CAN_FORK, reason="processes can't be forked")
def test_no_thread_runs_where_processes_are_forked() -> None:
    """A fork of a process with threads may hang: TensorFlow's start in the fork."""
    grade(read_task(TASKS / "bent_sensor"), Seeds.known(1), FILES / "keras2.h5")

    every = psutil.process_iter(["cmdline", "pid", "ppid", "num_threads"])
    found = [process.info for process in every if is_ours(process.info["cmdline"])]
    forks = {info["pid"] for info in found}  # one that has answered may still end
    warm_ones = [info for info in found if info["ppid"] not in forks]
    assert [info["num_threads"] for info in warm_ones] == [1]


def is_ours(command: list[str] | None) -> bool:
    """Whether a process is the warm one of these tests, by its command line."""
    place = os.environ["XDG_RUNTIME_DIR"]
    return any(word.startswith(place) for word in command or ())


def hungry(folder: Path, piece: str) -> Task:
    """A task whose hidden data take memory for ever once a model is there."""
    shutil.copytree(TASKS / "bent_sensor", folder)
    (folder / "data.py").write_text(
        "import mmap, time\n"
        "from tfprep.exam.taskspec.hidden import Hidden\n\n\n"
        "class Inputs:\n"
        "    def __len__(self):\n"
        "        kept = []\n"
        "        while True:\n"
        f"            kept.append({piece})\n"
        "            kept[-1][:] = bytes(2**24)\n"
        "            time.sleep(0.005)\n\n\n"
        "def hidden(seeds):\n"
        "    return Hidden(Inputs(), None)\n"
    )
    return read_task(folder)


@pytest.mark.parametrize("piece", ["bytearray(2**24)", "mmap.mmap(-1, 2**24)"])
def test_a_hungry_model_is_the_models_fault(tmp_path: Path, piece: str) -> None:
    """Running out of memory, shared memory too, is told as a limit, not as a crash."""
    with pytest.raises(RefusedError, match="takes more than 300 MiB"):
        grade(
            hungry(tmp_path / "bent_sensor", piece),
            Seeds.known(1),
            FILES / "keras2.h5",
            memory=300,
        )


def exam(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tfprep", "exam", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )


def with_lambda(path: Path) -> None:
    with zipfile.ZipFile(FILES / "keras2.keras") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    config: dict[str, Any] = json.loads(members["config.json"])
    config["config"]["layers"][1]["class_name"] = "Lambda"
    members["config.json"] = json.dumps(config).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def test_submit_refuses_and_grades_as_it_says(tmp_path: Path) -> None:
    """A refused hand-in ends with code 1 and one sentence; the next one is graded."""
    folder = tmp_path / "exam"
    exam(tmp_path, "start", "exam", "--practice", "bent-sensor", "--seed", "1")
    with_lambda(folder / "code.keras")

    missing = exam(folder, "submit", "A", "none.keras")
    code = exam(folder, "submit", "A", "code.keras")
    graded = exam(folder, "submit", "A", str(FILES / "keras2.h5"))

    for done in (missing, code):
        assert done.returncode == 1
        assert done.stderr.startswith("Not graded, and not counted. Got ")
        assert len(done.stderr.splitlines()) == 1
    assert "a model with code in it (Lambda)" in code.stderr
    assert graded.returncode == 0, graded.stderr
    assert "Score " in graded.stdout
    state = json.loads((folder / "exam.json").read_text())
    assert len(state["refused"]) == 2
    assert len(state["hand_ins"]) == 1
