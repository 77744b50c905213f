"""The workflows: valid, narrow in their rights, and in step with the commands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
GITHUB = ROOT / ".github"
BIN = Path(sys.executable).parent

FILES = {path.name: path for path in sorted(GITHUB.glob("workflows/*.y*ml"))}
# BaseLoader keeps every scalar a string: `on` stays a word, 3.10 does not become 3.1.
WORKFLOWS: dict[str, dict[str, Any]] = {
    name: yaml.load(path.read_text(), yaml.BaseLoader)  # noqa: S506 (strings only)
    for name, path in FILES.items()
}
JOBS: dict[str, dict[str, Any]] = {
    f"{name}:{key}": job
    for name, workflow in WORKFLOWS.items()
    for key, job in workflow["jobs"].items()
}
WRITES = {
    "publish.yml:site": {"pages": "write", "id-token": "write"},
    "publish.yml:notebooks": {"contents": "write"},
    "weekly.yml:report": {"issues": "write"},
}

Env = dict[str, str] | None

each_workflow = pytest.mark.parametrize("name", WORKFLOWS)
each_job = pytest.mark.parametrize("job", JOBS.values(), ids=list(JOBS))


def steps(job: dict[str, Any]) -> list[dict[str, Any]]:
    """A job's steps; a job that calls a workflow has none."""
    return list(job.get("steps", []))


def scripts() -> Iterator[tuple[str, str]]:
    """Each job that runs commands, with the commands of one step."""
    for name, job in JOBS.items():
        yield from ((name, step["run"]) for step in steps(job) if "run" in step)


def find_step(job: str, name: str) -> dict[str, Any]:
    """The step of a job that has this name."""
    return next(step for step in steps(JOBS[job]) if step.get("name") == name)


def action_inputs(job: str, action: str) -> list[dict[str, str]]:
    """What a job hands to each use of an action."""
    used = [s for s in steps(JOBS[job]) if s.get("uses", "").startswith(f"{action}@")]
    return [step.get("with", {}) for step in used]


def words_after(pattern: str) -> list[str]:
    """The words that follow a pattern anywhere in the commands."""
    text = "\n".join(script for _, script in scripts())
    return sorted(set(re.findall(pattern, text)))


def call(*command: str | Path, cwd: Path = ROOT, env: Env = None) -> str:
    """Run a command; its output, or a failure that shows it."""
    result = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


# Valid


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("github-workflows", "workflows/*.yml"),
        ("github-issue-forms", "ISSUE_TEMPLATE/*.yml"),
        ("dependabot", "dependabot.yml"),
    ],
)
def test_schema(schema: str, pattern: str) -> None:
    """Each file is what its schema, as packaged with check-jsonschema, allows."""
    files = sorted(GITHUB.glob(pattern))

    assert files
    call(BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)


def test_zizmor() -> None:
    """The strictest persona of zizmor finds nothing, and nothing is hidden from it."""
    options = ["--offline", "--no-progress", "--no-ignores", "--strict-collection"]

    call(BIN / "zizmor", *options, "--persona", "auditor", GITHUB)


# Rights


@each_workflow
def test_no_default_permissions(name: str) -> None:
    """A workflow starts without any right."""
    assert WORKFLOWS[name]["permissions"] == {}


@each_job
def test_own_permissions(job: dict[str, Any]) -> None:
    """Each job names its own rights."""
    assert isinstance(job["permissions"], dict)


def test_write_permissions() -> None:
    """Only the jobs that publish or report may write, and each only its own thing."""
    found = {
        name: {k: v for k, v in job["permissions"].items() if v == "write"}
        for name, job in JOBS.items()
    }

    assert {name: rights for name, rights in found.items() if rights} == WRITES


@pytest.mark.parametrize("name", WRITES)
def test_writers_run_no_project_code(name: str) -> None:
    """A job that may write never has the project's code, so it can't run it."""
    assert action_inputs(name, "actions/checkout") == []
    for job, script in scripts():
        assert job != name or not re.search(r"\b(make|python\d?|tfprep)\b", script)


@each_workflow
def test_safe_triggers(name: str) -> None:
    """No trigger runs a stranger's code with the repository's rights."""
    assert not {"pull_request_target", "workflow_run"} & set(WORKFLOWS[name]["on"])


@each_job
def test_no_credentials_on_disk(job: dict[str, Any]) -> None:
    """A checkout leaves no token behind."""
    for step in steps(job):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


@each_job
def test_no_templates_in_scripts(job: dict[str, Any]) -> None:
    """Values reach a script through the environment, never as part of its text."""
    for step in steps(job):
        assert "${{" not in step.get("run", "")
        assert "${{" not in step.get("with", {}).get("script", "")


@each_workflow
def test_pins(name: str) -> None:
    """An action is pinned by commit, with its version in a comment."""
    lines = re.findall(r"^.*\buses:.*$", FILES[name].read_text(), re.MULTILINE)
    pin = r"\s+(- )?uses: ([\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\$/\.github/\S+)"

    assert lines
    for line in lines:
        assert re.fullmatch(pin, line), line


def test_one_pin_per_action() -> None:
    """An action has one commit and one version in all files."""
    text = "\n".join(path.read_text() for path in FILES.values())
    pins = defaultdict(set)
    for action, pin in re.findall(r"uses: ([\w-]+/[\w-]+)[\w/-]*@(.+)", text):
        pins[action].add(pin)

    assert {action: found for action, found in pins.items() if len(found) > 1} == {}


# Limits


@each_job
def test_time_limit(job: dict[str, Any]) -> None:
    """Each job has a time limit; a called workflow's jobs have their own."""
    assert "uses" in job or 0 < int(job["timeout-minutes"]) <= 90


@each_workflow
def test_concurrency(name: str) -> None:
    """A workflow says what becomes of an older run, in a group that is its own."""
    group = WORKFLOWS[name]["concurrency"]["group"]

    assert group.startswith(Path(name).stem)
    assert "cancel-in-progress" in WORKFLOWS[name]["concurrency"]


# Commands


@pytest.mark.parametrize("target", words_after(r"\bmake ([a-z]+)"))
def test_make_targets(target: str) -> None:
    """Each `make` target that a workflow calls is in the Makefile."""
    makefile = (ROOT / "Makefile").read_text()

    assert re.search(rf"^{target}:(?!=)", makefile, re.MULTILINE)


@pytest.mark.parametrize("command", words_after(r"\btfprep ([a-z]+)"))
def test_tfprep_commands(command: str) -> None:
    """Each `tfprep` command that a workflow calls exists, with its options."""
    known = call(BIN / "tfprep", command, "--help")

    for option in words_after(rf"\btfprep {command} (--[a-z]+)"):
        assert option in known


def test_locks() -> None:
    """Each lock that a workflow sets up is in the repository."""
    text = "\n".join(path.read_text() for path in FILES.values())
    locks = set(re.findall(r"requirements/[\w.-]+\.txt", text))

    assert locks
    assert [lock for lock in sorted(locks) if not (ROOT / lock).is_file()] == []


def test_shards() -> None:
    """The matrix has each of the lessons' shards once."""
    job = JOBS["ci.yml:lessons"]
    count = int(job["env"]["SHARDS"])

    shards = [str(i + 1) for i in range(count)]
    assert job["strategy"]["matrix"]["shard"] == shards


def test_cached_results_fit() -> None:
    """The jobs that share cached results agree on TensorFlow, Python and lock."""
    lessons = JOBS["ci.yml:lessons"]["strategy"]["matrix"]["include"]
    test = JOBS["ci.yml:test"]["strategy"]["matrix"]["include"]

    for row, other in zip(lessons, test, strict=True):
        assert row.items() <= other.items()


# Publishing


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
