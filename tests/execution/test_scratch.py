"""Where lessons leave their files while they run."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tfprep.execution.scratch import LOCK, OLD

TELL = "from tfprep.execution.scratch import scratch as s; t = s()\n"


def python(code: str, temporary: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", TELL + code],
        env={**os.environ, "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_folder_goes_with_its_process(tmp_path: Path) -> None:
    """It is there while the process lives, below TMPDIR, and gone afterwards."""
    found = python("print(t.files, t.files.is_dir())", tmp_path).stdout.split()

    assert Path(found[0]).parent == tmp_path.resolve()
    assert found[1] == "True"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_swept_away_is_made_again(tmp_path: Path) -> None:
    """Some systems clean old files up while we run."""
    code = "import shutil; shutil.rmtree(t.files); print(s() is s() is not t)"

    assert python(code, tmp_path).stdout == "True\n"
    assert list(tmp_path.iterdir()) == []


def test_sockets_get_a_short_place(tmp_path: Path) -> None:
    """A folder of many letters holds the files, but no socket."""
    deep = tmp_path / ("d" * 90)
    deep.mkdir()

    found = python("print(t.files, t.sockets)", deep).stdout.split()

    assert Path(found[0]).parent == deep.resolve()
    assert len(found[1]) <= 60
    assert not Path(found[1]).exists()


def test_what_a_dead_process_left_is_swept(tmp_path: Path) -> None:
    """An old folder that nobody holds goes; a young one, or one in use, stays."""
    for name, age in (("tfprep-old", 2 * OLD), ("tfprep-young", 0), ("other", 2 * OLD)):
        lock = tmp_path / name / LOCK
        lock.parent.mkdir()
        lock.touch()
        os.utime(lock, (time.time() - age,) * 2)

    held = python(
        f"import os, subprocess, sys; os.utime(t.files / {LOCK!r}, (1, 1))\n"
        f"subprocess.run([sys.executable, '-c', {TELL!r}])\nprint(t.files.is_dir())",
        tmp_path,
    )

    assert held.stdout == "True\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "tfprep-young"]


@pytest.mark.parametrize("place", ["missing", "file"])
def test_a_useless_tmpdir_is_passed_over(tmp_path: Path, place: str) -> None:
    """Where TMPDIR is no folder, the system's is taken."""
    (tmp_path / "file").touch()

    found = python("print(t.files.is_dir())", tmp_path / place)

    assert found.stdout == "True\n"


def test_no_place_at_all_is_said(tmp_path: Path) -> None:
    """Without any folder to write to, the message says what to set."""
    code = (
        "import tempfile\n"
        "def none(): raise FileNotFoundError(2, 'No usable temporary directory')\n"
        "tempfile.gettempdir = none\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code + TELL], capture_output=True, text=True, check=False
    )

    assert "no place for temporary files" in done.stderr
    assert "set TMPDIR to a folder with one" in done.stderr
