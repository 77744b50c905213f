"""Execute one lesson in a kernel of its own."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import (
    AbstractAsyncContextManager,
    asynccontextmanager,
    nullcontext,
    suppress,
)
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from tfprep.execution.cache import FORMAT, Entry, Refusals, key_of
from tfprep.execution.steps import NOT_ATTEMPTED, Expect, Step, plan
from tfprep.execution.versions import missing_for, versions_for
from tfprep.execution.warm_kernels import kernel_manager
from tfprep.lessons.cells import Cell, Role
from tfprep.lessons.lesson import Lesson
from tfprep.problems import Problem, ProblemError
from tfprep.project import how_to_install

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
# Start-up notices of TensorFlow's libraries, which no setting silences.
_NOTICE = re.compile(
    r"^(?:[IWE]\d{4} [\d:.]+ .*|WARNING: All log messages before .*)\n?", re.M
)
_SITE_PACKAGES = re.compile(r"/\S*/site-packages/")
MESSAGE_LINES = 14
"""Lines of an error's message that a sheet shows."""
_PROGRESS = re.compile(r"\x08|━━|\[=+>?\.*\]")


@dataclass(frozen=True)
class Limits:
    """What one lesson may use before it is stopped."""

    seconds: int = 300
    """Wall time of the whole lesson."""
    memory: int = 6 * 2**30
    """Bytes on top of what the imports take."""
    output: int = 2**20
    """Characters that one cell may print."""


async def execute(
    lesson: Lesson,
    limits: Limits = Limits(),
    turn: AbstractAsyncContextManager[object] | None = None,
) -> Entry:
    """Run every cell of a lesson, hold it to the three-way law, collect outputs.

    Args:
        turn: entered when the kernel is ready and before its first cell runs, so
            that a kernel can start while another lesson still runs.

    Raises:
        ProblemError: a cell failed, hung, died, flooded its output or broke the law;
            the kernel is stopped and nothing of the lesson is kept.
    """
    if missing := missing_for(lesson):
        raise ProblemError([Problem(lesson.path, None, _not_installed(missing))])
    key = key_of(lesson)
    async with _kernel(lesson, limits) as run, turn or nullcontext():
        start = time.monotonic()
        await run.begin()
        outputs = [step_outputs async for step_outputs in run.steps()]
        cpu = await run.cpu_seconds()
    return Entry(
        format=FORMAT,
        slug=lesson.slug,
        key=key,
        executed=datetime.now(UTC).isoformat(timespec="seconds"),
        wall_seconds=round(time.monotonic() - start, 2),
        cpu_seconds=round(cpu, 2),
        versions=versions_for(lesson),
        claims=sum(cell.role is Role.CLAIM for cell in lesson.cells),
        refusals=run.refusals(),
        outputs={index: found for index, found in outputs if found},
    )


def _not_installed(missing: list[str]) -> str:
    names = ", ".join(missing)
    return f"can't run: {names} not installed in this environment; {how_to_install()}"


@asynccontextmanager
async def _kernel(lesson: Lesson, limits: Limits) -> AsyncIterator[_Run]:
    """A started kernel in a scratch folder that holds the lesson's data files."""
    folder = Path(tempfile.mkdtemp(prefix="tfprep-"))
    try:
        work = folder / "work"
        (work / "data").mkdir(parents=True)
        (folder / "tmp").mkdir()
        for path in lesson.data_paths():
            shutil.copy(path, work / "data")
        run = _Run(lesson, limits, kernel_manager(folder), folder / "tmp")
        try:
            await run.start(work)
            yield run
        finally:
            await asyncio.shield(run.stop())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Client(NotebookClient):
    """nbclient, which stops a cell that prints without end."""

    def __init__(self, limits: Limits, **kwargs: Any) -> None:
        log = logging.getLogger("tfprep.nbclient")
        log.setLevel(logging.CRITICAL)  # we report what it logs, with the source line
        super().__init__(
            nbformat.v4.new_notebook(), coalesce_streams=True, log=log, **kwargs
        )
        self.limit = limits.output
        self.printed = 0

    def output(self, outs: Any, msg: Any, *args: Any) -> Any:
        self.printed += len(msg["content"].get("text", ""))
        if self.printed > self.limit:
            if self.task_poll_for_reply is not None:
                self.task_poll_for_reply.cancel()
            return None
        return super().output(outs, msg, *args)


class _Run:
    """The execution of one lesson in one kernel."""

    def __init__(
        self, lesson: Lesson, limits: Limits, manager: Any, temporary: Path
    ) -> None:
        self.lesson = lesson
        self.limits = limits
        self.manager = manager
        self.temporary = temporary
        self.client = _Client(limits, km=manager, timeout_func=self._seconds_left)
        self.deadline = 0.0
        self._said: dict[int, list[str]] = {}

    async def start(self, work: Path) -> None:
        """Start the kernel in the folder `work`."""
        try:
            await self.client.async_start_new_kernel(cwd=str(work))
            await self.client.async_start_new_kernel_client()
        except (RuntimeError, OSError, EOFError) as error:
            raise self._problem(
                None, None, f"no kernel could be started: {error}"
            ) from None

    async def begin(self) -> None:
        """Prepare the kernel for its lesson, and start the clock."""
        self.deadline = time.monotonic() + self.limits.seconds
        figures = any(name.startswith("matplotlib") for name in self.lesson.modules)
        temporary = str(self.temporary)
        await self._quietly(f"begin({figures}, {self.limits.memory}, {temporary!r})")

    async def stop(self) -> None:
        """Kill the kernel and close its channels, whatever state it is in."""
        if self.client.kc is not None:
            self.client.kc.stop_channels()
        with suppress(RuntimeError, ProcessLookupError):
            if self.manager.has_kernel:
                await self.manager.shutdown_kernel(now=True)

    async def steps(self) -> AsyncIterator[tuple[int, list[dict[str, Any]]]]:
        """Execute the plan; yield outputs to keep, by place among the code cells."""
        for step in plan(self.lesson):
            outputs = await self._step(step)
            if step.keep:
                self._check_outputs(step.cell, outputs)
                yield step.cell.place, outputs

    async def cpu_seconds(self) -> float:
        """CPU seconds of all cells so far."""
        outputs = await self._quietly("end()")
        return float(json.loads(outputs[0]["text"])["cpu_seconds"])

    def refusals(self) -> tuple[Refusals, ...]:
        """What each exercise's check said, in the lesson's order."""
        return tuple(
            Refusals(title=exercise.title, stub=said[0], wrong=tuple(said[1:]))
            for exercise in self.lesson.exercises
            for said in [self._said[exercise.check.index]]
        )

    async def _step(self, step: Step) -> list[dict[str, Any]]:
        try:
            outputs = await self._execute(step.code)
        except CellExecutionError as error:
            if step.expect is Expect.ERROR:
                return [self._caught(step, error)]
            if step.expect is Expect.CORRECT or error.ename != "AssertionError":
                raise self._failed(step, error) from None
            self._said.setdefault(step.cell.index, []).append(error.evalue)
            self._judge(step, error.evalue)
            return []
        except CellTimeoutError:
            text = (
                f"still running after {self.limits.seconds} s, the limit for a lesson"
            )
            raise self._problem(step.cell, None, text) from None
        except DeadKernelError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise asyncio.CancelledError from None  # nbclient hides that we stop
            raise self._problem(step.cell, None, await self._cause_of_death()) from None
        if step.expect is not Expect.CORRECT:
            raise self._accepted(step)
        return outputs

    async def _execute(self, code: str) -> list[dict[str, Any]]:
        if time.monotonic() > self.deadline:
            raise CellTimeoutError
        cell = nbformat.v4.new_code_cell(code)
        self.client.nb.cells = [cell]
        self.client.printed = 0
        await self.client.async_execute_cell(cell, 0)
        return [kept for output in cell.outputs if (kept := _without_notices(output))]

    async def _quietly(self, call: str) -> list[dict[str, Any]]:
        """Call a function of `inside_kernel`, leaving no name in the kernel."""
        module = '__import__("tfprep.execution.inside_kernel", fromlist=["begin"])'
        return await self._execute(f"{module}.{call}")

    def _seconds_left(self, _cell: object) -> int:
        return max(1, round(self.deadline - time.monotonic()))

    def _caught(self, step: Step, error: CellExecutionError) -> dict[str, Any]:
        """The message of an error that a sheet shows, as the cell's output."""
        said = _shown(f"{error.ename}: {error.evalue}")
        if _fold(step.cell.reason) not in _fold(said):
            text = f"another error: got {said!r}, expected {step.cell.reason!r} in it"
            raise self._problem(step.cell, None, text)
        return {"output_type": "stream", "name": "stderr", "text": said + "\n"}

    def _judge(self, step: Step, message: str) -> None:
        """Hold the message of a refusal to what the law expects."""
        attempted = not message.startswith(NOT_ATTEMPTED)
        if step.expect is Expect.NOT_ATTEMPTED and attempted:
            text = (
                f"the check refuses the stub as a wrong answer: got {message!r}, "
                f'expected a message that starts with "{NOT_ATTEMPTED}"'
            )
            raise self._problem(step.cell, None, text)
        if step.expect is not Expect.INCORRECT or step.answer is None:
            return
        reason = step.answer.reason
        if not attempted or _fold(reason) not in _fold(message):
            text = (
                f"this wrong answer is refused for another reason: got {message!r}, "
                f"expected a message with {reason!r}"
            )
            raise self._problem(step.answer, None, text)

    def _accepted(self, step: Step) -> ProblemError:
        if step.expect is Expect.ERROR:
            text = f"raises nothing: expected an error with {step.cell.reason!r}"
            return self._problem(step.cell, None, text)
        if step.expect is Expect.NOT_ATTEMPTED:
            text = (
                "the check passes on the stub: expected an AssertionError "
                f'whose message starts with "{NOT_ATTEMPTED}"'
            )
            return self._problem(step.cell, None, text)
        text = "the check passes on this wrong answer: expected it to be refused"
        return self._problem(step.answer, None, text)

    def _failed(self, step: Step, error: CellExecutionError) -> ProblemError:
        """A cell raised although it should not, or not what it should."""
        what = {Role.CLAIM: "a claim fails", Role.CHECK: "the check could not run"}
        said = what.get(step.cell.role, "this cell raises")
        if step.cell.role is Role.CHECK and step.expect is Expect.CORRECT:
            said = "the check refuses the solution"
        trace = _ANSI.sub("", error.traceback)
        found = re.search(r"Cell In\[\d+\], line (\d+)", trace)
        line = int(found.group(1)) if found and step.code == step.cell.source else None
        tail = "\n".join(f"    {row}" for row in trace.strip().splitlines()[-12:])
        text = f"{said}: {error.ename}: {error.evalue}\n{tail}"
        if error.ename == "FileNotFoundError":
            text += "\n    The header's data names files of examples/data to use."
        return self._problem(step.cell, line, text)

    async def _cause_of_death(self) -> str:
        if self.client.printed > self.limits.output:
            limit = f"{self.limits.output:,} characters"
            return f"printed more than {limit}; expected a summary"
        code = await self.manager.provisioner.poll()
        return (
            f"the kernel died (exit code {code}): it ran out of memory "
            f"(limit {self.limits.memory / 2**30:.1f} GiB), crashed or was told to exit"
        )

    def _check_outputs(self, cell: Cell, outputs: list[dict[str, Any]]) -> None:
        figures = sum(
            "image/svg+xml" in o.get("data", {}) or "image/png" in o.get("data", {})
            for o in outputs
        )
        if figures != len(cell.alt):
            text = (
                f"draws {figures} figures with {len(cell.alt)} text alternatives; "
                'expected one for each: # %% alt="What the figure shows"'
            )
            raise self._problem(cell, None, text)
        if any(_PROGRESS.search(str(output.get("text", ""))) for output in outputs):
            text = "prints a progress bar; use verbose=0, or 2 for one line an epoch"
            raise self._problem(cell, None, text)

    def _problem(self, cell: Cell | None, line: int | None, text: str) -> ProblemError:
        """A problem at a line of the cell, counted from 1, or at its marker."""
        at = None if cell is None else cell.line + (line - 1 if line else -1)
        return ProblemError([Problem(self.lesson.path, at, text)])


def _without_notices(output: Any) -> dict[str, Any] | None:
    """An output as plain data; None if it held start-up notices and nothing else."""
    plain: dict[str, Any] = json.loads(json.dumps(output))
    if plain.get("name") == "stderr":
        plain["text"] = _NOTICE.sub("", plain["text"])
        return plain if plain["text"].strip() else None
    return plain


def _shown(message: str) -> str:
    """An error's message for a page: short, without this machine's paths."""
    plain = _SITE_PACKAGES.sub("…/", _ANSI.sub("", message)).rstrip()
    lines = plain.splitlines()
    return "\n".join([*lines[:MESSAGE_LINES], "…"] if lines[MESSAGE_LINES:] else lines)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
