"""The machine's own settings never change a result."""

import os
import subprocess
from pathlib import Path

import pytest
from projects import TinyCourse

from tfprep.execution.environment import child_environment, python

TELL = "import sys; print(sys.flags.optimize, sys.flags.safe_path, sys.path[0])"

HOSTILE = {
    "KERAS_BACKEND": "torch",
    "KERAS_HOME": "/nowhere",
    "TF_USE_LEGACY_KERAS": "1",
    "TF_ENABLE_ONEDNN_OPTS": "1",
    "PYTHONOPTIMIZE": "1",
    "PYTHONSTARTUP": "/nowhere.py",
    "PYTHONWARNINGS": "error",
    "PYTHONHASHSEED": "7",
    "PYTHONDONTWRITEBYTECODE": "1",
    "IPYTHONDIR": "/nowhere",
    "IPYTHON_SUPPRESS_CONFIG_ERRORS": "0",
    "JUPYTER_CONFIG_DIR": "/nowhere",
    "MPLBACKEND": "tkagg",
    "MATPLOTLIBRC": "/nowhere",
    "OMP_NUM_THREADS": "7",
    "COLUMNS": "20",
    "LC_ALL": "de_DE",
    "LANGUAGE": "de",
    "TZ": "Asia/Tokyo",
    "NO_COLOR": "1",
}


def test_a_child_gets_no_variable_that_we_do_not_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the caller set, every child's variables are the same."""
    for name in HOSTILE:
        monkeypatch.delenv(name, raising=False)
    before = child_environment(tmp_path)
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)

    assert child_environment(tmp_path) == before
    assert before["PATH"] == os.environ["PATH"]


def test_a_child_has_a_home_of_its_own(tmp_path: Path) -> None:
    """Settings and temporary files are looked for below its folder alone."""
    found = child_environment(tmp_path)

    for name in ("HOME", "IPYTHONDIR", "KERAS_HOME", "TMPDIR"):
        assert Path(found[name]).is_relative_to(tmp_path)
    assert Path(found["TMPDIR"]).is_dir()


def test_a_cache_that_can_not_be_written_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Matplotlib would say so on every page."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("sys.platform", "linux")

    found = child_environment(tmp_path / "home")

    assert found["MPLCONFIGDIR"] == str(tmp_path / "home")


def test_a_path_of_packages_stays_and_another_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PYTHONPATH may name where packages are installed, but no loose modules."""
    (tmp_path / "packages" / "keras-3.dist-info").mkdir(parents=True)
    (tmp_path / "loose").mkdir()
    (tmp_path / "loose/json.py").touch()
    given = [str(tmp_path / "loose"), str(tmp_path / "packages"), ""]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(given))

    kept = child_environment(tmp_path)["PYTHONPATH"].split(os.pathsep)

    assert str(tmp_path / "packages") in kept
    assert str(tmp_path / "loose") not in kept


def test_no_list_of_folders_means_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty part, a relative one, or its own name: a model may lie there."""
    (tmp_path / "keras-3.dist-info").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH"):
        monkeypatch.setenv(name, os.pathsep.join(["", ".", "lib", str(tmp_path)]))

    found = child_environment(tmp_path / "home")

    assert found["PATH"] == found["LD_LIBRARY_PATH"] == str(tmp_path)
    assert str(tmp_path) not in found["PYTHONPATH"].split(os.pathsep)
    assert {"", "."}.isdisjoint(found["PYTHONPATH"].split(os.pathsep))


def test_python_takes_nothing_from_the_folder_or_the_flags_of_its_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A json.py beside the caller isn't imported, and asserts stay on."""
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong one')")
    monkeypatch.setenv("PYTHONOPTIMIZE", "1")

    done = subprocess.run(
        python("-c", "import json, tfprep; " + TELL),
        cwd=tmp_path,
        env=child_environment(tmp_path / "home"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.startswith("0 True /"), done.stderr


BODY = """
# %%
import os
import sys
import time
1 + 1
2 + 2

# %%
print(sorted(name for name in os.environ if "KERAS" in name or "TF_" in name))
print({"one", "two", "three", "four"}, time.tzname, sys.flags.optimize)
open("größe.txt", "w").write("ß")
print(open("größe.txt", "rb").read(), os.path.expanduser("~"))

# %% tags=["claim"]
assert 1 == 1
"""
FALSE_CLAIM = '\n# %% tags=["claim"]\nassert 1 == 2, "one is two"\n'


def hostile_home(home: Path) -> Path:
    """A home folder with settings for Keras and IPython, and modules of known names."""
    profile = home / ".ipython" / "profile_default"
    (profile / "startup").mkdir(parents=True)
    for place in (profile / "ipython_kernel_config.py", profile / "ipython_config.py"):
        place.write_text('c.InteractiveShell.ast_node_interactivity = "all"')
    (profile / "startup" / "first.py").write_text("print('started')\nsum = None")
    (home / ".keras").mkdir()
    (home / ".keras" / "keras.json").write_text('{"floatx": "float16"}')
    for name in ("json", "random", "keras", "ipykernel"):
        (home / f"{name}.py").write_text("raise SystemExit('the wrong module')")
    return home


@pytest.mark.slow
def test_a_lesson_leaves_the_same_on_every_machine(course: TinyCourse) -> None:
    """Variables, a profile, start-up files and odd modules change nothing."""
    course.write("basics/tried", BODY)
    outputs = []
    home = hostile_home(course.root / "home")
    found = {"HOME": str(home), "IPYTHONDIR": str(home / ".ipython")}
    for environ in ({}, HOSTILE, found):
        done = course.tfprep("run", "--force", **environ)
        assert done.returncode == 0, done.stderr
        (entry,) = (course.root / ".cache/lessons/basics/tried").glob("*.json")
        outputs.append(entry.read_text().partition('"outputs"')[2])

    assert outputs[0] == outputs[1] == outputs[2]
    assert "'~" not in outputs[0]


@pytest.mark.slow
def test_a_false_claim_fails_under_python_o(course: TinyCourse) -> None:
    """PYTHONOPTIMIZE leaves asserts out, but not those of lessons."""
    course.write("basics/tried", FALSE_CLAIM)

    done = course.tfprep("run", PYTHONOPTIMIZE="1")

    assert done.returncode == 1
    assert "a claim fails: AssertionError: one is two" in done.stderr
