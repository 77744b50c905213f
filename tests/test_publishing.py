"""What publishes and reports: from what was tested, and the steps that they run."""

from __future__ import annotations

import json
import os
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from workflows import JOBS, WORKFLOWS, action_inputs, call, find_step, steps


def test_gate() -> None:
    """The gate waits for every other job, and runs even when one failed."""
    jobs = WORKFLOWS["ci.yml"]["jobs"]

    assert {*jobs["gate"]["needs"]} == {*jobs} - {"gate"}
    assert jobs["gate"]["if"] == "${{ always() }}"


def test_publish_after_ci() -> None:
    """Nothing is published before all of CI is green, on main only."""
    jobs = WORKFLOWS["publish.yml"]["jobs"]

    assert WORKFLOWS["publish.yml"]["on"] == {"push": {"branches": ["main"]}}
    assert jobs["ci"]["uses"] == "$/.github/workflows/ci.yml"
    for name in ("site", "notebooks"):
        assert jobs[name]["needs"] == "ci"
        assert "if" not in jobs[name]


def test_publish_what_was_tested() -> None:
    """What is published are artifacts of the CI job that ran the tests."""
    kept = action_inputs("ci.yml:test", "actions/upload-artifact")
    names = {inputs["name"] for inputs in kept}

    for name in ("site", "notebooks"):
        (got,) = action_inputs(f"publish.yml:{name}", "actions/download-artifact")
        assert got["name"] == name
        assert name in names
    assert not any("run" in step for step in steps(JOBS["publish.yml:site"]))


def test_release_what_was_tested() -> None:
    """A tag's package is the one that CI tried in an environment of its own."""
    assert WORKFLOWS["release.yml"]["on"] == {"push": {"tags": ["v*"]}}
    jobs = WORKFLOWS["release.yml"]["jobs"]
    assert (jobs["files"]["needs"], jobs["pypi"]["needs"]) == ("ci", "files")
    (kept,) = action_inputs("ci.yml:wheel", "actions/upload-artifact")
    for name in ("files", "pypi"):
        assert "if" not in jobs[name]
        (got, *_) = action_inputs(f"release.yml:{name}", "actions/download-artifact")
        assert got == {"name": kept["name"], "path": kept["path"]}
    tried = next(
        number
        for number, step in enumerate(steps(JOBS["ci.yml:wheel"]))
        if "TFPREP_INSTALLED" in step.get("env", {})
    )
    assert "tests/test_wheel.py" in steps(JOBS["ci.yml:wheel"])[tried]["run"]
    assert all("run" not in step for step in steps(JOBS["ci.yml:wheel"])[tried + 1 :])
    assert jobs["pypi"]["environment"] == "pypi"
    assert not any("run" in step for step in steps(JOBS["release.yml:pypi"]))


def release(folder: Path, tag: str, changelog: str) -> tuple[int, str]:
    """Make a release of version 1.2.0 in a new folder: exit code, and what was said."""
    inside = folder / "tfprep-1.2.0" / "CHANGELOG.md"
    for path in (inside, folder / "along" / "site.zip", folder / "bin" / "gh"):
        path.parent.mkdir(parents=True)
    inside.write_text(changelog)
    for name in ("site.zip", "course.pdf"):
        (folder / "along" / name).touch()
    gh = folder / "bin" / "gh"
    gh.write_text('#!/bin/sh\necho gh "$@"\ncat notes.md\n')
    gh.chmod(0o755)
    (folder / "dist").mkdir()
    call("tar", "czf", "dist/tfprep-1.2.0.tar.gz", "tfprep-1.2.0", cwd=folder)
    (folder / "dist" / "tfprep-1.2.0-py3-none-any.whl").touch()
    env = {
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_REF_NAME": tag,
    }
    step = find_step("release.yml:files", "Make the release")
    command = ["bash", "-e", "-c", step["run"]]
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


CHANGES = (
    "# Changelog\n\n## [1.2.0]\n\n- A new lesson.\n\n## [1.1.0]\n\n- An older one.\n"
)


def test_a_release_has_the_files_and_its_changes(tmp_path: Path) -> None:
    """Source, wheel and pages, with what the changelog says about this version."""
    code, said = release(tmp_path, "v1.2.0", CHANGES)

    assert code == 0
    assert "gh release create v1.2.0 --verify-tag --title 1.2.0" in said
    pages = ("site-1.2.0.zip", "course-1.2.0.pdf")
    for name in ("1.2.0.tar.gz", "1.2.0-py3-none-any.whl", *pages):
        assert name in said
    assert "A new lesson." in said
    assert "An older one." not in said


@pytest.mark.parametrize(
    ("tag", "changelog", "words"),
    [
        ("v1.3.0", CHANGES, "Got the tag v1.3.0, expected the package's own version."),
        ("v1.2.0", "## [Unreleased]\n\n- New.\n", "Got nothing about 1.2.0 in"),
        ("v1.2.0", "## [1.2.0]\n\n## [1.1.0]\n\n- Old.\n", "Got nothing about 1.2.0"),
    ],
)
def test_a_tag_that_doesn_t_fit_is_no_release(
    tmp_path: Path, tag: str, changelog: str, words: str
) -> None:
    """Another version than the package's, or one without a word in the changelog."""
    code, said = release(tmp_path, tag, changelog)

    assert (code, words in said, "gh release" in said) == (1, True, False)


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """An empty repository to push to, and beside it a `gh` that does nothing."""
    call("git", "init", "-q", "--bare", tmp_path / "hub")
    gh = tmp_path / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text("#!/bin/sh\n")
    gh.chmod(0o755)
    return tmp_path / "hub"


def push_notebooks(hub: Path, folder: Path, **files: str) -> str:
    """Run the step that pushes notebooks, in a new folder with these files."""
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    step = find_step("publish.yml:notebooks", "Push the notebooks")
    env = {
        "PATH": f"{hub.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(hub.parent),
        "GITHUB_SERVER_URL": hub.parent.as_uri(),
        "GITHUB_REPOSITORY": hub.name,
        "GITHUB_SHA": "0123abc",
    }
    return call("bash", "-e", "-c", step["run"], cwd=folder, env=env)


def test_notebooks_branch(hub: Path, tmp_path: Path) -> None:
    """The notebooks branch has notebooks only, and grows only when they change."""

    def log() -> list[str]:
        return call("git", "-C", hub, "log", "--format=%s", "notebooks").splitlines()

    push_notebooks(hub, tmp_path / "first", a="1", b="1")
    assert log() == ["Notebooks of 0123abc"]

    assert "Nothing changed." in push_notebooks(hub, tmp_path / "again", a="1", b="1")
    assert len(log()) == 1

    push_notebooks(hub, tmp_path / "second", a="2")
    assert len(log()) == 2
    tree = call("git", "-C", hub, "ls-tree", "--name-only", "notebooks")
    assert tree.split() == ["a"]


# The weekly report

HARNESS = """
const [jobs, issues] = JSON.parse(process.env.WORLD);
const calls = [];
const note = name => async got => { calls.push({name, ...got}); return {data: {}}; };
const actions = {listJobsForWorkflowRun: "jobs"};
const rest = {actions, issues: {listForRepo: "issues", create: note("create"),
  createComment: note("comment"), update: note("update")}};
const github = {rest, paginate: async what => (what === "jobs" ? jobs : issues)};
const repo = {owner: "o", repo: "r"};
const context = {repo, runId: 7, serverUrl: "https://example.org"};
(async () => {
%s
})().then(() => console.log(JSON.stringify(calls)));
"""
GREEN = {"name": "Lessons", "conclusion": "success"}
RED = {
    "name": "Lessons (newest)",
    "conclusion": "failure",
    "html_url": "https://example.org/job",
    "steps": [{"name": "tfprep run", "conclusion": "failure"}],
}
RUNNING = {"name": "Report", "conclusion": None}
ISSUE = {"number": 3, "title": "Weekly run: something no longer works"}


def report(folder: Path, jobs: Any, issues: Any, links: str = "0") -> list[Any]:
    """The calls to GitHub that the weekly report makes in such a world."""
    spec = find_spec("playwright")
    assert spec
    assert spec.origin
    node = Path(spec.origin).parent / "driver" / "node"
    script = find_step("weekly.yml:report", "Keep one issue")["with"]["script"]
    env = {"WORLD": json.dumps([jobs, issues]), "LINKS": links}
    out = call(node, "-e", HARNESS % script, cwd=folder, env=env)
    calls: list[Any] = json.loads(out)
    return calls


def test_report_green(tmp_path: Path) -> None:
    """A green week without an issue is not worth a word."""
    assert report(tmp_path, [GREEN, RUNNING], []) == []


def test_report_opens(tmp_path: Path) -> None:
    """The first failure opens an issue that names the job and the step."""
    (made,) = report(tmp_path, [GREEN, RED], [{"number": 1, "title": "another"}])

    assert (made["name"], made["title"]) == ("create", ISSUE["title"])
    assert f'[{RED["name"]}]({RED["html_url"]}): failure, at "tf' in made["body"]
    assert "https://example.org/o/r/actions/runs/7" in made["body"]


def test_report_updates(tmp_path: Path) -> None:
    """A failure while the issue is open is told there; dead links count as one."""
    (tmp_path / "links.md").write_text("a dead link\n")

    (made,) = report(tmp_path, [GREEN, RUNNING], [ISSUE], links="2")

    assert (made["name"], made["issue_number"]) == ("comment", 3)
    assert "a dead link" in made["body"]


def test_report_closes(tmp_path: Path) -> None:
    """The issue is closed, with a word, once all is green again."""
    said, closed = report(tmp_path, [GREEN, RUNNING], [ISSUE])

    assert (said["name"], closed["name"]) == ("comment", "update")
    assert (closed["issue_number"], closed["state"]) == (3, "closed")
