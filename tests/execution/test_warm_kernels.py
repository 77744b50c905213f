"""Kernels forked from a warm process, and ordinary ones elsewhere."""

import asyncio
import sys

import pytest
from projects import TinyCourse

from tfprep.execution import warm_kernels
from tfprep.execution.lesson_run import execute
from tfprep.execution.limits import Limits

pytestmark = pytest.mark.slow

BODY = """
# %%
import os
import sys
print(sys.argv[0].count("forkserver") or "ordinary", os.getcwd().endswith("cwd"))

# %%
def double(x):
    return 2 * x
double(21)
"""


@pytest.mark.parametrize("can_fork", [True, False])
def test_both_kinds_of_kernel_give_the_same(
    course: TinyCourse, can_fork: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where forking isn't possible, ordinary kernels print the same results."""
    if can_fork and not warm_kernels.CAN_FORK:
        pytest.skip("this system can't fork safely")
    monkeypatch.setattr(warm_kernels, "CAN_FORK", can_fork)

    entry = asyncio.run(
        execute(course.lesson("basics/tried", BODY), Limits(seconds=60))
    )

    assert entry.outputs[1][0]["data"]["text/plain"] == "42"
    assert entry.outputs[0][0]["text"].endswith("True\n")


@pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux only")
def test_what_is_preloaded_is_there_at_once(course: TinyCourse) -> None:
    """A warm kernel is a fork of a process that has imported the modules already."""
    body = "\n# %%\nimport sys\nprint('ipykernel.kernelapp' in sys.modules, __name__)\n"

    entry = asyncio.run(
        execute(course.lesson("basics/tried", body), Limits(seconds=60))
    )

    assert entry.outputs[0][0]["text"] == "True __main__\n"
