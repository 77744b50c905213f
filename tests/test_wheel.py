"""The package: what it holds, what it needs, and the course without a clone."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from projects import REPOSITORY, real_course

from tfprep.lessons.stack import STACK

PYPROJECT: dict[str, Any] = tomllib.loads(
    (REPOSITORY / "pyproject.toml").read_text("utf-8")
)
PACKAGE = REPOSITORY / "scripts" / "tfprep"
NEEDS_DOCS = ("pages", "site")
"""Rooms for the site alone: in no package, and with packages that no learner needs."""


def names(requirements: list[Any]) -> set[str]:
    """The distributions that a list of pyproject.toml asks for."""
    words = [word for word in requirements if isinstance(word, str)]
    return {re.split(r"[^\w.-]", word)[0] for word in words}


BASE = names(PYPROJECT["project"]["dependencies"])
DOCS = names(PYPROJECT["dependency-groups"]["docs"])
DEV = names(PYPROJECT["dependency-groups"]["dev"])


def imported(path: Path) -> Iterator[str]:
    """The top-level modules that a file imports, wherever in it, those by name too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names):
                yield from (alias.name.partition(".")[0] for alias in names)
            case ast.ImportFrom(str(module)):
                yield module.partition(".")[0]
            case ast.Call(ast.Attribute(attr="import_module"), [ast.Constant(name)]):
                yield str(name).partition(".")[0]


def undeclared(paths: list[Path], declared: set[str]) -> dict[str, set[str]]:
    """Third-party modules that no declared distribution brings, by file."""
    known = packages_distributions()
    found: dict[str, set[str]] = {}
    for path in paths:
        for module in set(imported(path)) - sys.stdlib_module_names:
            owners = {name.lower().replace("_", "-") for name in known.get(module, [])}
            if owners and not owners & declared:
                found.setdefault(str(path.relative_to(REPOSITORY)), set()).add(module)
    return found


def test_a_learner_s_rooms_import_what_the_package_requires() -> None:
    """Nothing there comes by luck, through what another package requires."""
    for_site = [PACKAGE / room for room in NEEDS_DOCS]
    rooms = [
        path
        for path in PACKAGE.rglob("*.py")
        if not any(path.is_relative_to(room) for room in for_site)
    ]

    assert undeclared(rooms, BASE | {"tfprep"}) == {}


def test_the_site_and_the_tools_import_what_their_groups_require() -> None:
    """The group docs is enough for the site, and dev for the tests and the tools."""
    site = [REPOSITORY / "scripts" / "mkdocs_hooks.py"]
    for room in NEEDS_DOCS:
        site += (PACKAGE / room).rglob("*.py")
    scripts = REPOSITORY / "scripts"
    tools = [scripts / "hatch_build.py", *(scripts / "dev").rglob("*.py")]
    tools += (REPOSITORY / "tests").rglob("*.py")

    assert undeclared(site, BASE | DOCS | {"tfprep"}) == {}
    assert undeclared(tools, BASE | DOCS | DEV | {"tfprep"}) == {}


def test_a_lesson_may_import_what_the_package_requires() -> None:
    """A learner has the whole stack with the package."""
    assert set(STACK.values()) <= BASE


def test_who_reads_the_pages_alone_needs_no_tensorflow() -> None:
    """The lock of the docs leaves out what the Makefile calls heavy, and no more."""
    makefile = (REPOSITORY / "Makefile").read_text("utf-8").replace("\\\n", "")
    said = re.search(r"^HEAVY = (.+)$", makefile, re.MULTILINE)
    heavy = set(said.group(1).split()) if said else set()
    text = (REPOSITORY / "requirements" / "docs.txt").read_text("utf-8")
    locked = set(re.findall(r"^([a-z0-9.-]+)==", text, re.MULTILINE))

    assert set(STACK.values()) <= heavy <= BASE
    assert not locked & heavy
    assert locked >= DOCS | (BASE - heavy)


def test_the_version_is_in_the_changelog() -> None:
    """It has a section there, or it is the one to come, below Unreleased."""
    text = (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"^## \[(.+?)\]", text, re.MULTILINE)
    ours = PYPROJECT["project"]["version"]

    assert versions[0] == "Unreleased"
    order = [tuple(map(int, version.split("."))) for version in versions[1:]]
    assert order == sorted(order, reverse=True)
    assert ours in versions or not order or tuple(map(int, ours.split("."))) > order[0]


@dataclass(frozen=True)
class Learner:
    """Somebody who installed the package, in an empty folder, without git or make."""

    bin: Path
    folder: Path
    home: Path

    @property
    def environ(self) -> dict[str, str]:
        return {"PATH": str(self.bin), "HOME": str(self.home)}

    def run(self, *words: str) -> str:
        """What a program of the environment prints; it must succeed."""
        program, *rest = words
        done = subprocess.run(
            [self.bin / program, *rest],
            cwd=self.folder,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def installed(self) -> Mapping[Path, int]:
        """Every file of the installed package with its size, compiled ones left out."""
        code = "import tfprep; print(tfprep.__path__[0])"
        package = Path(self.run("python", "-c", code).strip())
        return {
            path: path.stat().st_size
            for path in package.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }


@pytest.fixture(scope="module")
def learner(tmp_path_factory: pytest.TempPathFactory) -> Learner:
    """A learner with the package of this clone, which is built for it.

    TFPREP_INSTALLED names an environment that has a package already, as CI does with
    the one that it publishes. Otherwise the environment is empty but for the package,
    and finds what the package requires where the tests find it, without the network.
    """
    folder = tmp_path_factory.mktemp("learner")
    (folder / "work").mkdir()
    (folder / "home").mkdir()
    if given := os.environ.get("TFPREP_INSTALLED"):
        return Learner(Path(given) / "bin", folder / "work", folder / "home")
    here = Path(sys.executable).parent
    python = folder / "env" / "bin" / "python"

    def call(words: str, *rest: str | Path) -> None:
        program, *options = words.split()
        command = [here / program, *options, *rest]
        environ = {**os.environ, "TFPREP_SITE": str(folder / "site")}
        subprocess.run(
            command, check=True, capture_output=True, cwd=folder, env=environ
        )

    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("<html>The pages</html>")
    build = "uv build --offline --no-build-isolation --python"
    call(build, sys.executable, "--out-dir", folder, REPOSITORY)
    call("python -m venv --without-pip", folder / "env")
    (wheel,) = folder.glob("*.whl")
    call("uv pip install --offline --no-deps --python", python, wheel)
    (packages,) = (folder / "env" / "lib").glob("*/site-packages")
    (packages / "requirements.pth").write_text(sysconfig.get_path("purelib"))
    return Learner(python.parent, folder / "work", folder / "home")


MODEL = REPOSITORY / "tests/exam/files/keras2.keras"
"""Trained for another sensor: its score is low."""


@pytest.mark.slow
def test_the_package_s_help_and_doctor(learner: Learner) -> None:
    """The machine is looked at, and the course is the one inside the package."""
    assert "notebooks" in learner.run("tfprep", "--help")

    said = learner.run("tfprep", "doctor", "--quick")

    assert re.search(r"^course +\S+/site-packages/tfprep/_course$", said, re.MULTILINE)
    assert "make" not in said
    assert "practice exam.\n" in said


@pytest.mark.slow
def test_an_exam_from_the_package(learner: Learner) -> None:
    """Start, submit and finish; the report names skills and the lessons to repeat."""
    before = learner.installed()
    learner.run("tfprep", "exam", "start", "exam", "--only", "A", "--seed", "3")
    inside = replace(learner, folder=learner.folder / "exam")
    shutil.copy(MODEL, inside.folder / "A-bent-sensor" / "model.keras")
    assert "Score " in inside.run("tfprep", "exam", "submit", "A")
    inside.run("tfprep", "exam", "finish", "--yes")

    report = json.loads((inside.folder / "report.json").read_text("utf-8"))
    page = (inside.folder / "report.html").read_text("utf-8")

    assert report["repeat"]
    assert all(skill["text"] for skill in report["skills"])
    for part in report["repeat"]:
        assert part["lesson"] in page
        assert part["read"] or part["practice"]
    assert learner.installed() == before, "the package changed while it was used"


@pytest.mark.slow
def test_notebooks_from_the_package(learner: Learner) -> None:
    """Every lesson is written as a notebook with its diagrams, and as a script."""
    learner.run("tfprep", "notebooks", "lessons")

    written = {path.stem for path in (learner.folder / "lessons").rglob("*.ipynb")}
    assert written == {lesson.name for lesson in real_course().lessons}
    with_diagrams = {x.name for x in real_course().lessons if x.diagram_paths()}
    attached = {
        path.stem
        for path in (learner.folder / "lessons").rglob("*.ipynb")
        if '"image/png"' in path.read_text("utf-8")
    }
    assert attached == with_diagrams, "the package holds the diagrams"


@pytest.mark.slow
def test_a_lesson_runs_from_the_package(learner: Learner) -> None:
    """What it printed is kept in the user's cache folder, and is there again."""
    # As long as none was measured, a part of as many as there are is one, by slug.
    slugs = sorted(lesson.slug for lesson in real_course().everything)
    quick = slugs.index("developer/docs-and-versions") + 1
    words = ("tfprep", "run", "--jobs", "1", "--shard", f"{quick}/{len(slugs)}")

    said = learner.run(*words)
    assert slugs[quick - 1] in said
    assert ", 0 from the cache, 0 failed." in said
    assert "0 executed" in learner.run(*words)
    assert list(learner.home.rglob("*.json"))


@pytest.mark.slow
def test_the_pages_of_the_package_are_served(learner: Learner) -> None:
    """`tfprep learn` needs no clone and no MkDocs; the wheel of a release has them."""
    command = [str(learner.bin / "tfprep"), "learn", "--no-browser", "--port", "0"]
    with subprocess.Popen(
        command, cwd=learner.folder, env=learner.environ, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        said = iter(process.stdout.readline, b"")
        address = next(line for line in said if b"#live=" in line).decode().strip()
        port = address.split(":")[2].partition("/")[0]
        with urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            page = answer.read().decode()
        process.send_signal(signal.SIGINT)

    assert "<html" in page
    assert process.returncode == 130
