"""Tiny projects to try things on, and the real site, built once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tfprep.lessons.source import Lesson, read_lesson
from tfprep.project import Project

REPOSITORY = Path(__file__).parents[1]

HEADER = """\
# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: TITLE
#     skills: [NN-1]
#     minutes: 5
# ---
"""

SECTION = """
# %% [markdown] skills=["NN-1"]
# ## Doubling
# Two times two.
"""

EXERCISE = """
# %% [markdown]
# ### Double it
# Write `double(x)`.

# %% tags=["exercise"] skills=["NN-1"]
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% [markdown] tags=["hint"]
# Multiply.

# %% tags=["check"]
got = double(3)
assert got is not None, "Not attempted: double returned None."
assert got == 6, f"Got {got} for 3, expected 6. Multiply, don't square."
print("Correct: 6")

# %% tags=["wrong"] reason="expected 6"
def double(x):
    return x * x
"""

SKILLS = """\
topics:
  - id: basics
    prefix: NN
    title: Basics
    summary: The basics.
    skills:
      - {id: NN-1, text: Work in TensorFlow, editions: [2020, 2021]}
      - {id: NN-2, text: Fit a model, editions: [2021], today: "Use `fit`."}
"""


@dataclass(frozen=True)
class Course:
    """A project with lessons that import nothing, so that they run in a second."""

    root: Path

    @property
    def project(self) -> Project:
        return Project(self.root)

    def write(self, slug: str, body: str = EXERCISE, header: str = HEADER) -> Path:
        """Write a lesson of this body; its title is its slug."""
        path = self.root / "examples" / f"{slug}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(header.replace("TITLE", slug) + SECTION + body, "utf-8")
        return path

    def lesson(self, slug: str, body: str = EXERCISE, header: str = HEADER) -> Lesson:
        """Write a lesson and read it."""
        return read_lesson(self.write(slug, body, header), self.root / "examples")

    def tfprep(self, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run the command in the project, as a user would."""
        return subprocess.run(
            [sys.executable, "-m", "tfprep", *words],
            cwd=self.root,
            capture_output=True,
            text=True,
            env={**os.environ, **environ},
            timeout=120,
            check=False,
        )


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """An empty course with one topic, basics, of two skills."""
    root = tmp_path / "course"
    (root / "docs" / "data").mkdir(parents=True)
    (root / "docs" / "data" / "skills.yml").write_text(SKILLS)
    (root / "examples" / "data").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("site_name: course\n")
    return Course(root)


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The real site, built strictly: TFPREP_SITE names one that is already there."""
    if given := os.environ.get("TFPREP_SITE"):
        yield Path(given).resolve()
        return
    folder = tmp_path_factory.mktemp("built") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    yield folder
    shutil.rmtree(folder)
