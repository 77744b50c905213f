"""Which walls stand is tried, not believed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tfprep.exam.grading import walls
from tfprep.exam.grading.syscalls import NUMBERS

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has them")


def tried(refused: list[str]) -> dict[str, str]:
    """Why a wall doesn't stand, by its name, where the kernel refuses some calls."""
    code = (
        "import json; from tfprep.exam.grading import syscalls, rights, walls\n"
        "rights.promise_to_gain_none()\n"
        f"assert syscalls.refuse_calls({refused})\n"
        "print(json.dumps({wall.name: wall.why_not for wall in walls.missing()}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


@linux
def test_a_usual_machine_has_them_all() -> None:
    """Where these tests run, a model is held off whatever it tries."""
    assert walls.missing() == ()
    assert len(walls.walls()) == 6


@linux
def test_what_the_kernel_refuses_is_said() -> None:
    """Without Landlock files lie open; without namespaces the filter holds off all."""
    files = "the kernel has no Landlock (Linux 5.13), or it is switched off"
    assert tried(["landlock_create_ruleset"]) == {"files": files}
    assert tried(["unshare"]) == {}


@linux
def test_without_a_filter_of_calls_programs_lie_open() -> None:
    """Sockets with a path too, which no namespace keeps apart."""
    assert {"network", "processes"} <= tried(["seccomp"]).keys()


@linux
def test_a_wall_that_gives_way_is_not_said_to_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody asks whether it was built: each is leaned against."""
    code = (
        "import sys; from tfprep.exam.grading import walls\n"
        "walls.sandbox.confine = lambda *_: None\n"
        "walls.sandbox.limit = lambda **_: None\n"
        "print(walls.json.dumps(walls._held(walls.Path(sys.argv[1]), *sys.argv[2:3],"
        " int(sys.argv[3]))))"
    )
    monkeypatch.setattr(
        walls, "python", lambda *w: [sys.executable, "-c", code, *w[2:]]
    )

    found, trouble = walls._try()

    assert trouble == ""
    assert found <= {"rights"}, "an ordinary user of a confined machine has none"


def test_what_can_not_be_tried_does_not_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No process, no answer, no wall."""
    for command in ([str(tmp_path / "gone")], [sys.executable, "-c", "print('yes')"]):
        monkeypatch.setattr(walls, "python", lambda *_, words=command: words)
        found = walls.walls.__wrapped__()
        assert not any(wall.stands for wall in found)
        assert all("it could not be tried" in wall.why_not for wall in found)


def test_elsewhere_time_alone_is_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other systems have nothing of this, which is told in so many words."""
    monkeypatch.setattr(sys, "platform", "darwin")
    assert walls._held(tmp_path, "", 0) == ["time"]

    monkeypatch.setattr(walls, "_try", lambda: ({"time"}, ""))
    found = walls.walls.__wrapped__()

    assert [wall.name for wall in found if wall.stands] == ["time"]
    assert found[0].why_not == "only Linux has what it takes"


def test_names_of_calls_have_numbers() -> None:
    """One for each kind of processor, and none twice."""
    for numbers in zip(*NUMBERS.values(), strict=True):
        known = [number for number in numbers if number is not None]
        assert len(set(known)) == len(known) > 40
