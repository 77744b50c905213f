"""The exam's clock, on machines whose own clocks are moved about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfprep.exam.outcomes import ExamError
from tfprep.exam.sitting import clock
from tfprep.exam.sitting.clock import (
    LAST,
    Moment,
    advance,
    read_clocks,
    say_duration,
    start,
)

MORNING = datetime(2026, 11, 22, 9, tzinfo=UTC)


def moment(wall: float, ticks: float, boot: str = "first") -> Moment:
    """What a machine's clocks say some minutes after the morning."""
    time = MORNING + timedelta(minutes=wall)
    return Moment(wall=time, boot=boot, ticks=60 * (1000 + ticks))


def passed(then: Moment, now: Moment) -> tuple[float, str]:
    """Minutes by the exam's clock from one moment to the next, and the remark."""
    reading, remark = advance(start(then), now)
    assert reading.seen == now
    return (reading.time - then.wall).total_seconds() / 60, remark


def test_time_passes() -> None:
    """An hour on both clocks is an hour."""
    assert passed(moment(0, 0), moment(60, 60)) == (60, "")


@pytest.mark.parametrize(("wall", "way"), [(-180, "back"), (500, "forward")])
def test_a_clock_that_was_set_is_noticed(wall: float, way: str) -> None:
    """Setting the wall clock neither wins nor loses time, and it is said."""
    minutes, remark = passed(moment(0, 0), moment(wall, 60))

    assert minutes == 60
    assert f"The system's clock was set {way} by" in remark


def test_a_small_correction_is_no_news() -> None:
    """Network time moves every clock by seconds."""
    assert passed(moment(0, 0), moment(59, 60)) == (60, "")


def test_a_restart_does_not_stop_the_time() -> None:
    """After a restart the wall clock tells how long the machine was off."""
    assert passed(moment(0, 0), moment(90, -999, "second")) == (90, "")


def test_a_clock_set_back_over_a_restart_wins_no_time() -> None:
    """The exam's clock never goes back, and it is said."""
    minutes, remark = passed(moment(0, 0), moment(-30, -999, "second"))

    assert minutes == 0
    assert "set back by 30 min" in remark


def test_without_ticks_the_wall_clock_counts() -> None:
    """Where a machine can't tell its starts apart, time set back is noticed too."""
    then, now = (Moment(wall=MORNING + timedelta(minutes=m)) for m in (0, 25))

    assert passed(then, now) == (25, "")
    assert passed(now, then) == (
        0,
        "The system's clock was set back by 25 min. The exam's own clock goes on.",
    )


def test_this_machine_has_clocks() -> None:
    """Two looks at the real clocks come in order, in one zone."""
    first, second = read_clocks(), read_clocks()

    assert first.wall <= second.wall
    assert first.wall.utcoffset() == timedelta(0)
    assert first.boot == second.boot
    assert first.ticks <= second.ticks


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (59, "less than a minute"),
        (60, "1 min"),
        (3600, "1 h"),
        (17999, "4 h 59 min"),
    ],
)
def test_durations_are_said_in_minutes(seconds: float, words: str) -> None:
    """Nobody plans an exam by the second."""
    assert say_duration(seconds) == words


seconds = st.floats(0, 10 * 86400)
moves = st.one_of(
    st.tuples(st.just("wait"), seconds),
    st.tuples(st.just("restart"), seconds),
    st.tuples(
        st.just("set"),
        st.datetimes(
            datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)
        ),
    ),
    st.tuples(st.just("forget which start it is"), st.booleans()),
)


@given(moves=st.lists(moves, max_size=12))
def test_the_exam_s_clock_never_runs_back(
    moves: list[tuple[str, float | datetime | bool]],
) -> None:
    """Nor does it stop, as long as the machine is up and can tell that it is."""
    now = Moment(wall=MORNING, boot="1", ticks=5.0)
    reading = start(now)
    for number, (move, value) in enumerate(moves):
        waited = 0.0
        match move, value:
            case "wait", float():
                waited = value
                wall, ticks = now.wall + timedelta(seconds=value), now.ticks + value
                now = now.model_copy(update={"wall": wall, "ticks": ticks})
            case "restart", float():
                wall, boot = now.wall + timedelta(seconds=value), f"start {number}"
                now = Moment(wall=wall, boot=boot, ticks=1.0)
            case "set", datetime():
                now = now.model_copy(update={"wall": value})
            case _:
                now = now.model_copy(update={"boot": "" if value else f"{number}"})
        before, (reading, _) = reading, advance(reading, now)
        passed = (reading.time - before.time).total_seconds()
        assert passed >= 0
        assert passed == pytest.approx(waited, abs=1e-5) or move != "wait"


@pytest.mark.parametrize("year", [1970, 1980, 2025])
def test_no_exam_begins_in_the_past(year: int) -> None:
    """A machine without a battery for its clock says so before the hours run."""
    with pytest.raises(ExamError, match=rf"clock shows 01 January {year}, expected a"):
        start(Moment(wall=datetime(year, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize("year", [1969, 3000, 9999])
def test_a_clock_that_no_sum_can_be_done_with_is_named(
    year: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever command is typed; the exam stays as it was."""

    class Machine:
        @staticmethod
        def now(zone: tzinfo) -> datetime:
            return datetime(year, 6, 1, tzinfo=zone)

    monkeypatch.setattr(clock, "datetime", Machine)
    with pytest.raises(ExamError, match=rf"clock shows 01 June {year}, expected a day"):
        read_clocks()


def test_the_last_moment_is_not_passed() -> None:
    """An exam whose clock stands at the end of all dates can still be read."""
    then = start(Moment(wall=LAST, boot="1", ticks=1.0))
    reading, _ = advance(then, Moment(wall=LAST, boot="1", ticks=1e9))

    assert reading.time == LAST
