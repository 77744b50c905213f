"""One kernel: start it, run code in it, stop it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tfprep.execution.environment import child_environment
from tfprep.execution.outputs import Outputs
from tfprep.execution.warm_kernels import kernel_manager

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_FRAME = re.compile(r"^\s*(?:Cell In\[(\d+)\], line (\d+)|File )", re.M)
KILLED = -9
"""The exit code of a process that was ended by force, on systems that have signals."""
START_SECONDS = 120
"""How long a kernel may take to answer, TensorFlow's import included."""


@dataclass(eq=False)
class CodeError(Exception):
    """The code raised an exception, or one of its displays did."""

    name: str
    message: str
    traceback: str
    """As plain text, without colors."""
    cell: int | None
    """The number that the kernel gave to the code."""

    @property
    def line(self) -> int | None:
        """The line of the code, counted from 1, that the exception came through."""
        for cell, line in self._frames():
            if cell == self.cell:
                return line
        return None

    @property
    def is_its_own(self) -> bool:
        """Whether the code raised it itself, not something that it called."""
        frames = self._frames()
        return bool(frames) and frames[-1][0] == self.cell

    def _frames(self) -> list[tuple[int | None, int | None]]:
        """Cell and line of each frame of the last traceback; None for other files."""
        message = _ANSI.sub("", self.message)  # Keras prints parts of its own in bold
        above, _, _ = self.traceback.rpartition(f"{self.name}: {message}")
        last = above[max(above.rfind("Traceback (most"), 0) :]
        return [
            (int(cell), int(line)) if cell else (None, None)
            for cell, line in _FRAME.findall(last)
        ]


class DiedError(Exception):
    """The kernel's process ended."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(f"the kernel ended with exit code {code}")


class Kernel:
    """A kernel whose files are below a folder, and whose cells can be run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._manager: Any = None
        self._client: Any = None
        self._sinks: dict[str, tuple[Outputs, asyncio.Future[None]]] = {}
        self._watch: list[asyncio.Task[Any]] = []

    @property
    def is_alive(self) -> bool:
        """Whether code can be run in it."""
        return bool(self._watch) and not any(task.done() for task in self._watch)

    async def start(self, work: Path) -> None:
        """Start it in the folder `work`; again, if it was stopped.

        Raises:
            OSError, RuntimeError: it could not be started.
        """
        environment = child_environment(self._folder / "home")
        await self._launch(cwd=str(work), env=environment)
        self._client = self._manager.client()
        self._client.start_channels()
        await self._client.wait_for_ready(timeout=START_SECONDS)
        self._watch = [
            asyncio.create_task(self._listen()),
            asyncio.create_task(self._wait_for_death()),
        ]

    async def run(
        self, code: str, outputs: Outputs, seconds: float, *, silent: bool = False
    ) -> None:
        """Run code; the outputs get what it leaves, later too, from its threads.

        Args:
            silent: leave neither a number nor a trace in the kernel's history.

        Raises:
            CodeError: an exception came out of the code, or of a display.
            TooMuchError: it left, or an earlier one leaves, more than it may.
            TimeoutError: it had not ended after so many seconds.
            DiedError: the kernel's process ended.
        """
        name = self._client.execute(
            code,
            silent=silent,
            store_history=not silent,
            allow_stdin=False,  # nobody is there to type
            stop_on_error=False,
        )
        idle: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sinks[name] = outputs, idle
        answer = asyncio.create_task(self._answer(name, idle))
        tasks = [answer, *self._watch]
        try:
            await asyncio.wait(
                tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
            for task in tasks:
                if task.cancelled():  # somebody stopped the kernel meanwhile
                    raise DiedError(KILLED)
                if task.done():
                    _raise_error(task.result(), outputs.error)
                    return
        finally:
            answer.cancel()
        raise TimeoutError

    async def interrupt(self) -> None:
        """Raise KeyboardInterrupt in the code that runs, if any does."""
        if self.is_alive:
            await self._manager.interrupt_kernel()

    async def stop(self) -> None:
        """End it, with all that it started; whatever state it is in."""
        for task in self._watch:
            task.cancel()
        self._watch = []
        if self._client is not None:
            self._client.stop_channels()
        descendants = self._descendants()
        if self._manager is not None:
            await self._end()
        for process in descendants:  # where no keeper ended them
            with suppress(psutil.Error):
                process.kill()

    async def _launch(self, **options: Any) -> None:
        """Start the process."""
        self._manager = kernel_manager(self._folder)
        await self._manager.start_kernel(**options)

    async def _end(self) -> None:
        """End the process, and remove its files."""
        provisioner = self._manager.provisioner
        if provisioner is not None and provisioner.has_process:
            await provisioner.kill()
            await provisioner.wait()
        await self._manager.cleanup_resources()

    def cpu_seconds(self) -> float:
        """CPU seconds of the kernel so far, and of all that it started."""
        seconds = 0.0
        with suppress(psutil.Error):
            for process in [psutil.Process(self._pid), *self._descendants()]:
                with suppress(psutil.Error):
                    times = process.cpu_times()
                    seconds += times.user + times.system
                    seconds += times.children_user + times.children_system
        return seconds

    @property
    def _pid(self) -> int | None:
        provisioner = self._manager.provisioner if self._manager else None
        pid: int | None = provisioner.pid if provisioner else None
        return pid

    def _descendants(self) -> list[psutil.Process]:
        if not self._pid:
            return []
        with suppress(psutil.Error):
            return psutil.Process(self._pid).children(recursive=True)
        return []

    async def _listen(self) -> None:
        """Hand each message to the outputs of the code that caused it."""
        while True:
            message = await self._client.get_iopub_msg(timeout=None)
            content = message["content"]
            sink = self._sinks.get(message["parent_header"].get("msg_id"))
            if sink is None:
                continue
            outputs, idle = sink
            if content.get("execution_state") == "idle" and not idle.done():
                idle.set_result(None)
            outputs.take(message["msg_type"], content)

    async def _answer(self, name: str, idle: asyncio.Future[None]) -> dict[str, Any]:
        """The kernel's reply, once all that the code left has come."""
        while True:
            message = await self._client.get_shell_msg(timeout=None)
            if message["parent_header"].get("msg_id") == name:
                await idle
                reply: dict[str, Any] = message["content"]
                return reply

    async def _wait_for_death(self) -> None:
        provisioner: Any = self._manager.provisioner
        while (code := await provisioner.poll()) is None:
            await asyncio.sleep(0.1)
        raise DiedError(code)


def _raise_error(reply: Mapping[str, Any], shown: Mapping[str, Any] | None) -> None:
    """Raise what the reply says, or what a display said.

    Raises:
        CodeError: there was an error.
    """
    # Of a display that fails, the reply says nothing, or "NoneType: None".
    said = shown or (reply if reply["status"] != "ok" else None)
    if said is not None:
        raise CodeError(
            said.get("ename", reply["status"]),
            said.get("evalue", ""),
            _ANSI.sub("", "\n".join(said.get("traceback", []))),
            reply.get("execution_count"),
        )
