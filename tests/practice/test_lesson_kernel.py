"""A kernel that can't be started is a sentence, whatever the reason."""

from __future__ import annotations

import asyncio
import errno
from dataclasses import dataclass
from pathlib import Path

import pytest
from projects import TinyCourse

from tfprep.practice.exercises import assignments
from tfprep.practice.lesson_kernel import SetUpError
from tfprep.practice.session import Session


class OddError(Exception):
    """What a library raises of its own."""


@dataclass
class NoKernel:
    """A kernel that this machine can't start."""

    error: Exception
    is_alive = False

    async def start(self, _work: Path) -> None:
        raise self.error

    async def stop(self) -> None:
        """Nothing is there."""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device."),
        (OddError("Too many open files"), "Too many open files."),
        (ImportError("No module named 'ipykernel'"), "No module named 'ipykernel'."),
        (RuntimeError("Kernel died before replying to kernel_info"), "tfprep doctor"),
        (TimeoutError(), "TimeoutError."),
    ],
)
def test_a_kernel_that_cannot_start_says_why(
    course: TinyCourse, error: Exception, said: str
) -> None:
    """Each reason ends the same sentence, and the next try may work."""
    course.write("basics/one")
    (double,) = assignments(course.read(), course.library)
    session = Session(double.lesson, kernel=NoKernel(error))  # type: ignore[arg-type]

    with pytest.raises(SetUpError) as caught:
        asyncio.run(session.prepare(double))

    assert str(caught.value).startswith("Python could not be started for this lesson: ")
    assert said in str(caught.value)
