"""Tiny projects to try things on, and the real site, built once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from once import once
from projects import REPOSITORY, TinyCourse, TinySite, new_course, tiny_site

from tfprep.practice.progress_file import VARIABLE

# The same examples in every run, and no database: what failed belongs into a test of
# its own. How long an example takes says something of the machine alone.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=50)
# What the weekly run does with what is marked fuzz: --hypothesis-profile weekly
settings.register_profile("weekly", deadline=None, max_examples=3000, print_blob=True)
settings.load_profile("ci")


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than cores, since many tests wait for a browser or a process."""
    return (os.cpu_count() or 1) + 1


GROUP = "xdist_group"
"""Marks tests that one worker runs; `--dist loadgroup` looks at it."""


RUNTIME = "XDG_RUNTIME_DIR"


def pytest_configure(config: pytest.Config) -> None:
    """A grading process that lasts is the tests' own, one for all workers."""
    if not hasattr(config, "workerinput"):
        os.environ[RUNTIME] = tempfile.mkdtemp(prefix="tfprep-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """It ends with them: its folder is gone."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[RUNTIME], ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, and what shares something shares a worker.

    The slow tests of a file stay together, unless they name a group of their own. The
    group site comes first: it executes the lessons and builds the site, while other
    workers do what needs neither. Quick tests that mostly wait have the group waiting,
    so that they run beside what computes; those that import TensorFlow have the group
    tensorflow, so that one worker does it. Whatever else is quick fills the gaps at
    the end.
    """
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker(GROUP):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    waiting = {group_of(item) for item in items if needs_site(item)}
    items.sort(key=lambda item: turn(group_of(item), waiting))


def group_of(item: pytest.Item) -> str:
    """The name of the group that a test belongs to, or nothing."""
    group = item.get_closest_marker(GROUP)
    return str(group.args[0]) if group else ""


def needs_site(item: pytest.Item) -> bool:
    """Whether a test looks at the real site."""
    return "built_site" in getattr(item, "fixturenames", ())


def turn(group: str, waiting: set[str]) -> int:
    """When a group's turn is; the lower, the sooner.

    Args:
        group: its name; what belongs to none has none.
        waiting: the groups of which a test needs the site.
    """
    if not group:
        return 3
    if group == "site":
        return 0
    return 2 if group in waiting else 1


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """Ctrl-C reaches the programs under test, also when a shell runs us with &."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def nobody_s_progress(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What tests do is never remembered in the file of whoever runs them."""
    folder = tmp_path_factory.mktemp("progress")
    os.environ[VARIABLE] = str(folder / "session.json")
    return folder


@pytest.fixture(autouse=True)
def own_progress(nobody_s_progress: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of its own for each test, which isn't there yet."""
    path = nobody_s_progress / f"{uuid4()}.json"
    monkeypatch.setenv(VARIABLE, str(path))
    return path


@pytest.fixture
def course(tmp_path: Path) -> TinyCourse:
    """An empty course with one topic, basics, of two skills."""
    return new_course(tmp_path / "course")


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built strictly: TFPREP_SITE names one that is already there."""
    if given := os.environ.get("TFPREP_SITE"):
        return Path(given).resolve()
    return once(tmp_path_factory, "built_site", build_strictly)


def build_strictly(folder: Path) -> str:
    """Build the real site; gives what MkDocs said if that fails."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""


@pytest.fixture
def tiny(tmp_path: Path) -> TinySite:
    """A site with a start page and the page of its one topic."""
    return tiny_site(tmp_path / "course")
