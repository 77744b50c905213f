"""Which walls stand around a model, for whom, and where the kernel refuses some.

    .venv/bin/python scripts/dev/try_walls.py [--python PATH]...

Each line is a process in which the kernel refuses what the line says, as systems that
are older, or strict, do: namespaces, Landlock, filters of system calls. There each
wall is leaned against, and a stored model is graded. Started by root, it tries all of
it as an ordinary user as well. Each PATH is a Python that has tfprep installed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from tfprep.execution.environment import KEPT

MODEL = Path(__file__).parents[2] / "tests/exam/files/keras2.keras"
NOBODY = 65534
ORDINARY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
REFUSED = {
    "nothing": (),
    "namespaces": ("unshare",),
    "Landlock": ("landlock_create_ruleset",),
    "both": ("unshare", "landlock_create_ruleset"),
    "all three": ("unshare", "landlock_create_ruleset", "seccomp"),
}
"""What the kernel refuses, and the calls for it."""
TRIED = """
import json, sys
from pathlib import Path
from tfprep.exam.grading import rights, syscalls, walls
refused, model = json.loads(sys.argv[1]), Path(sys.argv[2])
if refused:
    rights.promise_to_gain_none()
    assert syscalls.refuse_calls(refused)
found = walls.walls()
from tfprep.exam.grading.parent import grade
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import TASKS, read_task
try:
    outcome = "graded: %.3f" % grade(
        read_task(TASKS / "bent_sensor"), Seeds.known(1), model
    ).value
except Exception as error:
    outcome = f"{type(error).__name__}: {error}"
print(json.dumps([[w.name for w in found if not w.stands], outcome]))
"""


@click.command()
@click.option(
    "--python",
    "pythons",
    multiple=True,
    default=[sys.executable],
    type=click.Path(exists=True, dir_okay=False),
)
def main(pythons: Sequence[str]) -> None:
    """Print a table."""
    print("| Python | who | the kernel refuses | walls missing | a good model is |")
    print("|---|---|---|---|---|")
    for python in pythons:
        version = run([python, "-c", "import sys; print(sys.version.split()[0])"])
        is_root = os.geteuid() == 0
        everybody = {"root": [], "ordinary user": ORDINARY}
        users = everybody if is_root else {"you": []}
        for user, words in users.items():
            for name, calls in REFUSED.items():
                missing, outcome = attempt([*words, python], calls)
                cells = [version.strip(), user, name, missing or "none", outcome]
                print(f"| {' | '.join(cells)} |", flush=True)


def attempt(command: Sequence[str], calls: Sequence[str]) -> tuple[str, str]:
    """Walls that are missing, and what the model comes to."""
    said = run([*command, "-P", "-c", TRIED, json.dumps(calls), str(MODEL)])
    missing, outcome = json.loads(said)
    return ", ".join(missing), outcome


def run(words: Sequence[str]) -> str:
    """What a program prints, with a home that anybody may write to."""
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o777)
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        done = subprocess.run(  # noqa: S603 - our own commands
            words,
            env={**kept, "HOME": home},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        sys.exit(f"{' '.join(words[:6])} failed:\n{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
