"""One sitting of the exam: its state, kept in one readable file."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tfprep.exam.json_file import BadJsonError, fit, read_json
from tfprep.exam.outcomes import ExamError
from tfprep.exam.sitting.clock import Clocks, Reading, Time, advance
from tfprep.exam.system_errors import shown
from tfprep.exam.taskspec.hidden import HEXADECIMAL, Seeds
from tfprep.files import write_atomically

STATE = "exam.json"
"""The file's name; a folder that holds it is a workspace."""
KEEP = ".hand-ins"
"""The folder of a workspace that keeps what was graded."""
FORMAT: Literal[2] = 2
"""Of the file; since 2 the hidden data come from a secret."""


SHORTEST, LONGEST = 0.1, 24.0
"""Hours that an exam may last."""
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
"""Of a task."""

Seal = Annotated[str, Field(pattern=r"^([0-9a-f]{8}(-[0-9a-f]{8})*)?$")]
"""See seals.py; empty before there is one."""


class _Part(BaseModel):
    # A value may be infinite, for which JSON has no number.
    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_inf_nan="strings")


class Received(_Part):
    """Something that was handed in."""

    task: Name
    time: Time
    """By the exam's clock."""


class HandIn(Received):
    """A model that was graded."""

    file: str = Field(pattern=r"^\.hand-ins/[0-9]{3,9}-[A-Z]-[a-z0-9-]+(\.[a-z0-9]+)?$")
    """The grader's copy, below the workspace."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    score: int = Field(ge=0, le=5)
    value: float
    notes: tuple[str, ...] = ()
    seal: Seal = ""


class Refusal(Received):
    """A file that could not be graded; it costs nothing."""

    why: str


class Sitting(_Part):
    """The whole state of one sitting."""

    format: Literal[2] = FORMAT
    form: int = Field(ge=1, le=99)
    seed: int = Field(ge=0)
    secret: str = Field(pattern=HEXADECIMAL)
    """The hidden data are drawn from it."""
    tasks: tuple[Name, ...] = Field(min_length=1, max_length=99)
    started: Time
    hours: float | None = Field(ge=SHORTEST, le=LONGEST)
    """The time allowed; None: practice, without a clock."""
    clock: Reading
    finished: Time | None = None
    hand_ins: tuple[HandIn, ...] = ()
    refused: tuple[Refusal, ...] = ()
    remarks: tuple[str, ...] = ()
    """What was strange about the machine's clock and walls, with the exam's time."""
    seal: Seal = ""
    """Of what the exam was started with."""
    end_seal: Seal = ""
    """Of what it ended with."""

    @model_validator(mode="after")
    def _of_its_tasks(self) -> Sitting:
        if len(set(self.tasks)) < len(self.tasks):
            raise ValueError(f"tasks: got {', '.join(self.tasks)}, expected each once")
        for place, every in (("hand_ins", self.hand_ins), ("refused", self.refused)):
            for number, received in enumerate(every, 1):
                if received.task not in self.tasks:
                    raise ValueError(
                        f'{place}, item {number}, task: got "{received.task}", '
                        f"expected one of {', '.join(self.tasks)}"
                    )
        return self

    @property
    def seeds(self) -> Seeds:
        return Seeds(self.seed, self.secret)

    @property
    def deadline(self) -> datetime | None:
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
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / STATE).is_file():
            return folder
    for folder in (here, *here.parents):
        if (folder / KEEP).is_dir():
            raise ExamError(
                f"{shown(folder)} was an exam, but its {STATE} is gone. Put it back, "
                "from a copy or the trash: the models that were graded are all there."
            )
    raise ExamError(
        f"No exam here: got {shown(here)}, expected a folder with {STATE}, or one "
        "below it. Go there, or start an exam: tfprep exam start"
    )


def load(workspace: Path) -> Sitting:
    """The state of the exam in a workspace.

    Raises:
        ExamError: the file can't be read, or isn't such a state.
    """
    path = workspace / STATE
    try:
        data = read_json(path)
        _check_format(path, data)
        return fit(path, data, Sitting)
    except BadJsonError as error:
        raise ExamError(
            f"{error} Undo your last change to it, or put a copy of it there. "
            f"Nothing else was touched: the models that were graded are in {KEEP}."
        ) from error


def _check_format(path: Path, data: Any) -> None:
    """Refuse the state that another version of tfprep wrote.

    Raises:
        ExamError: it is of another format.
    """
    said = data.get("format") if isinstance(data, dict) else FORMAT
    if isinstance(said, int) and said != FORMAT:
        raise ExamError(
            f"{shown(path)} is of format {said}; expected format {FORMAT}, which this "
            "version of tfprep writes. Models of another format are graded on other "
            "hidden data: go on with the version that the exam was started with, or "
            "start a new one: tfprep exam start FOLDER"
        )


def text_of(sitting: Sitting) -> str:
    """What exam.json holds."""
    return sitting.model_dump_json(indent=1) + "\n"


def save(workspace: Path, sitting: Sitting) -> None:
    """Write the state: a crash leaves the old one or the new one.

    Raises:
        OSError: it could not be written, for example because the disk is full.
        ValidationError: it could not be read again; the old one is left.
    """
    text = text_of(sitting)
    Sitting.model_validate_json(text)
    # A link to the file stays one.
    write_atomically((workspace / STATE).resolve(), text)
