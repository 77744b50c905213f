"""One sitting of the exam: its state, kept in one readable file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from tfprep.exam.outcomes import ExamError
from tfprep.exam.sitting.clock import Clocks, Reading, advance
from tfprep.exam.taskspec.hidden import HEXADECIMAL, Seeds
from tfprep.files import write_atomically

STATE = "exam.json"
"""The file's name; a folder that holds it is a workspace."""
FORMAT: Literal[2] = 2
"""Of the file; since 2 the hidden data come from a secret."""


class Received(BaseModel):
    """Something that was handed in."""

    # A value may be infinite, for which JSON has no number.
    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_inf_nan="strings")

    task: str
    time: AwareDatetime
    """By the exam's clock."""


class HandIn(Received):
    """A model that was graded."""

    file: str
    """The grader's copy, below the workspace."""
    sha256: str
    score: int = Field(ge=0, le=5)
    value: float
    notes: tuple[str, ...] = ()


class Refusal(Received):
    """A file that could not be graded; it costs nothing."""

    why: str


class _Format(BaseModel):
    """The one thing that every version's state says."""

    format: int


class Sitting(BaseModel):
    """The whole state of one sitting."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[2] = FORMAT
    form: int
    seed: int
    secret: str = Field(pattern=HEXADECIMAL)
    """The hidden data are drawn from it."""
    tasks: tuple[str, ...] = Field(min_length=1)
    started: AwareDatetime
    hours: float | None
    """The time allowed; None: practice, without a clock."""
    clock: Reading
    finished: AwareDatetime | None = None
    hand_ins: tuple[HandIn, ...] = ()
    refused: tuple[Refusal, ...] = ()
    remarks: tuple[str, ...] = ()
    """What was strange about the machine's clock, with the exam's time."""

    @property
    def seeds(self) -> Seeds:
        return Seeds(self.seed, self.secret)

    @property
    def deadline(self) -> AwareDatetime | None:
        """When the grading closes, by the exam's clock."""
        if self.hours is None:
            return None
        return self.started + timedelta(hours=self.hours)

    @property
    def left(self) -> float | None:
        """Seconds that are left; None without a clock."""
        if self.deadline is None:
            return None
        return max((self.deadline - self.clock.time).total_seconds(), 0.0)

    @property
    def is_over(self) -> bool:
        """Whether nothing can be handed in any more."""
        return self.finished is not None or self.left == 0

    def best(self, task: str) -> HandIn | None:
        """The hand-in of a task that counts: the best, of equals the first."""
        mine = [hand_in for hand_in in self.hand_ins if hand_in.task == task]
        return max(mine, key=lambda hand_in: hand_in.score, default=None)

    def now(self, clocks: Clocks) -> Sitting:
        """The same sitting with its clock moved on."""
        reading, remark = advance(self.clock, clocks())
        said = (f"{reading.time:%Y-%m-%d %H:%M} UTC: {remark}",) if remark else ()
        update = {"clock": reading, "remarks": (*self.remarks, *said)}
        return self.model_copy(update=update)


def find_workspace(start: Path) -> Path:
    """The workspace that the folder `start` belongs to.

    Raises:
        ExamError: neither it nor a folder above it is one.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / STATE).is_file():
            return folder
    raise ExamError(
        f"No exam here: got {start.resolve()}, expected a folder with {STATE}, or one "
        "below it. Go there, or start an exam: tfprep exam start"
    )


def load(workspace: Path) -> Sitting:
    """The state of the exam in a workspace.

    Raises:
        ExamError: the file can't be read, or isn't such a state.
    """
    path = workspace / STATE
    try:
        content = path.read_bytes()
        _check_format(path, content)
        return Sitting.model_validate_json(content)
    except (OSError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise ExamError(
            f"{path} can't be read ({reason}). Take back your last change of it."
        ) from error


def _check_format(path: Path, content: bytes) -> None:
    """Refuse the state that another version of tfprep wrote.

    Raises:
        ExamError: it is of another format.
    """
    try:
        said = _Format.model_validate_json(content)
    except ValidationError:
        return  # the whole reading says what is wrong
    if said.format != FORMAT:
        raise ExamError(
            f"{path} is of format {said.format}; expected format {FORMAT}, which this "
            "version of tfprep writes. Models of another format are graded on other "
            "hidden data: go on with the version that the exam was started with, or "
            "start a new one: tfprep exam start FOLDER"
        )


def save(workspace: Path, sitting: Sitting) -> None:
    """Write the state: a crash leaves the old one or the new one.

    Raises:
        OSError: it could not be written, for example because the disk is full.
    """
    write_atomically(workspace / STATE, sitting.model_dump_json(indent=1) + "\n")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other commands from changing the same exam; they wait up to ten minutes.

    Raises:
        ExamError: somebody else kept it for longer than that.
    """
    lock = FileLock(folder / ".exam.lock", timeout=600)
    try:
        with lock:
            yield
    except Timeout as error:
        raise ExamError(
            f"Another tfprep exam command is still at work in {folder}; wait for it."
        ) from error
