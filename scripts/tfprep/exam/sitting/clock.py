"""The exam's clock, which goes on whatever the learner does to the machine's.

Two sources are compared: the system's wall clock, which anybody can set, and the time
since the machine started, which nobody can. While the machine stays up the second one
counts; after a restart only the first one is left.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from tfprep.exam.outcomes import ExamError

TOLERANCE = 90.0
"""Seconds by which a clock may be corrected without a word."""
FIRST, LAST = (datetime(year, 1, 1, tzinfo=UTC) for year in (1970, 2999))
"""Between these every system can do sums with dates, and say them."""
BUILT = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock that shows less when an exam begins is wrong."""
_LONGEST = 10.0**10
"""Seconds, three hundred years, that a machine may be up."""
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def _in_range(time: datetime) -> datetime:
    """The time in UTC.

    Raises:
        ValueError: it is before FIRST or after LAST.
    """
    if not FIRST <= time <= LAST:
        raise ValueError(f"got {time}, expected a time of {FIRST.year} to {LAST.year}")
    return time.astimezone(UTC)


Time = Annotated[AwareDatetime, AfterValidator(_in_range)]


class Moment(BaseModel):
    """What the machine's clocks say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    wall: Time
    boot: str = ""
    """Which start of the machine this is; empty where it can't be known."""
    ticks: Annotated[float, Field(ge=0, le=_LONGEST, allow_inf_nan=False)] = 0.0
    """Seconds since that start, sleep included."""


class Reading(BaseModel):
    """What the exam's own clock said at some moment."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    time: Time
    """The exam's time."""
    seen: Moment


Clocks = Callable[[], Moment]
"""Reads the machine's clocks; tests bring their own."""


def read_clocks() -> Moment:
    """What this machine's clocks say now.

    Raises:
        ExamError: they show a year in which no exam is sat.
    """
    wall = datetime.now(UTC)
    if not FIRST <= wall <= LAST:
        raise _wrong(wall)
    if not _BOOT_ID.exists():
        return Moment(wall=wall)
    ticks = time.clock_gettime(time.CLOCK_BOOTTIME)
    return Moment(wall=wall, boot=_BOOT_ID.read_text("ascii").strip(), ticks=ticks)


def start(now: Moment) -> Reading:
    """The first reading of an exam's clock.

    Raises:
        ExamError: the machine's clock is wrong by years.
    """
    if now.wall < BUILT:
        raise _wrong(now.wall)
    return Reading(time=now.wall, seen=now)


def advance(last: Reading, now: Moment) -> tuple[Reading, str]:
    """The exam's time now, and a remark if the machine's clock was moved."""
    walked = (now.wall - last.seen.wall).total_seconds()
    if now.boot and now.boot == last.seen.boot:
        passed = now.ticks - last.seen.ticks
        remark = _moved(walked - passed)
    else:
        passed = max(walked, 0.0)
        remark = _moved(walked) if walked < 0 else ""
    time = min(last.time + timedelta(seconds=max(passed, 0.0)), LAST)
    return Reading(time=time, seen=now), remark


def _wrong(wall: datetime) -> ExamError:
    return ExamError(
        f"This machine's clock shows {wall:%d %B %Y}, expected a day of "
        f"{BUILT.year} to {LAST.year}. Set it, then type the command again."
    )


def _moved(seconds: float) -> str:
    if abs(seconds) <= TOLERANCE:
        return ""
    way = "back" if seconds < 0 else "forward"
    return (
        f"The system's clock was set {way} by {say_duration(abs(seconds))}. "
        "The exam's own clock goes on."
    )


def say_duration(seconds: float) -> str:
    """`4 h 59 min`, `12 min`, or `less than a minute`."""
    minutes = int(seconds // 60)
    if not minutes:
        return "less than a minute"
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest)
    return " ".join(parts)
