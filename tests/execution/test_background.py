"""`mkdocs serve` never waits for a lesson."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from projects import TinyCourse, TinySite, executed
from server import needs_loopback, serving
from tasks import write_task

from tfprep.execution import background
from tfprep.execution.background import Live
from tfprep.execution.batch import Event
from tfprep.execution.cache import Cache, Entry, key_of
from tfprep.execution.limits import Limits
from tfprep.execution.scratch import scratch
from tfprep.lessons.lesson import Lesson
from tfprep.problems import Problem

pytestmark = pytest.mark.slow

SLOW = "\n# %%\nimport time\ntime.sleep(6)\nprint('slept' + ' well')\n"


@needs_loopback
def test_pages_are_there_before_their_outputs(tiny: TinySite) -> None:
    """A page says that its outputs are being made, and fills in."""
    tiny.course.write("basics/slow", SLOW)

    with serving(tiny) as server:
        early = server.wait("lessons/basics/slow/", bool)
        late = server.wait("lessons/basics/slow/", lambda html: "slept well" in html)

    assert "The outputs of this lesson are being made now" in early
    assert "slept well" not in early
    assert "being made now" not in late


@needs_loopback
def test_without_reloading_the_first_pages_have_outputs(tiny: TinySite) -> None:
    """A site that is built once can show no outputs later."""
    tiny.course.write("basics/one", "\n# %%\nprint('ran' + ' well')\n")

    with serving(tiny, "--no-livereload") as server:
        html = server.wait("lessons/basics/one/", bool)

    assert "ran well" in html


@needs_loopback
def test_an_edit_shows_and_only_code_is_executed_again(tiny: TinySite) -> None:
    """New prose keeps outputs, new code gets new ones, a mistake is shown."""
    page = "lessons/basics/edited/"
    path = tiny.course.write(
        "basics/edited", "\n# %%\nimport time\nprint(time.time_ns())\n"
    )
    stamp = 'class="output"'

    def number(html: str) -> str:
        return html.split('<div class="output"><pre tabindex="0">')[1].split("<")[0]

    with serving(tiny) as server:
        first = number(server.wait(page, lambda html: stamp in html))
        path.write_text(path.read_text() + "\n# %% [markdown]\n# Fresh words.\n")
        same = number(server.wait(page, lambda html: "Fresh words" in html))
        path.write_text(path.read_text() + "\n# %%\n1 / 0\n")
        broken = server.wait(page, lambda html: "ZeroDivisionError" in html)
        path.write_text(path.read_text().replace("1 / 0", "print('repa' + 'ired')"))
        server.wait(page, lambda html: "repaired" in html)
        path.write_text("no header\n" + path.read_text())
        headless = server.wait(page, lambda html: "no header" in html)

    assert same == first
    assert "examples/basics/edited.py:" in broken
    assert "expected this" in headless


@needs_loopback
def test_an_edit_of_an_exam_task_shows(tiny: TinySite) -> None:
    """The briefs on the site follow the tasks' folders while it is served."""
    folder = write_task(tiny.course.project.exam_tasks, "one")
    (tiny.course.root / "docs/exam").mkdir()
    (tiny.course.root / "docs/exam/tasks.md").write_text(
        "---\nrender_macros: true\n---\n# Tasks\n\n{{ exam_briefs() }}\n"
    )

    with serving(tiny) as server:
        server.wait("exam/tasks/", lambda html: "Two numbers belong" in html)
        brief = folder / "brief.md"
        brief.write_text(brief.read_text().replace("Two", "Three"))
        server.wait("exam/tasks/", lambda html: "Three numbers belong" in html)


QUICK = "\n# %%\nprint(1)\n"
PROSE = "\n# %% [markdown]\n# Some words.\n"


def done(live: Live, seconds: float = 60) -> str:
    """What the signal says as soon as it changes."""
    end = time.monotonic() + seconds
    while (said := live.signal.read_text()) in ("", "0"):
        assert time.monotonic() < end, "no lesson ended"
        time.sleep(0.05)
    return said


def test_a_batch_of_lessons_is_told_once(course: TinyCourse, tmp_path: Path) -> None:
    """Until all are done, or much time has passed, the site isn't built again."""
    lessons = [course.lesson(f"basics/l{i}", QUICK) for i in range(3)]
    live = Live(Cache(tmp_path), tmp_path / "live", batch=1e9)
    live.start(lessons)
    try:
        live.want(lessons)
        said = done(live)
    finally:
        live.stop()

    assert said == "3"


class FullOfBugs(Cache):
    """A cache in which something goes wrong that no one foresaw."""

    def put(self, entry: Entry) -> None:
        raise RuntimeError(f"a bug of ours with {entry.slug}")


def test_what_no_one_foresaw_ends_the_wait(course: TinyCourse, tmp_path: Path) -> None:
    """The lesson has failed, and says by what."""
    lesson = course.lesson("basics/one", QUICK)
    live = Live(FullOfBugs(tmp_path), tmp_path / "live")
    live.start([lesson])
    try:
        live.want([lesson])
        done(live)
    finally:
        live.stop()

    (problem,) = live.failure(lesson)
    assert "RuntimeError: a bug of ours" in problem.text


@needs_loopback
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_a_server_that_is_told_to_stop_leaves_nothing(
    tiny: TinySite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: signal.Signals
) -> None:
    """It ends with the signal's exit code, its kernels and its folders with it."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    tiny.course.write("basics/slow", SLOW.replace("sleep(6)", "sleep(600)"))

    with serving(tiny) as server:
        server.wait("lessons/basics/slow/", bool)
        server.process.send_signal(how)
        code = server.process.wait(timeout=30)

    assert code == 128 + how
    assert [path.name for path in temporary.glob("tfprep-*")] == []


def test_what_is_stopped_has_not_failed(
    course: TinyCourse, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Ctrl-C while a lesson starts or runs leaves no error behind."""
    lesson = course.lesson("basics/one", "\n# %%\nimport time\ntime.sleep(600)\n")
    live = Live(Cache(tmp_path), tmp_path / "live")
    live.start([lesson])
    live.want([lesson])
    live.stop()

    assert live.failure(lesson) == ()
    assert caplog.text == ""


class Runs:
    """Stands in for the execution of lessons: a run ends when it is told to."""

    def __init__(self) -> None:
        self.told: list[str] = []
        """What happened, in order, such as `begin one: print(1)`."""
        self.failing = False
        self._ended: set[str] = set()

    def end(self, name: str) -> None:
        """Let the runs of a lesson end, and wait for one."""
        self._ended.add(name)
        until(lambda: any(x.startswith(f"end {name}") for x in self.told))

    async def run(self, lesson: Lesson, _cache: Cache, _limits: Limits) -> Event:
        said = f"{lesson.name}: {lesson.code_cells[0].source}"
        self.told.append(f"begin {said}")
        try:
            while lesson.name not in self._ended:
                await asyncio.sleep(0.01)
        except asyncio.CancelledError:
            self.told.append(f"stop {said}")
            raise
        self.told.append(f"end {said}")
        wrong = (Problem(lesson.path, 1, "is wrong"),) if self.failing else ()
        return Event(lesson, 0, executed(lesson.slug), wrong)


def until(holds: Callable[[], object], seconds: float = 60) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """Runs that take the place of all that would be executed, on a single core."""
    made = Runs()
    monkeypatch.setattr(background, "run_lesson", made.run)
    monkeypatch.setattr(background, "preload", lambda _modules: None)
    monkeypatch.setattr(background, "default_jobs", lambda: 1)
    return made


@pytest.fixture
def live(runs: Runs, tmp_path: Path) -> Iterator[Live]:
    """A worker that tells of no batch before all is done."""
    made = Live(Cache(tmp_path), tmp_path / "live", batch=1e9)
    made.start([])
    yield made
    made.stop()


def test_who_edits_waits_for_no_other_lesson(
    course: TinyCourse, live: Live, runs: Runs
) -> None:
    """An edited lesson begins and is told at once; until then no other begins."""
    one, two, three = (course.lesson(f"basics/{n}", QUICK) for n in ("1", "2", "3"))
    live.want([one, two])
    until(lambda: runs.told == ["begin 1: print(1)"])

    live.want([one, two, three])
    until(lambda: len(runs.told) == 2)
    runs.end("1")
    runs.end("3")
    until(lambda: live.signal.read_text() == "2")
    until(lambda: len(runs.told) == 5)

    assert [said.split(":")[0] for said in runs.told] == [
        "begin 1",
        "begin 3",
        "end 1",
        "end 3",
        "begin 2",
    ]


def test_what_a_lesson_was_before_an_edit_is_stopped(
    course: TinyCourse, live: Live, runs: Runs
) -> None:
    """New prose leaves a run alone; new code ends it and begins another."""
    lesson = course.lesson("basics/one", QUICK)
    live.want([lesson])
    live.want([course.lesson("basics/one", QUICK + PROSE)])
    until(lambda: runs.told)

    live.want([course.lesson("basics/one", "\n# %%\nprint(2)\n")])
    until(lambda: len(runs.told) == 3)
    runs.end("one")

    assert sorted(runs.told[1:3]) == ["begin one: print(2)", "stop one: print(1)"]
    assert runs.told[3:] == ["end one: print(2)"]


def test_what_no_one_wants_any_more_is_stopped(
    course: TinyCourse, live: Live, runs: Runs
) -> None:
    """Such as a lesson that is gone, or as it was when its outputs were made."""
    live.want([course.lesson("basics/one", QUICK)])
    until(lambda: runs.told)

    live.want([])
    until(lambda: len(runs.told) == 2)

    assert runs.told[1] == "stop one: print(1)"


def test_what_was_done_while_it_was_asked_for_is_not_done_again(
    course: TinyCourse, live: Live, runs: Runs, tmp_path: Path
) -> None:
    """Its page is told that the outputs are there."""
    lesson = course.lesson("basics/one", QUICK)
    entry = executed(lesson.slug).model_copy(update={"key": key_of(lesson)})
    Cache(tmp_path).put(entry)

    live.want([lesson])

    assert done(live) == "1"
    assert runs.told == []


def test_a_problem_never_names_a_line_where_the_code_no_longer_stands(
    course: TinyCourse, live: Live, runs: Runs
) -> None:
    """After an edit above it, the lesson is tried again; after one below it, not."""
    lesson = course.lesson("basics/one", QUICK)
    runs.failing = True
    live.want([lesson])
    runs.end("one")
    until(lambda: live.failure(lesson))

    below = course.lesson("basics/one", QUICK + PROSE)
    above = course.lesson("basics/one", PROSE + QUICK)
    live.want([below])
    live.want([above])
    until(lambda: live.failure(above))

    assert live.failure(below)
    assert [said.split()[0] for said in runs.told] == ["begin", "end"] * 2


@pytest.mark.parametrize("when", ["*/cwd", "*/cwd/begun"])
def test_a_run_that_is_overtaken_leaves_nothing(
    course: TinyCourse, tmp_path: Path, when: str
) -> None:
    """Its kernel and its folder go while the server goes on: at the start, or later."""
    live = Live(Cache(tmp_path), tmp_path / "live")
    lesson = course.lesson("basics/one", "\n# %%\nopen('begun', 'w')\nwhile True: 1\n")
    live.start([lesson])
    try:
        live.want([lesson])
        until(lambda: list(scratch().files.glob(when)))
        live.want([])
        until(lambda: not list(scratch().files.glob("*/cwd")))
    finally:
        live.stop()

    assert live.failure(lesson) == ()
