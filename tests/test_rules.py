"""Rules for the code and for what is committed."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from projects import REPOSITORY

PACKAGE = REPOSITORY / "scripts" / "tfprep"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "tasks" not in path.parts)
TESTS = sorted((REPOSITORY / "tests").rglob("test_*.py"))
LOCKS = sorted((REPOSITORY / "requirements").glob("*.txt"))
# What has no behavior of its own, or is tried through others (named in the comment).
MIRRORED_ELSEWHERE = {
    "__main__.py",  # test_cli
    "check/material.py",  # test_reading, test_course_rules
    "content/library.py",  # content/test_quiz, site/test_plugin
    "execution/commands.py",  # test_cli
    "execution/course_run.py",  # test_cli
    "execution/inside_kernel.py",  # test_lesson_run
    "execution/kernel_app.py",  # test_kernel
    "execution/limits.py",  # test_outputs
    "execution/progress.py",  # test_cli
    "execution/speed.py",  # test_doctor
    "execution/stopping.py",  # test_batch
    "execution/warm_process.py",  # test_kernel
    "execution/warm_start.py",  # exam/test_tasks
    "exam/classes/progress.py",  # test_class_commands
    "exam/classes/search.py",  # classes/test_found
    "exam/grading/allowed_layers.py",  # grading/test_allowed_names
    "exam/grading/archives.py",  # test_odd_hand_ins
    "exam/grading/calibration.py",  # test_tasks
    "exam/grading/child.py",  # test_confined
    "exam/grading/diagnosed_case.py",  # grading/test_diagnosis
    "exam/grading/diagnosed_classes.py",  # grading/test_diagnosis
    "exam/grading/diagnosed_inputs.py",  # grading/test_diagnosis
    "exam/grading/diagnosed_values.py",  # grading/test_diagnosis
    "exam/grading/dying.py",  # grading/test_warm
    "exam/grading/keras_files.py",  # test_odd_hand_ins
    "exam/grading/landlock.py",  # test_confined
    "exam/grading/loading.py",  # test_odd_hand_ins
    "exam/grading/meeting.py",  # grading/test_warm
    "exam/grading/messages.py",  # grading/test_parent
    "exam/grading/operation_names.py",  # grading/test_allowed_operations
    "exam/grading/rights.py",  # grading/test_walls
    "exam/grading/sandbox.py",  # test_confined
    "exam/grading/spawned.py",  # grading/test_parent
    "exam/grading/syscalls.py",  # grading/test_walls
    "exam/grading/warm_process.py",  # grading/test_warm
    "exam/limits.py",  # test_exam_docs
    "exam/live/briefs.py",  # live/test_handlers
    "exam/live/exam_room.py",  # live/test_handlers
    "exam/live/upload.py",  # live/test_handlers
    "exam/live/view.py",  # live/test_handlers
    "exam/options.py",  # test_commands
    "exam/errors.py",  # test_commands
    "exam/outcomes.py",  # test_commands
    "exam/report/finished.py",  # test_commands, live/test_handlers
    "exam/saying.py",  # test_commands
    "exam/sitting/hand_ins.py",  # test_actions, test_refused_files
    "exam/sitting/lock.py",  # test_system_errors
    "exam/sitting/seals.py",  # verify/test_statements
    "exam/sitting/state.py",  # test_actions, test_json_file
    "exam/sitting/workspace.py",  # test_actions
    "exam/sitting_commands.py",  # test_commands
    "exam/strangers.py",  # test_class_commands, test_verify_command
    "exam/start_command.py",  # test_commands
    "exam/taskspec/hidden.py",  # test_tasks
    "exam/verify/difference.py",  # verify/test_statements
    "lazy_commands.py",  # test_cli
    "lessons/bindings.py",  # check/test_code_rules
    "lessons/commands.py",  # test_cli
    "mutants/exchanges.py",  # test_mutant
    "mutants/expressions.py",  # test_mutant
    "mutants/statements.py",  # test_mutant
    "mutants/text.py",  # test_mutant
    "user_folders.py",  # exam/test_commands
    "practice/terminal/attempts.py",  # terminal/test_rounds
    "pages/notices.py",  # test_background, test_plugin
    "practice/answer.py",  # test_session
    "practice/described.py",  # test_session
    "practice/kernel_judge.py",  # test_session
    "practice/lesson_kernel.py",  # test_session
    "practice/slips.py",  # test_session
    "practice/talk.py",  # test_session
    "practice/server/app.py",  # test_security, test_static_pages
    "practice/server/base.py",  # test_security, test_handlers
    "practice/server/catalog.py",  # test_handlers, test_live_pages
    "practice/server/foreground.py",  # test_learn
    "practice/server/keeping.py",  # test_handlers
    "practice/server/kernels.py",  # test_handlers
    "practice/server/serving.py",  # test_learn, test_live_pages
    "web.py",  # practice/server/test_security
}

ROOMS = (
    {"problems", "files", "user_folders", "web"},
    {"lazy_commands"},
    {"project"},
    {"content"},
    {"lessons"},
    {"execution"},
    {"practice", "exam"},
    {"mutants"},
    {"pages"},
    {"check", "doctor", "learn", "site"},
    {"cli"},
    {"__main__"},
)
"""The rooms of the package from the bottom up: none imports from one above it."""
MEMORY = "tfprep.practice.progress_file"
"""What exam may know of practice: the file in which a learner's exams stand, too."""


def test_every_module_has_its_tests() -> None:
    """tests/ mirrors scripts/tfprep."""
    for module in MODULES:
        name = module.relative_to(PACKAGE)
        if name.name == "__init__.py" or name.as_posix() in MIRRORED_ELSEWHERE:
            continue
        mirror = REPOSITORY / "tests" / name.parent / f"test_{name.name}"
        assert mirror.is_file(), f"{mirror.relative_to(REPOSITORY)} is missing"


def floor_of(module: str) -> int:
    """Where a room stands, counted from the bottom, by a dotted name in the package.

    What is no room (a logger's name, say) stands below all.
    """
    room = module.split(".")[1]
    return next((floor for floor, rooms in enumerate(ROOMS) if room in rooms), -1)


def imported(path: Path) -> Iterator[str]:
    """The dotted names of the package that a module imports, wherever it does."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if node in told:
            continue  # a docstring may name what it likes
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from re.findall(r"\btfprep(?:\.[a-z_]+)+", node.value)


def test_no_room_imports_from_a_room_above_it() -> None:
    """Neither from one beside it, but for the file that exam and practice share."""
    for path in MODULES:
        name = ".".join(["tfprep", *path.relative_to(PACKAGE).with_suffix("").parts])
        if name == "tfprep.__init__":
            continue
        assert floor_of(name) >= 0, f"{name} stands in no room"
        for other in imported(path):
            if not other.startswith("tfprep."):
                continue
            if name.startswith("tfprep.exam.") and other == MEMORY:
                continue
            same_room = other.split(".")[1] == name.split(".")[1]
            assert same_room or floor_of(other) < floor_of(name), f"{name} -> {other}"


def test_only_the_site_knows_mkdocs() -> None:
    """Another site generator would cost that one room, and the hook into it."""
    for path in MODULES:
        known = {name.split(".")[0] for name in imported(path)}
        foreign = {name for name in known if name.startswith("mkdocs")}
        assert not foreign or path.is_relative_to(PACKAGE / "site"), (path, foreign)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, methods and inner ones too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_modules_and_functions_are_small() -> None:
    """A module stays below 400 lines and a function below 40."""
    for module in MODULES:
        name = module.relative_to(PACKAGE)
        assert module.read_text("utf-8").count("\n") < 400, f"{name} is too long"
        for function in functions(module):
            assert function.end_lineno is not None
            lines = function.end_lineno - function.lineno
            assert lines < 40, f"{name}: {function.name} is too long"


def test_scripts_of_pages_are_small() -> None:
    """A script of ours stays below 400 lines; what others wrote lies in vendor."""
    assets = REPOSITORY / "docs" / "assets"
    scripts = [path for path in assets.rglob("*.js") if "vendor" not in path.parts]

    assert scripts
    for script in scripts:
        assert script.read_text("utf-8").count("\n") < 400, script.name


def test_each_test_states_its_rule() -> None:
    """Each test has a docstring of one or two sentences on one line."""
    for path in TESTS:
        for function in functions(path):
            if function.name.startswith("test_"):
                name = f"{path.name}: {function.name}"
                rule = ast.get_docstring(function)
                assert rule, f"{name} has no docstring"
                assert "\n" not in rule, f"{name}: one line, please"


def test_locks_have_hashes_and_no_addresses() -> None:
    """Every package is pinned with hashes; no index, host or path is named."""
    assert LOCKS
    for lock in LOCKS:
        text = lock.read_text("utf-8")
        pins = re.findall(r"^[a-z0-9][\w.\[\]-]*==", text, re.MULTILINE)

        assert pins, lock
        assert text.count("--hash=sha256:") >= len(pins), lock
        assert "://" not in text, lock
        assert not re.search(r"--(?:extra-)?index|--find", text), lock


def test_no_source_is_ignored_by_git() -> None:
    """A rule of .gitignore must not swallow a folder of ours of the same name."""
    done = subprocess.run(
        ["git", "check-ignore", *MODULES, *TESTS],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == ""


def test_set_up_fills_the_project_s_own_environment() -> None:
    """Whichever other environment is active: uv would take that one."""
    lines = (REPOSITORY / "Makefile").read_text("utf-8").splitlines()
    filling = [line for line in lines if re.search(r"uv pip (sync|install)", line)]

    assert len(filling) == 3
    assert all("--python $(BIN)/python" in line for line in filling)


@pytest.mark.parametrize(("version", "makes_room"), [("3.12", True), ("3.11", False)])
def test_set_up_with_another_python_makes_another_environment(
    tmp_path: Path, version: str, makes_room: bool
) -> None:
    """PYTHON=... is never answered with the environment of another one."""
    (tmp_path / "requirements").mkdir()
    shutil.copy(REPOSITORY / "Makefile", tmp_path)
    for name in ("pyproject.toml", "requirements/dev.txt", "requirements/uv.txt"):
        (tmp_path / name).touch()
    for name, said in (("asked", version), (".venv/bin/python", "3.11")):
        python = tmp_path / name
        python.parent.mkdir(parents=True, exist_ok=True)
        python.write_text(f"#!/bin/sh\necho {said}\n")
        python.chmod(0o755)
    (tmp_path / ".venv" / "installed-dev.txt").touch()

    command = ["make", "--dry-run", "PYTHON=./asked", "setup"]
    said = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout

    assert ("Python 3.11 in .venv makes room for ./asked." in said) == makes_room
    assert ("rm -rf .venv\n" in said) == makes_room
    assert ("Nothing to be done" in said) != makes_room


@pytest.mark.slow
def test_types() -> None:
    """What mypy checks has no error; `make check` runs it too."""
    command = [sys.executable, "-m", "mypy"]
    done = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
