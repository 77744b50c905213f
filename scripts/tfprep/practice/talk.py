"""Talk with a kernel: run something in it, with limits that it can't escape."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from typing_extensions import override

from tfprep.execution.kernel import CodeError, DiedError
from tfprep.execution.limits import Limits
from tfprep.execution.outputs import Displays, Output, Outputs, TooMuchError
from tfprep.execution.shown import Cleaner, refusal
from tfprep.practice.kernel_judge import REPORT

GRACE = 3.0
"""Seconds in which code has to end after an interrupt."""
ENDING = 10_000
"""Characters of a text that are told while it grows: nobody reads more meanwhile."""
PAUSE = 0.1
"""Seconds between two times that outputs are told."""

Listen = Callable[[list[Output]], None]


class AnyKernel(Protocol):
    """What a session needs of a kernel; `execution.kernel.Kernel` is one."""

    @property
    def is_alive(self) -> bool: ...

    async def start(self, work: Path) -> None: ...

    async def run(
        self, code: str, outputs: Outputs, seconds: float, *, silent: bool = False
    ) -> None: ...

    async def interrupt(self) -> None: ...

    async def stop(self) -> None: ...


class Ending(Enum):
    """How a piece of work in a kernel ended."""

    DONE = "done"
    TOO_LONG = "too long"
    TOO_MUCH = "too much"
    STOPPED = "stopped"
    """Somebody asked for it."""


class Heard(Outputs):
    """What a kernel leaves while it does one thing, and the report on it.

    What is more than the limits allow is dropped, and said.
    """

    def __init__(self, limits: Limits, cleaner: Cleaner, listen: Listen | None) -> None:
        super().__init__(Displays(), limits)
        self.report: Mapping[str, Any] | None = None
        self.too_much = asyncio.Event()
        self._cleaner = cleaner
        self._listen = listen
        self._due: asyncio.TimerHandle | None = None

    @override
    def take(self, kind: str, content: Mapping[str, Any]) -> None:
        if REPORT in content.get("data", {}):
            self.report = content["data"][REPORT]
        elif not self.too_much.is_set():
            try:
                super().take(kind, content)
            except TooMuchError:
                self.too_much.set()
            if kind not in ("status", "execute_input"):
                self._tell_soon()

    def shown(self) -> tuple[Output, ...]:
        """What a page shows of it; of a flood only the end."""
        return self._shown(ENDING if self.too_much.is_set() else None)

    def _shown(self, most: int | None) -> tuple[Output, ...]:
        cleaned = map(self._cleaner.clean, self.all(most))
        return tuple(x for x in cleaned if x is not None and not _is_refused(x))

    def close(self) -> None:
        """Tell nothing any more."""
        if self._due is not None:
            self._due.cancel()
        self._listen = None

    def _tell_soon(self) -> None:
        if self._listen is not None and self._due is None:
            self._due = asyncio.get_running_loop().call_later(PAUSE, self._tell)

    def _tell(self) -> None:
        self._due = None
        if self._listen is not None:
            self._listen(list(self._shown(ENDING)))


def _is_refused(output: Output) -> bool:
    """Whether a page can't show it; a progress bar it can, while a learner looks on."""
    return output["output_type"] != "stream" and bool(refusal(output))


class MuteError(Exception):
    """The kernel is there, and doesn't do what it is told.

    Args:
        ending: why it was told to end what it does, if it was.
    """

    def __init__(self, ending: Ending = Ending.DONE) -> None:
        self.ending = ending
        super().__init__(ending.value)


async def talk(
    kernel: AnyKernel, code: str, heard: Heard, seconds: float, stop: asyncio.Event
) -> Ending:
    """Have a kernel do something; it is interrupted at the limits, or when told so.

    Args:
        seconds: how long it may take.
        stop: set by whoever wants it to end.

    Raises:
        DiedError: the kernel ended.
        MuteError: it goes on all the same, or it answered with an error of its own.
    """
    work = asyncio.create_task(
        kernel.run(code, heard, seconds + 2 * GRACE, silent=True)
    )
    try:
        ending = await _waited(work, heard, seconds, stop)
        if not work.done():
            await kernel.interrupt()
            await asyncio.wait([work], timeout=GRACE)
        if not work.done():
            raise MuteError(ending)
        work.result()
    except (CodeError, TimeoutError, TooMuchError) as error:
        raise MuteError from error
    except asyncio.CancelledError:  # nobody waits for it any more
        await asyncio.shield(kernel.interrupt())
        raise
    finally:
        heard.close()
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
    if ending is not Ending.STOPPED and heard.too_much.is_set():
        return Ending.TOO_MUCH
    if heard.report is None:
        raise MuteError
    return ending


async def _waited(
    work: asyncio.Task[None], heard: Heard, seconds: float, stop: asyncio.Event
) -> Ending:
    """Wait until some work is done, or has to end, and say which."""
    bells = {
        asyncio.create_task(heard.too_much.wait()): Ending.TOO_MUCH,
        asyncio.create_task(stop.wait()): Ending.STOPPED,
    }
    done, _ = await asyncio.wait(
        [work, *bells], timeout=seconds, return_when=asyncio.FIRST_COMPLETED
    )
    for bell in bells:
        bell.cancel()
    if work in done:
        return Ending.DONE
    return next((bells[bell] for bell in bells if bell in done), Ending.TOO_LONG)


def why(error: DiedError | MuteError) -> str:
    """What happened to a kernel, as the beginning of a sentence."""
    if isinstance(error, DiedError):
        return (
            f"Python ended (exit code {error.code}): the code told it to, needed "
            "more memory than there is, or crashed it"
        )
    return "Python could not be stopped, or no longer answered"
