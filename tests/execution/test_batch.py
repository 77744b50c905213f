"""Many lessons at once, interrupted, repeated, side by side."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from projects import TinyCourse

from tfprep.execution.batch import Event, run_lessons
from tfprep.execution.cache import Cache
from tfprep.execution.limits import Limits
from tfprep.execution.outputs import Output, Outputs

pytestmark = pytest.mark.slow

QUICK = "\n# %%\nprint(1)\n"
BROKEN = "\n# %%\n1 / 0\n"
ENDLESS = "\n# %%\nimport time\nopen('started', 'w').close()\ntime.sleep(600)\n"


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


def children(pid: int) -> set[int]:
    """The processes below a process, as /proc tells."""
    found: set[int] = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            child = int(stat.parent.name)
            found |= {child} | children(child)
    return found


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_one_failing_lesson_does_not_stop_the_others(course: TinyCourse) -> None:
    """The good lesson's result is kept, the bad one's problem is reported."""
    lessons = [course.lesson("basics/good", QUICK), course.lesson("basics/bad", BROKEN)]
    cache = Cache(course.root / "cache")

    report = run_lessons(lessons, cache, jobs=2)

    assert set(report.entries) == {"basics/good"}
    assert "ZeroDivisionError" in report.problems["basics/bad"][0].text
    assert cache.get(lessons[0]) is not None
    assert cache.get(lessons[1]) is None


def test_known_lessons_are_not_executed_again(course: TinyCourse) -> None:
    """A second run takes all from the cache; force executes all the same."""
    lessons = [course.lesson("basics/good", QUICK)]
    cache = Cache(course.root / "cache")
    events: list[Event] = []

    run_lessons(lessons, cache)
    second = run_lessons(lessons, cache, listen=events.append)
    forced = run_lessons(lessons, cache, force=True)

    assert events == []
    assert second.cached == {"basics/good"}
    assert forced.cached == set()


def test_progress_counts_down(course: TinyCourse) -> None:
    """The listener hears each begin and end, and how many lessons are left."""
    lessons = [course.lesson(f"basics/l{i}", QUICK) for i in range(3)]
    events: list[Event] = []

    run_lessons(lessons, Cache(course.root / "cache"), jobs=2, listen=events.append)

    assert [event.left for event in events if event.ended] == [2, 1, 0]
    assert len(events) == 6


def test_lessons_run_side_by_side(course: TinyCourse) -> None:
    """Two jobs overlap in time."""
    body = "\n# %%\nimport time\ntime.sleep(3)\n"
    lessons = [course.lesson(f"basics/l{i}", body) for i in range(2)]

    report = run_lessons(lessons, Cache(course.root / "cache"), jobs=2)

    starts = [entry.wall_seconds for entry in report.entries.values()]
    events: list[tuple[float, bool]] = []
    run_lessons(
        lessons,
        Cache(course.root / "cache"),
        jobs=2,
        force=True,
        listen=lambda event: events.append((time.monotonic(), event.ended)),
    )
    assert len(starts) == 2
    assert [ended for _, ended in events] == [False, False, True, True]


def test_a_full_disk_is_said_and_loses_nothing(
    course: TinyCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A result that can't be stored is a problem with advice, not a traceback."""

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tfprep.files.os.fsync", full)

    report = run_lessons(
        [course.lesson("basics/good", QUICK)], Cache(course.root / "c")
    )

    (problem,) = report.problems["basics/good"]
    assert "No space left on device" in problem.text
    assert "make room" in problem.text


def test_a_hanging_lesson_does_not_hold_up_the_others(course: TinyCourse) -> None:
    """The limit ends the hanging one; the others are there."""
    lessons = [
        course.lesson("basics/bad", ENDLESS),
        course.lesson("basics/good", QUICK),
    ]

    report = run_lessons(
        lessons, Cache(course.root / "cache"), jobs=2, limits=Limits(seconds=5)
    )

    assert set(report.entries) == {"basics/good"}
    assert "still running after 5 s" in report.problems["basics/bad"][0].text


def test_two_runs_at_once_do_not_hurt_each_other(course: TinyCourse) -> None:
    """Both end well, and the cache is whole."""
    for i in range(3):
        course.write(f"basics/l{i}", QUICK)
    command = [sys.executable, "-m", "tfprep", "run", "--force"]

    runs = [subprocess.Popen(command, cwd=course.root) for _ in range(2)]

    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    assert "3 from the cache" in course.tfprep("run").stdout


@pytest.mark.skipif(sys.platform != "linux", reason="warm processes are for Linux")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("seconds", [0, 1])
def test_a_run_can_be_stopped_while_tensorflow_is_imported(
    course: TinyCourse, how: signal.Signals, seconds: int
) -> None:
    """However early it is stopped, a run says so, and no traceback."""
    course.write("basics/heavy", "\n# %%\nimport tensorflow, keras\n" + ENDLESS)
    run = subprocess.Popen(
        [sys.executable, "-m", "tfprep", "run"],
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: children(run.pid))
    time.sleep(seconds)

    run.send_signal(how)
    _, said = run.communicate(timeout=30)

    assert run.returncode == 128 + how
    assert said.strip() == "Stopped. What was finished is kept; the next run goes on."


def test_an_unforeseen_exception_is_one_lesson_s_problem(
    course: TinyCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever our own code does wrong costs the lesson that it ran, and no other."""
    bad = "\n# %%\nx = 1\n"
    lessons = [course.lesson("basics/good", QUICK), course.lesson("basics/bad", bad)]
    clean = Outputs.all

    def broken(self: Outputs) -> list[Output]:
        if not clean(self):
            raise LookupError("what nobody thought of")
        return clean(self)

    monkeypatch.setattr(Outputs, "all", broken)

    report = run_lessons(lessons, Cache(course.root / "cache"))

    assert set(report.entries) == {"basics/good"}
    (problem,) = report.problems["basics/bad"]
    assert problem.path == lessons[1].path
    assert "got LookupError: what nobody thought of" in problem.text
    assert "please report it" in problem.text


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.parametrize(
    ("how", "code"),
    [
        (signal.SIGINT, 130),
        (signal.SIGTERM, 143),
        (signal.SIGHUP, 129),
        (signal.SIGKILL, -signal.SIGKILL),
    ],
)
def test_stopping_leaves_nothing_and_keeps_what_is_done(
    course: TinyCourse, how: signal.Signals, code: int
) -> None:
    """After Ctrl-C, and any signal, no process and no folder stays; a run goes on."""
    temporary = course.root / "tmp"
    temporary.mkdir()
    course.write("basics/good", QUICK)
    course.write("basics/long", ENDLESS)
    kept = course.root / ".cache/lessons/basics/good"
    run = subprocess.Popen(
        [sys.executable, "-m", "tfprep", "run", "--jobs", "2"],
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    wait_for(lambda: list(kept.glob("*.json")))
    below = children(run.pid)
    assert len(below) >= 2  # the warm process and a kernel

    run.send_signal(how)
    shown, said = run.communicate(timeout=30)

    assert run.returncode == code
    wait_for(lambda: not any(alive(pid) for pid in below))
    wait_for(lambda: not list(temporary.iterdir()))
    course.write("basics/long", QUICK)
    assert "1 executed" in course.tfprep("run").stdout
    if how is not signal.SIGKILL:
        assert "What was finished is kept" in said
        assert "Traceback" not in said
        assert "failed" not in shown
