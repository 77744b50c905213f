"""What a model could do if it got through: the grader's process is locked up."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tfprep.exam.grading.parent import grade
from tfprep.exam.outcomes import RefusedError, TroubleError
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import TASKS, read_task

pytestmark = pytest.mark.slow
FILES = Path(__file__).parent / "files"
ATTEMPTS = """
import ctypes, json, os, socket, subprocess, sys
from pathlib import Path

outside = Path(sys.argv[1])
libc = ctypes.CDLL(None, use_errno=True)


def by_libc(path):
    handle = libc.open(os.fsencode(path), os.O_WRONLY | os.O_CREAT, 0o600)
    if handle < 0:
        raise OSError(ctypes.get_errno(), "open")


def dial():
    address = (ctypes.c_char * 16)(2, 0, 0, 9, 127, 0, 0, 1)
    handle = libc.socket(2, 1, 0)
    if libc.connect(handle, address, 16) < 0:
        raise OSError(ctypes.get_errno(), "connect")


ATTEMPTS = {
    "socket": lambda: socket.socket(),
    "lookup": lambda: socket.getaddrinfo("localhost", 80),
    "shell": lambda: os.system("true"),
    "program": lambda: subprocess.run(["true"]),
    "fork": lambda: os.fork(),
    "library": lambda: ctypes.CDLL("libm.so.6"),
    "write": lambda: (outside / "new").write_text("x"),
    "append": lambda: (outside / "kept").open("a"),
    "remove": lambda: (outside / "kept").unlink(),
    "rename": lambda: (outside / "kept").rename(outside / "other"),
    "folder": lambda: (outside / "new").mkdir(),
    "link": lambda: Path("inside").symlink_to(outside / "kept"),
    "rights": lambda: (outside / "kept").chmod(0),
    "shorten": lambda: os.truncate(outside / "kept", 0),
    "go": lambda: os.chdir(outside),
    "libc write": lambda: by_libc(outside / "libc"),
    "libc remove": lambda: libc.unlink(os.fsencode(outside / "kept")) and 1 / 0,
    "libc connect": dial,
    "inside": lambda: Path("inside").write_text("x"),
    "libc inside": lambda: by_libc("by libc"),
    "remove inside": lambda: Path("inside").unlink(),
}


def try_all():
    done = []
    for name, attempt in ATTEMPTS.items():
        try:
            attempt()
            done.append(name)
        except Exception:
            pass
    return done
"""
INSIDE = ["inside", "libc inside", "remove inside"]
BY_KERNEL = {"libc write", "libc remove", "libc connect"}
"""Attempts around Python, which nothing but Landlock and the network namespace stop."""


def kernel_helps(folder: Path) -> bool:
    code = "import sys; from pathlib import Path\n"
    code += "from tfprep.exam.grading.landlock import write_only_below\n"
    code += "sys.exit(not write_only_below(Path(sys.argv[1])))"
    return (
        subprocess.run([sys.executable, "-c", code, folder], check=False).returncode
        == 0
    )


def succeeded(found: list[str], folder: Path) -> set[str]:
    """What went through of all that must not."""
    by_hand = set() if kernel_helps(folder) else BY_KERNEL
    assert found[-3:] == INSIDE
    return set(found[:-3]) - by_hand


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of somebody's, with a file in it."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "kept").write_text("kept")
    return folder


def test_a_confined_process_reaches_nothing(tmp_path: Path, outside: Path) -> None:
    """No socket, no program and no file outside the scratch folder, by any way."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    code = ATTEMPTS + (
        "from tfprep.exam.grading.sandbox import confine, forbid_reaching_out\n"
        "scratch = Path(sys.argv[2])\n"
        "confine(scratch, 6144, 60)\nforbid_reaching_out(scratch)\n"
        "print(json.dumps(try_all()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, outside, scratch],
        capture_output=True,
        text=True,
        check=False,
    )

    assert succeeded(json.loads(done.stdout or done.stderr), tmp_path) == set()
    assert (outside / "kept").read_text() == "kept"
    assert [path.name for path in outside.iterdir()] == ["kept"]


def test_models_are_graded_inside_these_limits(tmp_path: Path, outside: Path) -> None:
    """The grader is confined by the time it has loaded a model."""
    folder = tmp_path / "bent_sensor"
    shutil.copytree(TASKS / "bent_sensor", folder)
    (folder / "data.py").write_text(
        ATTEMPTS.replace("sys.argv[1]", repr(str(outside)))
        + "from tfprep.exam.taskspec.hidden import Hidden\n\n\n"
        "class Inputs:\n"
        "    def __len__(self):  # asked for by then: the model is loaded\n"
        "        raise ValueError(json.dumps(try_all()))\n\n\n"
        "def hidden(seeds):\n"
        "    return Hidden(Inputs(), None)\n"
    )

    with pytest.raises(TroubleError) as caught:
        grade(read_task(folder), Seeds.known(1), FILES / "keras2.keras")

    found, _ = json.JSONDecoder().raw_decode(str(caught.value).partition("Error: ")[2])
    assert succeeded(found, tmp_path) == set()
    assert (outside / "kept").read_text() == "kept"
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


def test_a_hungry_model_is_the_models_fault(tmp_path: Path) -> None:
    """Running out of memory is told as a limit, not as a crash."""
    with pytest.raises(RefusedError, match="takes more than 300 MiB"):
        grade(
            read_task(TASKS / "bent_sensor"),
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
