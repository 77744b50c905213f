"""The commands, as a user types them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from projects import EXERCISE, RIGHT, TinyCourse

from tfprep.cli import COMMANDS, cli, main

kernels = pytest.mark.slow


def test_help_imports_no_command() -> None:
    """Asking what there is takes no longer than Python and click do."""
    code = (
        "import sys; from tfprep.cli import cli\n"
        "cli.main(['--help'], standalone_mode=False)\n"
        "ours = ('tfprep.', 'pydantic')\n"
        "print(*(name for name in sys.modules if name.startswith(ours)))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    *said, modules = done.stdout.splitlines()
    assert all(any(line.startswith(f"  {name} ") for line in said) for name in COMMANDS)
    light = {"tfprep.cli", "tfprep.lazy_commands", "tfprep.problems"}
    light |= {"tfprep.exam", "tfprep.exam.errors"}
    light |= {"tfprep.execution", "tfprep.execution.stopping"}
    assert set(modules.split()) == light


WITNESS = """
import pathlib
pathlib.Path(__file__).with_suffix(".ran").touch()
raise SystemExit("a module that lies about")
"""
ODD = ("json", "random", "timeit", "keras", "click", "yaml", "secrets", "filelock")


@pytest.mark.parametrize("start", ["module", "script"])
def test_modules_where_one_stands_are_never_run(tmp_path: Path, start: str) -> None:
    """Not under -m, and not where PYTHONPATH has an empty part."""
    for name in ODD:
        (tmp_path / f"{name}.py").write_text(WITNESS)
    (tmp_path / "pydantic").mkdir()
    (tmp_path / "pydantic/__init__.py").write_text(WITNESS)
    script = str(Path(sys.executable).with_name("tfprep"))
    is_module = start == "module"
    words = [sys.executable, "-m", "tfprep"] if is_module else [script]
    path = "" if is_module else os.pathsep

    done = subprocess.run(
        [*words, "exam", "status"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert list(tmp_path.rglob("*.ran")) == []
    assert "tfprep exam start" in done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_s_help_line_is_its_own(name: str) -> None:
    """What the list says of a command is how the command's own help begins."""
    with cli.make_context("tfprep", [name]) as context:
        command = cli.get_command(context, name)

    assert command is not None
    assert command.get_short_help_str(limit=200) == COMMANDS[name][1]


@kernels
def test_run_tells_what_it_did(course: TinyCourse) -> None:
    """Each lesson has a line with seconds and how many are to go; then a summary."""
    course.write("basics/one")
    course.write("basics/two")

    done = course.tfprep("run")

    assert done.returncode == 0
    assert "basics/one" in done.stdout
    assert "(0 to go)" in done.stdout
    assert "2 executed in" in done.stdout
    assert "0 from the cache, 0 failed." in done.stdout


@kernels
def test_run_reports_every_problem_after_running_the_rest(course: TinyCourse) -> None:
    """A broken header and a failing cell are both shown; the good lesson is kept."""
    course.write("basics/good")
    course.write("basics/fails", "\n# %%\n1 / 0\n")
    (course.root / "examples/basics/bad.py").write_text("print(1)\n")

    done = course.tfprep("run")

    assert done.returncode == 1
    assert "examples/basics/bad.py:1: no header" in done.stderr
    assert "examples/basics/fails.py:15: this cell raises" in done.stderr
    assert "2 to fix." in done.stderr
    assert "1 from the cache" in course.tfprep("run", "examples/basics/good.py").stdout


@kernels
def test_exercises_shows_what_the_checks_say(course: TinyCourse) -> None:
    """The refusals of stub and wrong answers are printed, with the counts."""
    course.write("basics/one", EXERCISE + 2 * RIGHT)

    done = course.tfprep("exercises")

    assert "Double it" in done.stdout
    assert "refused: Not attempted: double returned None." in done.stdout
    assert "refused: Got 9 for 3, expected 6." in done.stdout
    assert "1 solutions and 2 right answers written differently pass" in done.stdout
    assert "1 stubs and 1 wrong answers are refused" in done.stdout


@kernels
def test_a_broken_law_fails_exercises(course: TinyCourse) -> None:
    """A wrong answer that passes is an error of the command."""
    course.write("basics/one", EXERCISE.replace("x * x", "x + x"))

    done = course.tfprep("exercises")

    assert done.returncode == 1
    assert "the check passes on this wrong answer" in done.stderr
    assert "The law holds" not in done.stdout


def test_notebooks_writes_the_learners_copies(course: TinyCourse) -> None:
    """Each lesson becomes a notebook and a script below the folder."""
    course.write("basics/one")

    done = course.tfprep("notebooks", "out")

    assert done.returncode == 0
    names = sorted(path.name for path in (course.root / "out/basics").iterdir())
    assert names == ["one.ipynb", "one.py"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "nowhere.py"], "'nowhere.py' does not exist"),
        (["run", "docs"], "no lesson here"),
        (["run", "--shard", "3/2"], "got part 3 of 2, expected 1/2 to 2/2"),
        (["run", "--shard", "half"], "got 'half', expected two numbers such as 2/4"),
        (["run", "--jobs", "0"], "0 is not in the range x>=1"),
        (["rnu"], "No such command 'rnu'. Did you mean \"run\"?"),
    ],
)
def test_wrong_input_is_refused_in_one_message(
    course: TinyCourse,
    words: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Wrong words end with a message and a status, never with a traceback."""
    course.write("basics/one")
    monkeypatch.chdir(course.root)
    monkeypatch.setattr(sys, "argv", ["tfprep", *words])

    with pytest.raises(SystemExit) as stop:
        main()

    assert stop.value.code not in (0, None)
    assert said in capsys.readouterr().err


def test_outside_a_project_the_command_says_what_it_looks_for(
    course: TinyCourse,
) -> None:
    """Without mkdocs.yml beside it, a folder of lessons is no course to run."""
    (course.root / "mkdocs.yml").unlink()

    done = course.tfprep("run", "examples")

    assert done.returncode == 1
    assert "expected mkdocs.yml and examples/ here or above" in done.stderr


@kernels
def test_shards_together_run_everything(course: TinyCourse, tmp_path: Path) -> None:
    """Parts run on two machines; their caches merge by copying, and nothing is left."""
    for i in range(3):
        course.write(f"basics/l{i}", "\n# %%\nprint(1)\n")
    other = TinyCourse(tmp_path / "other")
    shutil.copytree(course.root, other.root)

    first = course.tfprep("run", "--shard", "1/2").stdout
    second = other.tfprep("run", "--shard", "2/2").stdout
    shutil.copytree(
        other.root / ".cache/lessons",
        course.root / ".cache/lessons",
        dirs_exist_ok=True,
    )

    assert "2 executed" in first
    assert "1 executed" in second
    assert "0 executed" in course.tfprep("run").stdout
