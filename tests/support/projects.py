"""Tiny projects to try things on: a course of lessons, and a site around it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import forked
import pytest

from tfprep.content.library import Library
from tfprep.execution.cache import FORMAT, Entry
from tfprep.lessons.course import Course, read_course
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.parse import read_lesson
from tfprep.problems import ProblemError
from tfprep.project import Project

REPOSITORY = Path(__file__).parents[2]
LIBRARY = Library(REPOSITORY / "docs" / "data")
"""The data of the real course."""

HEADER = """\
# ---
# jupyter:
#   tfprep:
#     title: TITLE
#     summary: Double numbers, and see what becomes of them.
#     skills: [NN-1]
#     minutes: 5
# ---
"""

SHEET_HEADER = """\
# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: TITLE
#     reviewed: 2026-11-22
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

# %% tags=["exercise"] id="SLUG/double" skills=["NN-1"]
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

RIGHT = """
# %% tags=["right"]
def double(x):
    return x + x
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

RESOURCES = """\
resources:
  - id: shapes
    title: All about shapes
    author: Somebody
    url: https://example.org/shapes/
    kind: [course]
    topics: [images]
    level: [beginner]
    cost: free
    licence: MIT
    seen: 2026-03
    status: alive
    good_for: A first look at shapes, for beginners.
"""


def drawing(inside: str = '<text x="20" y="60">One word</text>') -> str:
    """A diagram that breaks no rule, around what it holds; it draws a square."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 100" '
        'fill="currentColor" font-size="15" font-family="sans-serif">'
        '<rect x="200" width="60" height="60" fill="var(--blue, #0068a3)"/>'
        f"{inside}</svg>"
    )


@cache
def real_course() -> Course:
    """The real course."""
    return read_course(Project(REPOSITORY), LIBRARY)


@dataclass(frozen=True)
class TinyCourse:
    """A project with lessons that import nothing, so that they run in a second."""

    root: Path

    @property
    def project(self) -> Project:
        return Project(self.root)

    @property
    def library(self) -> Library:
        return Library(self.project.data)

    def read(self) -> Course:
        """All that stands in it."""
        return read_course(self.project, self.library)

    def write(self, slug: str, body: str = EXERCISE, header: str = HEADER) -> Path:
        """Write a lesson of this body; its title is its slug, its ids begin with it."""
        path = self.root / "examples" / f"{slug}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = header.replace("TITLE", slug) + SECTION + body
        path.write_text(text.replace("SLUG", slug), "utf-8")
        return path

    def lesson(self, slug: str, body: str = EXERCISE, header: str = HEADER) -> Lesson:
        """Write a lesson and read it."""
        return read_lesson(self.write(slug, body, header), self.root / "examples")

    def draw(self, name: str, svg: str = "") -> Path:
        """Write a diagram."""
        path = self.root / "examples" / "diagrams" / f"{name}.svg"
        path.parent.mkdir(exist_ok=True)
        path.write_text(svg or drawing(), "utf-8")
        return path

    def sheet(self, body: str, slug: str = "reference/tried") -> Path:
        """Write a sheet of this body; its title is its slug."""
        path = self.root / "examples" / f"{slug}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SHEET_HEADER.replace("TITLE", slug) + body, "utf-8")
        return path

    def refusal(self, path: Path) -> str:
        """What reading this file complains about, with its name alone."""
        with pytest.raises(ProblemError) as caught:
            read_lesson(path, self.root / "examples")
        return str(caught.value).replace(str(path), path.name)

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


def new_course(root: Path) -> TinyCourse:
    """An empty course with one topic, basics, of two skills."""
    (root / "docs" / "data").mkdir(parents=True)
    (root / "docs" / "data" / "skills.yml").write_text(SKILLS)
    (root / "examples" / "data").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("site_name: course\n")
    return TinyCourse(root)


def executed(slug: str, *outputs: dict[str, Any]) -> Entry:
    """What the cache would hold if the first code cell had these outputs."""
    return Entry(
        format=FORMAT,
        slug=slug,
        key="k",
        executed="2026-11-22T10:00:00+00:00",
        wall_seconds=1,
        cpu_seconds=1,
        versions={},
        claims=0,
        refusals=(),
        outputs={0: list(outputs)},
    )


def printed(text: str) -> dict[str, Any]:
    """An output of print."""
    return {"output_type": "stream", "name": "stdout", "text": text}


DESCRIBED = """\
---
description: "A page that is there to be tried out, and for nothing else."
---
"""
"""The front matter of a page."""

NOTEBOOKS = '["lessons/*/*.ipynb", "reference/*.ipynb"]'
CONFIG = f"""\
site_name: tiny
theme: {{name: material, font: false}}
hooks: ["{REPOSITORY}/scripts/mkdocs_hooks.py"]
plugins:
  - search
  - macros: {{render_by_default: false, on_error_fail: true}}
  - mkdocs-jupyter: {{include: {NOTEBOOKS}, allow_errors: false}}
markdown_extensions: [attr_list, footnotes, md_in_html, pymdownx.superfences, tables]
exclude_docs: /data/
"""


@dataclass(frozen=True)
class TinySite:
    """A course that can be built and served."""

    course: TinyCourse

    @property
    def site(self) -> Path:
        return self.course.root / "site"

    def page(self, path: str) -> str:
        """The HTML of a built page."""
        return (self.site / path / "index.html").read_text("utf-8")

    def environ(self) -> dict[str, str]:
        quiet = {"NO_MKDOCS_2_WARNING": "1", "GITHUB_REPOSITORY": "someone/tfprep"}
        return {**os.environ, **quiet}

    def mkdocs_without(self, *packages: str) -> subprocess.CompletedProcess[str]:
        """Build as if some packages were not installed."""
        code = (
            "import sys, tfprep.execution.versions as versions\n"
            "real, gone = versions.installed, sys.argv.pop().split(',')\n"
            "versions.installed = lambda name: None if name in gone else real(name)\n"
            "from mkdocs.__main__ import cli; cli(['build'])"
        )
        return self._run("-c", code, ",".join(packages))

    def watched(self, *words: str) -> tuple[float, list[str]]:
        """How often `mkdocs serve` looks for changes, and where; it isn't run."""
        code = (
            "import json, sys; from mkdocs.livereload import LiveReloadServer\n"
            "def serve(self, **_options):\n"
            "    paths = [x.watch.path for x in self.observer.emitters]\n"
            "    print(json.dumps([self.observer.timeout, sorted(paths)]))\n"
            "LiveReloadServer.serve = serve\n"
            "from mkdocs.__main__ import cli\n"
            "cli(['serve', '-a', '127.0.0.1:0', *sys.argv[1:]])"
        )
        timeout, paths = json.loads(self._run("-c", code, *words).stdout)
        return timeout, paths

    def mkdocs(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run mkdocs as a user would."""
        return forked.mkdocs(words, self.course.root, self.environ())

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            cwd=self.course.root,
            capture_output=True,
            text=True,
            env=self.environ(),
            timeout=120,
            check=False,
        )


def tiny_site(root: Path) -> TinySite:
    """A site with a start page and the page of its one topic."""
    course = new_course(root)
    docs = course.root / "docs"
    (docs / "topics").mkdir()
    (docs / "index.md").write_text("# Start\n\nHello.\n")
    (docs / "topics/basics.md").write_text(
        '---\nrender_macros: true\n---\n# Basics\n\n{{ skill_table("basics") }}\n'
    )
    (course.root / "mkdocs.yml").write_text(CONFIG)
    return TinySite(course)
