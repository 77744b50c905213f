"""Execute one lesson in a kernel of its own."""

from __future__ import annotations

import asyncio
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
from datetime import UTC, datetime
from pathlib import Path

from tfprep.execution.cache import FORMAT, Entry, Refusals, key_of
from tfprep.execution.kernel import CodeError, DiedError, Kernel
from tfprep.execution.limits import Limits
from tfprep.execution.outputs import (
    Displays,
    Output,
    Outputs,
    TooMuchError,
    size_of,
)
from tfprep.execution.scratch import scratch
from tfprep.execution.shown import Cleaner, figure_type, refusal
from tfprep.execution.steps import NOT_ATTEMPTED, Expect, Step, plan
from tfprep.execution.versions import missing_for, versions_for
from tfprep.lessons.cells import Cell, Role
from tfprep.lessons.lesson import Lesson
from tfprep.problems import Problem, ProblemError
from tfprep.project import how_to_install

MESSAGE_LINES = 14
"""Lines of an error's message that a sheet shows."""
WORK = "cwd"
"""Where a lesson works in its folder."""
TRACE_LINES = 12
"""Lines of a traceback that a problem shows."""


async def execute(
    lesson: Lesson,
    limits: Limits = Limits(),
    turn: AbstractAsyncContextManager[object] | None = None,
) -> Entry:
    """Run every cell of a lesson, hold it to the four-way law, collect outputs.

    Args:
        turn: entered when the kernel is ready and before its first cell runs, so
            that a kernel can start while another lesson still runs.

    Raises:
        ProblemError: a cell failed, hung, died, left too much or broke the law;
            the kernel is stopped and nothing of the lesson is kept.
        OSError: files of the lesson could not be read or written.
    """
    if missing := missing_for(lesson):
        raise ProblemError([Problem(lesson.path, None, _not_installed(missing))])
    key = key_of(lesson)
    async with _started(lesson, limits) as run, turn or nullcontext():
        start = time.monotonic()
        await run.begin()
        before = run.kernel.cpu_seconds()
        await run.steps()
        cpu = run.kernel.cpu_seconds() - before
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
        outputs=run.shown(),
    )


def _not_installed(missing: list[str]) -> str:
    names = ", ".join(missing)
    return f"can't run: {names} not installed in this environment; {how_to_install()}"


def lesson_folder(lesson: Lesson) -> Path:
    """A new scratch folder, for a kernel that works in its folder `WORK`.

    Raises:
        OSError: a data file of the lesson could not be copied there.
    """
    folder = Path(tempfile.mkdtemp(dir=scratch().files))
    data = folder / WORK / "data"
    data.mkdir(parents=True)
    for path in lesson.data_paths():
        shutil.copy(path, data)
    return folder


def beginning(lesson: Lesson, memory: int) -> str:
    """The code that prepares a kernel for a lesson.

    Args:
        memory: bytes that it may use on top of what it has now.
    """
    tops = {name.partition(".")[0] for name in lesson.modules}
    figures, graphs = "matplotlib" in tops, bool(tops & {"keras", "tensorflow"})
    module = '__import__("tfprep.execution.inside_kernel", fromlist=["begin"])'
    return f"{module}.begin({figures}, {graphs}, {memory})"


@asynccontextmanager
async def _started(lesson: Lesson, limits: Limits) -> AsyncIterator[_Run]:
    """A started kernel in a scratch folder that holds the lesson's data files."""
    folder = lesson_folder(lesson)
    try:
        run = _Run(lesson, limits, Kernel(folder), Cleaner(folder))
        try:
            await run.start(folder / WORK)
            yield run
        finally:
            await asyncio.shield(run.kernel.stop())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Run:
    """The execution of one lesson in one kernel."""

    def __init__(
        self, lesson: Lesson, limits: Limits, kernel: Kernel, cleaner: Cleaner
    ) -> None:
        self.lesson = lesson
        self.limits = limits
        self.kernel = kernel
        self.cleaner = cleaner
        self._deadline = 0.0
        self._displays = Displays()
        self._left: list[tuple[Cell, Outputs | Output]] = []
        self._said: dict[int, list[str]] = {}

    async def start(self, work: Path) -> None:
        """Start the kernel in the folder `work`."""
        try:
            await self.kernel.start(work)
        except (RuntimeError, OSError) as error:
            raise self._problem(
                None, None, f"no kernel could be started: {error}"
            ) from None

    async def begin(self) -> None:
        """Prepare the kernel for its lesson, and start the clock."""
        self._deadline = time.monotonic() + self.limits.seconds
        code = beginning(self.lesson, self.limits.memory)
        outputs = Outputs(self._displays, self.limits)
        await self.kernel.run(code, outputs, self.limits.seconds, silent=True)

    async def steps(self) -> None:
        """Execute the plan; raise at the first step that goes wrong."""
        for step in plan(self.lesson):
            try:
                await self._step(step)
            except ProblemError:
                raise
            except Exception as error:
                kind = type(error).__name__
                text = f"tfprep could not run this cell: got {kind}: {error}; "
                text += "expected no such thing, please report it with the cell"
                raise self._problem(step.cell, None, text) from error

    def shown(self) -> dict[int, list[Output]]:
        """The outputs to keep, as they stand at the end, by place of the code cells.

        Raises:
            ProblemError: a page can't show them.
        """
        found: dict[int, list[Output]] = {}
        for cell, left in self._left:
            outputs = left.all() if isinstance(left, Outputs) else [left]
            cleaned = [self.cleaner.clean(output) for output in outputs]
            kept = [output for output in cleaned if output is not None]
            self._check_shown(cell, kept)
            if kept:
                found[cell.place] = kept
        size = sum(size_of(output) for outputs in found.values() for output in outputs)
        if size > self.limits.page:
            text = (
                f"all cells together leave {size:,} characters; expected at most "
                f"{self.limits.page:,}: show less, or split the lesson"
            )
            raise self._problem(None, None, text)
        return found

    def refusals(self) -> tuple[Refusals, ...]:
        """What each exercise's check said, in the lesson's order."""
        return tuple(
            Refusals(title=exercise.title, stub=said[0], wrong=tuple(said[1:]))
            for exercise in self.lesson.exercises
            for said in [self._said[exercise.check.index]]
        )

    async def _step(self, step: Step) -> None:
        outputs = Outputs(self._displays, self.limits)
        try:
            await self._execute(step.code, outputs)
        except CodeError as error:
            self._raised(step, error, await self._compared(step, error))
            return
        except TimeoutError:
            text = (
                f"still running after {self.limits.seconds} s, the limit for a lesson"
            )
            raise self._problem(step.cell, None, text) from None
        except TooMuchError as error:
            raise self._problem(step.cell, None, str(error)) from None
        except DiedError as error:
            raise self._problem(step.cell, None, self._death(error.code)) from None
        if step.expect is not Expect.CORRECT:
            raise self._accepted(step)
        if step.keep:
            self._left.append((step.cell, outputs))

    async def _execute(self, code: str, outputs: Outputs) -> None:
        left = self._deadline - time.monotonic()
        if left < 0:
            raise TimeoutError
        await self.kernel.run(code, outputs, left)

    async def _compared(self, step: Step, error: CodeError) -> str:
        """What a claim that fails compared, a line each; nothing of other cells."""
        outputs = Outputs(Displays(), self.limits)
        if step.cell.role is Role.CLAIM and _is_refusal(error):
            module = (
                '__import__("tfprep.execution.claim_values", fromlist=["print_values"])'
            )
            with suppress(CodeError, DiedError, TimeoutError, TooMuchError):
                await self._execute(f"{module}.print_values({step.code!r})", outputs)
        texts = (str(output.get("text", "")) for output in outputs.all())
        return self.cleaner.message("".join(texts))

    def _raised(self, step: Step, error: CodeError, compared: str) -> None:
        """Hold an exception to what the step expects."""
        if step.expect is Expect.ERROR:
            self._left.append((step.cell, self._caught(step, error)))
            return
        if step.expect is Expect.CORRECT or not _is_refusal(error):
            raise self._failed(step, error, compared)
        said = self.cleaner.message(error.message)
        self._said.setdefault(step.cell.index, []).append(said)
        self._judge(step, said)

    def _caught(self, step: Step, error: CodeError) -> Output:
        """The message of an error that a sheet shows, as the cell's output."""
        said = self.cleaner.message(f"{error.name}: {error.message}").rstrip()
        lines = said.splitlines()
        if lines[MESSAGE_LINES:]:
            said = "\n".join([*lines[:MESSAGE_LINES], "…"])
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

    def _failed(self, step: Step, error: CodeError, compared: str) -> ProblemError:
        """A cell raised although it should not, or not what it should."""
        answer = step.answer
        if answer is not None and answer.role is Role.RIGHT:
            return self._not_accepted(step, answer, error)
        what = {Role.CLAIM: "a claim fails", Role.CHECK: "the check could not run"}
        said = what.get(step.cell.role, "this cell raises")
        if answer is not None and step.expect is Expect.CORRECT and _is_refusal(error):
            said = "the check refuses the solution"
        line = error.line if step.code == step.cell.source else None
        rows = compared.splitlines()
        rows += error.traceback.strip().splitlines()[-TRACE_LINES:]
        tail = "\n".join(f"    {row}" for row in rows)
        text = f"{said}: {error.name}: {error.message}\n{tail}"
        if error.name == "FileNotFoundError":
            text += "\n    The header's data names files of examples/data to use."
        return self._problem(step.cell, line, text)

    def _not_accepted(self, step: Step, answer: Cell, error: CodeError) -> ProblemError:
        """A right answer that the check refuses, or on which it falls over."""
        what = "refuses" if _is_refusal(error) else "could not run on"
        at = f"line {step.cell.line + error.line - 1}, " if error.line else ""
        text = (
            f"the check {what} this right answer: got {error.name}: {error.message} "
            f"({at}the check), expected it to pass; if the brief allows the answer, "
            "fix the check, else it is no right answer\n"
        )
        rows = error.traceback.strip().splitlines()[-TRACE_LINES:]
        return self._problem(answer, None, text + "\n".join(f"    {r}" for r in rows))

    def _death(self, code: int) -> str:
        return (
            f"the kernel died (exit code {code}): it ran out of memory "
            f"(limit {self.limits.memory / 2**30:.1f} GiB), crashed or was told to exit"
        )

    def _check_shown(self, cell: Cell, outputs: list[Output]) -> None:
        for output in outputs:
            if text := refusal(output):
                raise self._problem(cell, None, text)
        figures = sum(figure_type(output) is not None for output in outputs)
        if figures != len(cell.alt):
            text = (
                f"draws {figures} figures with {len(cell.alt)} text alternatives; "
                'expected one for each: # %% alt="What the figure shows"'
            )
            raise self._problem(cell, None, text)

    def _problem(self, cell: Cell | None, line: int | None, text: str) -> ProblemError:
        """A problem at a line of the cell, counted from 1, or at its marker."""
        at = None if cell is None else cell.line + (line - 1 if line else -1)
        return ProblemError([Problem(self.lesson.path, at, text)])


def _is_refusal(error: CodeError) -> bool:
    """Whether a check refused an answer, rather than fell over something."""
    return error.name == "AssertionError" and error.is_its_own


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
