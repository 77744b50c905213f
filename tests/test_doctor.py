"""The look at the machine."""

import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tfprep import doctor, project
from tfprep.doctor import GIB, Finding, exam_times, look, speed, verdict
from tfprep.exam.grading.walls import Wall
from tfprep.exam.taskspec.task import read_tasks
from tfprep.project import Project


def test_this_machine_passes(tmp_path: Path) -> None:
    """Where the tests run, nothing lacks; every package of a lesson is named."""
    findings = {finding.name: finding for finding in look(tmp_path)}

    assert [name for name, finding in findings.items() if finding.wrong] == []
    assert {"Python", "tensorflow", "keras", "free disk", "free memory"} <= set(
        findings
    )


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (doctor._python((3, 10)), "expected 3.11 to 3.13"),
        (doctor._python((3, 14)), "expected 3.11 to 3.13"),
        (doctor._disk(0.4), "expected 2 GiB at least; make room"),
        (doctor._memory(0.4), "expected 2 GiB; close other programs"),
    ],
)
def test_what_lacks_is_named_with_a_remedy(finding: Finding, words: str) -> None:
    """Got, expected, what to do."""
    assert words in finding.wrong


@pytest.mark.parametrize(
    ("version", "words"),
    [
        (None, "run `make setup` in "),
        ("2.16.2", "the course is tested on 2.20 or 2.21"),
    ],
)
def test_another_tensorflow_is_told_apart_from_none(
    monkeypatch: pytest.MonkeyPatch, version: str | None, words: str
) -> None:
    """It may work all the same, so the two are different news."""
    monkeypatch.setattr(doctor, "installed", {"tensorflow": version}.get)

    assert words in doctor._package("tensorflow", "tensorflow").wrong


def test_each_wall_of_the_grader_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is missing is told with its reason; a learner may go on all the same."""
    found = (
        Wall("files", "reading files", stands=True),
        Wall("network", "connections", stands=False, why_not="it is switched off"),
    )
    monkeypatch.setattr(doctor, "walls", lambda: found)

    done = CliRunner().invoke(doctor.doctor, ["--quick"])

    assert "wall: files     stands against reading files\n" in done.output
    said = "missing  <- nothing stands against connections: it is switched off\n"
    assert said in done.output
    assert done.exit_code == 0
    assert done.output.endswith("and nobody else's.\n")


def test_an_installed_course_says_whether_it_has_the_pages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A package that was built without them tells another way to the lessons."""
    monkeypatch.setattr(project, "INSIDE", tmp_path)

    def said() -> dict[str, str]:
        return {found.name: found.got for found in doctor._course(Project(tmp_path))}

    assert said()["pages"].startswith("not in this installation; tfprep notebooks")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").touch()
    assert said() == {"course": str(tmp_path), "pages": str(tmp_path / "site")}


def test_a_full_disk_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The disk of the folder one works in counts."""
    seen = []

    def usage(folder: Path) -> object:
        seen.append(folder)
        return type("Usage", (), {"free": GIB // 2})

    monkeypatch.setattr("shutil.disk_usage", usage)

    assert [f.got for f in look(tmp_path) if f.name == "free disk"] == ["0.5 GiB"]
    assert seen == [tmp_path]


def test_the_exam_s_times_follow_the_speed() -> None:
    """Half the speed means twice the training, for the longest task of a category."""
    tasks = list(read_tasks().values())
    longest = max(task.spec.seconds for task in tasks if task.spec.category == "A")

    assert f" A {longest:.0f} s" in exam_times(doctor.USUAL_STEPS, tasks)
    assert f" A {2 * longest:.0f} s" in exam_times(doctor.USUAL_STEPS / 2, tasks)


def test_the_verdict_follows_the_speed() -> None:
    """Half the speed means twice the wait."""
    usual, slow = verdict(doctor.USUAL_STEPS), verdict(doctor.USUAL_STEPS / 2)

    assert "1.0 times" in usual
    assert "up to 10 s" in usual
    assert "0.5 times" in slow
    assert "up to 20 s" in slow


@pytest.mark.slow
def test_the_speed_is_measured_whatever_the_machine_s_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Steps are made with the lessons' settings, in a folder of odd modules too."""
    (tmp_path / "keras.py").write_text("raise SystemExit('the wrong keras')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    monkeypatch.setenv("PYTHONOPTIMIZE", "1")

    assert speed(0.5) > 0


def test_a_tensorflow_that_does_not_work_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the training process said last is told, with what to do."""
    broken = [sys.executable, "-c", "raise ImportError('no such library')"]
    monkeypatch.setattr(doctor, "python", lambda *_words: broken)

    with pytest.raises(click.ClickException) as caught:
        speed(0.5)

    assert "got 'ImportError: no such library'" in caught.value.message
    assert "make setup" in caught.value.message
