"""The workflows: valid, narrow in their rights, and in step with the commands."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from workflows import (
    BIN,
    EXAMPLE,
    FILES,
    GITHUB,
    JOBS,
    ROOT,
    WORKFLOWS,
    action_inputs,
    call,
    scripts,
    steps,
    words_after,
)

from tfprep.cli import cli
from tfprep.exam.commands import exam

WRITES = {
    "publish.yml:site": {"pages": "write", "id-token": "write"},
    "publish.yml:notebooks": {"contents": "write"},
    "release.yml:files": {"contents": "write"},
    "release.yml:pypi": {"id-token": "write"},
    "weekly.yml:board": {"contents": "write"},
    "weekly.yml:report": {"issues": "write"},
}


# Valid


def test_schemas() -> None:
    """Each file is what its schema, as packaged with check-jsonschema, allows."""
    schemas = {
        "github-workflows": "workflows/*.yml",
        "github-issue-forms": "ISSUE_TEMPLATE/*.yml",
        "dependabot": "dependabot.yml",
    }
    for schema, pattern in schemas.items():
        files = sorted(GITHUB.glob(pattern))
        assert files
        files += [EXAMPLE] * (schema == "github-workflows")
        call(BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)


def test_zizmor() -> None:
    """The strictest persona of zizmor finds nothing, and nothing is hidden from it."""
    options = ["--offline", "--no-progress", "--no-ignores", "--strict-collection"]

    call(BIN / "zizmor", *options, "--persona", "auditor", GITHUB, EXAMPLE)


# Rights


def test_permissions() -> None:
    """A workflow starts without any right, and each job names its own."""
    assert [name for name, flow in WORKFLOWS.items() if flow["permissions"] != {}] == []
    assert [name for name, job in JOBS.items() if "permissions" not in job] == []


def test_write_permissions() -> None:
    """Only the jobs that publish or report may write, and each only its own thing."""
    found = {
        name: {k: v for k, v in job["permissions"].items() if v == "write"}
        for name, job in JOBS.items()
    }

    assert {name: rights for name, rights in found.items() if rights} == WRITES


def test_writers_run_no_project_code() -> None:
    """A job that may write never has the project's code, so it can't run it."""
    for name in WRITES:
        assert action_inputs(name, "actions/checkout") == [], name
    for job, script in scripts():
        assert job not in WRITES or not re.search(
            r"\b(make|python\d?|tfprep)\b", script
        )


def test_safe_triggers() -> None:
    """No trigger runs a stranger's code with the repository's rights."""
    for name, workflow in WORKFLOWS.items():
        assert not {"pull_request_target", "workflow_run"} & set(workflow["on"]), name


def test_no_credentials_on_disk() -> None:
    """A checkout leaves no token behind."""
    for name in JOBS:
        for inputs in action_inputs(name, "actions/checkout"):
            assert inputs["persist-credentials"] == "false", name


def test_no_templates_in_scripts() -> None:
    """Values reach a script through the environment, never as part of its text."""
    for name, job in JOBS.items():
        for step in steps(job):
            assert "${{" not in step.get("run", ""), name
            assert "${{" not in step.get("with", {}).get("script", ""), name


def test_pins() -> None:
    """An action is pinned by commit, with its version in a comment."""
    pin = r"\s+(- )?uses: ([\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\$/\.github/\S+)"
    for path in FILES.values():
        lines = re.findall(r"^.*\buses:.*$", path.read_text(), re.MULTILINE)
        assert lines
        assert [line for line in lines if not re.fullmatch(pin, line)] == []


def test_one_pin_per_action() -> None:
    """An action has one commit and one version in all files."""
    text = "\n".join(path.read_text() for path in FILES.values())
    pins = defaultdict(set)
    for action, pin in re.findall(r"uses: ([\w-]+/[\w-]+)[\w/-]*@(.+)", text):
        pins[action].add(pin)

    assert {action: found for action, found in pins.items() if len(found) > 1} == {}


# Limits


def test_time_limits() -> None:
    """Each job has a time limit; a called workflow's jobs have their own."""
    for name, job in JOBS.items():
        assert "uses" in job or 0 < int(job["timeout-minutes"]) <= 90, name


def test_concurrency() -> None:
    """A workflow says what becomes of an older run, in a group that is its own."""
    for name, workflow in WORKFLOWS.items():
        assert workflow["concurrency"]["group"].startswith(Path(name).stem)
        assert "cancel-in-progress" in workflow["concurrency"], name


# Commands


def test_make_targets() -> None:
    """Each `make` target that a workflow calls is in the Makefile."""
    makefile = (ROOT / "Makefile").read_text()

    for target in words_after(r"\bmake ([a-z]+)"):
        assert re.search(rf"^{target}:(?!=)", makefile, re.MULTILINE), target


def test_tfprep_commands() -> None:
    """Each `tfprep` command that a workflow calls exists, with its options."""
    for name in words_after(r"\btfprep ([a-z]+)"):
        with cli.make_context("tfprep", [name]) as context:
            command = cli.get_command(context, name)
        assert command is not None
        options = {word for known in command.params for word in known.opts}
        assert options >= {*words_after(rf"\btfprep {name} (--[a-z]+)")}, name


def test_examples_for_a_class() -> None:
    """What a teacher copies names options that are there, and each part once."""
    array = (EXAMPLE.parent / "class-array.sh").read_text("utf-8")
    call("sh", "-n", EXAMPLE.parent / "class-array.sh")
    with exam.make_context("exam", ["grade"]) as context:
        command = exam.get_command(context, "grade")
    assert command is not None
    options = {word for known in command.params for word in known.opts}
    said = array + "\n".join(
        script for name, script in scripts() if name.startswith(EXAMPLE.name)
    )
    said = re.sub("^#.*", "", said, flags=re.MULTILINE)
    assert options >= set(re.findall("--[a-z]+", said))
    assert "--array=1-20\n" in array
    assert "ID/20" in array
    parts = JOBS["class-workflow.yml:part"]["strategy"]["matrix"]["part"]
    assert parts == [str(part) for part in range(1, 21)]
    assert '"$PART/20"' in said


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
