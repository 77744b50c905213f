"""`mkdocs serve` never waits for a lesson."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest
from projects import TinyCourse, TinySite
from server import needs_loopback, serving
from tasks import write_task

from tfprep.execution.background import Live
from tfprep.execution.cache import Cache, Entry

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
        path.write_text(path.read_text().replace("1 / 0", "print('mend' + 'ed')"))
        server.wait(page, lambda html: "mended" in html)
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
        for lesson in lessons:
            live.want(lesson)
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
        live.want(lesson)
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
    live.want(lesson)
    live.stop()

    assert live.failure(lesson) == ()
    assert caplog.text == ""
