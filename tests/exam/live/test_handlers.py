"""What a page can have done with an exam, and what it is told."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hall import TASK, Hall, hall
from projects import TinyCourse, new_course
from server import needs_loopback

from tfprep.exam.limits import MEGABYTES
from tfprep.exam.live import upload
from tfprep.exam.live.handlers import routes
from tfprep.exam.outcomes import Grade, RefusedError, TroubleError
from tfprep.exam.sitting import actions
from tfprep.exam.sitting.state import STATE
from tfprep.execution.scratch import scratch
from tfprep.practice.progress_file import ProgressFile

pytestmark = needs_loopback

BOTH = {"tasks": [TASK, "daily-rentals"], "clock": True}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> TinyCourse:
    """A course of one lesson; the server needs one."""
    course = new_course(tmp_path_factory.mktemp("course"))
    course.write("basics/one")
    return course


@pytest.fixture
def page(
    course: TinyCourse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Hall]:
    """A server that no exam was begun with yet."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    with hall(course, tmp_path / "tfprep-exam") as page:
        yield page


@pytest.fixture
def begun(page: Hall) -> Hall:
    """One whose exam of two tasks is under way."""
    page.desk.start()
    return page


def attempts(sight: dict[str, Any], task: int = 0) -> list[dict[str, Any]]:
    """What was handed in for a task."""
    return list(sight["exam"]["tasks"][task]["attempts"])


def test_an_exam_from_start_to_report(page: Hall) -> None:
    """It is the exam of the commands: its files, its scores, its memory."""
    assert page.look()["exam"] is None
    assert page.post("start", BOTH).status == 202
    sight = page.done()
    folder = Path(sight["folder"])
    assert (folder / "A-bent-sensor" / "train.py").is_file()
    assert (sight["exam"]["hours"], sight["exam"]["left"]) == (5, 5 * 3600)

    page.desk.answer = Grade(4, 1.5, ("A note.",))
    assert page.send(b"PK a model").status == 202
    (attempt,) = attempts(page.done())
    assert attempt["score"] == 4
    assert attempt["said"] == "mean absolute error 1.5 °C"
    assert attempt["then"] == "For 5: at most 1 °C."
    assert attempt["notes"] == ["A note."]
    assert page.desk.status().hand_ins[0].score == 4

    assert page.post("finish", {"sure": False}).json["words"] == (
        "Nothing was handed in for E yet."
    )
    page.send(b"PK another", task="daily-rentals")
    page.done()
    assert page.post("finish", {"sure": False}).status == 202
    sight = page.done()
    assert sight["exam"]["is_finished"]
    assert sight["report"] == str(folder / "report.html")
    assert "32 of 40 points" in page.get("/report").json["html"]
    (remembered,) = ProgressFile().read().exams.values()
    assert remembered.points == 32
    assert sight["next_folder"] == f"{folder}-2"


def test_the_brief_is_html_without_html_of_its_own(begun: Hall) -> None:
    """Markdown becomes elements; what its author wrote as HTML stays text."""
    html = begun.get(f"/brief?task={TASK}").json["html"]

    assert "<h2>The data</h2>" in html
    assert "<th>Score</th>" in html
    assert "<h1>" not in html
    wrong = begun.get("/brief?task=bent-sensors")
    assert wrong.status == 400
    assert 'Did you mean "bent-sensor"?' in wrong.json["words"]


def test_the_model_that_was_saved_last_can_be_taken(begun: Hall) -> None:
    """The page says which one that is."""
    assert begun.look()["exam"]["tasks"][0]["saved"] is None
    path = begun.desk.save_model()
    os.utime(path, (0, 0))
    saved = begun.look()["exam"]["tasks"][0]["saved"]
    assert saved["name"] == "model.keras"
    assert saved["time"].startswith(("1970-01-01T", "1969-12-31T"))

    assert begun.post("saved", {"task": TASK}).status == 202
    assert attempts(begun.done())[0]["score"] == 5


def test_what_is_refused_costs_nothing_and_says_why(begun: Hall) -> None:
    """In the grader's words, and it stays in the list."""
    begun.desk.answer = RefusedError("a stone", "a model", "Train one.")
    begun.send(b"stone")

    (attempt,) = attempts(begun.done())
    assert attempt["score"] is None
    assert attempt["said"] == "Got a stone; expected a model. Train one."


def test_trouble_of_the_machine_is_told_until_the_next_job(begun: Hall) -> None:
    """It is no attempt, and names the task that it kept from a score."""
    begun.desk.answer = TroubleError("The grader failed, not your model.")
    begun.send(b"PK")
    sight = begun.done()
    assert attempts(sight) == []
    assert sight["trouble"] == {
        "kind": "hand-in",
        "task": TASK,
        "words": "The grader failed, not your model.",
    }

    begun.desk.answer = Grade(1, 14.0)
    begun.send(b"PK")
    assert begun.done()["trouble"] is None


def test_what_nobody_thought_of_is_told_and_ends_nothing(
    begun: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    """The next hand-in is graded; where it went wrong is in the terminal."""
    begun.desk.answer = ZeroDivisionError("odd")
    begun.send(b"PK")
    assert "its terminal says where" in begun.done()["trouble"]["words"]
    assert "ZeroDivisionError: odd" in caplog.text

    begun.desk.answer = Grade(2, 5.0)
    begun.send(b"PK")
    assert len(attempts(begun.done())) == 1


def test_one_thing_at_a_time(begun: Hall) -> None:
    """A second tab is told what is under way, whatever it asks for."""
    begun.send(b"PK", "first.keras")
    begun.wait_for(lambda: begun.graded)
    job = begun.look()["job"]
    assert (job["kind"], job["task"], job["file"]) == ("hand-in", TASK, "first.keras")

    large = b"x" * 10**7  # more than other requests may have
    for second in (
        begun.send(large, "second.keras"),
        begun.post("saved", {"task": TASK}),
        begun.post("finish", {"sure": True}),
    ):
        assert second.status == 409
        assert "a model is graded at the moment" in second.json["words"]
    assert len(attempts(begun.done())) == 1
    assert len(begun.graded) == 1


def test_a_look_waits_for_nobody(begun: Hall) -> None:
    """While a command has the exam, for which a hand-in waits, and after it."""
    with actions.opened(begun.desk.workspace, begun.desk.clock):
        assert begun.look()["exam"]["points"] == 0
        begun.send(b"PK")
        begun.wait_for(lambda: begun.look()["job"]["waits"])
        assert begun.graded == []
    assert len(attempts(begun.done())) == 1
    begun.desk.save_model()
    begun.desk.submit(4)
    assert len(attempts(begun.look())) == 2


def test_another_exam_waits_for_the_end_of_the_first(begun: Hall) -> None:
    """What is under way is never covered by a new one."""
    answer = begun.post("start", BOTH)

    assert answer.status == 409
    assert "finish it first" in answer.json["words"]


def test_when_the_time_is_over_nothing_is_taken_any_more(begun: Hall) -> None:
    """A page that was left open shows it, and is told so if it sends something."""
    begun.desk.clock.wait(301)
    sight = begun.look()
    assert (sight["exam"]["is_over"], sight["exam"]["left"]) == (True, 0)
    assert not sight["exam"]["is_finished"]
    assert sight["exam"]["minutes"] == 300

    begun.send(b"PK")
    assert "hours are over" in begun.done()["trouble"]["words"]


def test_a_broken_exam_is_told_and_another_can_begin(begun: Hall) -> None:
    """The broken one stays as it is."""
    path = begun.desk.workspace / STATE
    path.write_text("{")
    sight = begun.look()
    assert sight["exam"] is None
    assert str(path) in sight["broken"]

    begun.post("start", {"tasks": [TASK], "clock": False})
    sight = begun.done()
    assert sight["folder"] == f"{begun.desk.workspace}-2"
    assert sight["exam"]["left"] is None
    assert path.read_text() == "{"


def test_wrong_starts_make_nothing(page: Hall) -> None:
    """Each is told what was expected."""
    for body, words in (
        ({"tasks": [], "clock": True}, "expected one at least"),
        ({"tasks": ["bent-senser"], "clock": True}, 'Did you mean "bent-sensor"?'),
        ({"tasks": [TASK]}, "clock"),
        ({"tasks": [TASK] * 6, "clock": True}, "tasks"),
        ({"tasks": [TASK], "clock": True, "folder": "/"}, "folder"),
    ):
        answer = page.post("start", body)
        assert answer.status == 400
        assert words in answer.json["words"]
    assert not page.desk.workspace.exists()
    assert page.post("finish", {"sure": True}).status == 409
    assert page.get("/report").status == 404


def test_a_model_lies_in_a_private_folder_and_goes_after_grading(begun: Hall) -> None:
    """Whatever its name says; the copy that was graded is the exam's."""
    begun.send(b"PK" * 5 * 10**6, "..%2F..%2F.%00ssh%5Cmy%20model.keras")
    begun.wait_for(lambda: begun.graded)
    (folder,) = scratch().files.glob("hand-in-*")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder.iterdir()] == ["my_model.keras"]
    assert begun.graded[0].suffix == ".keras"

    begun.done()
    begun.wait_for(lambda: not folder.exists())


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("model.keras", "model.keras"),
        ("../../etc/passwd", "passwd"),
        ("C:\\models\\mine.h5", "mine.h5"),
        ("..", "model"),
        ("", "model"),
        (".keras", "keras"),
        ("mødel é.keras", "mødel_é.keras"),
        ("x" * 300 + ".keras", "x" * 74 + ".keras"),
    ],
)
def test_a_name_is_one_of_a_file_and_nothing_else(name: str, plain: str) -> None:
    """No part of it leads anywhere, and its end stays."""
    assert upload.plain_name(name) == plain


def test_a_file_that_is_too_large_is_not_read(begun: Hall) -> None:
    """It is said how large it may be."""
    connection = begun.server
    answer = connection.ask(
        "POST",
        f"/tfprep/exam/hand-in?task={TASK}&name=a.keras",
        Content_Length=str(MEGABYTES * 10**6 + 1),
        Content_Type="application/octet-stream",
        **connection.with_token,
    )

    assert answer.status == 413
    assert f"expected {MEGABYTES} MB at most" in answer.json["words"]
    assert not list(scratch().files.glob("hand-in-*"))


def test_a_full_disk_is_told_and_costs_nothing(
    begun: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the model comes in, and while the exam's file is written."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(upload.Upload, "write", full)
        answer = begun.send(b"PK")
    assert answer.status == 507
    assert "No space left on device" in answer.json["words"]
    assert not list(scratch().files.glob("hand-in-*"))

    with monkeypatch.context() as patched:
        patched.setattr(actions, "save", full)
        begun.send(b"PK")
        assert "No space left" in begun.done()["trouble"]["words"]
    assert attempts(begun.look()) == []


def test_pages_of_mkdocs_serve_may_hand_in(course: TinyCourse, tmp_path: Path) -> None:
    """Their browser asks first; pages of other origins get no leave."""
    pages = "http://127.0.0.1:8000"
    with hall(course, tmp_path / "tfprep-exam", pages=pages) as page:
        path = f"/tfprep/exam/hand-in?task={TASK}&name=a.keras"
        leave = page.server.ask("OPTIONS", path, Origin=pages)
        other = page.server.ask("OPTIONS", path, Origin="http://127.0.0.1:8001")

    assert leave.status == 204
    assert leave.headers["access-control-allow-origin"] == pages
    assert "content-type" in leave.headers["access-control-allow-headers"]
    assert other.status == 403


EVERYTHING = [
    ("GET", "/tfprep/exam", None),
    ("GET", f"/tfprep/exam/brief?task={TASK}", None),
    ("GET", "/tfprep/exam/report", None),
    ("POST", "/tfprep/exam/start", BOTH),
    ("POST", f"/tfprep/exam/hand-in?task={TASK}&name=a", b"PK"),
    ("POST", "/tfprep/exam/saved", {"task": TASK}),
    ("POST", "/tfprep/exam/finish", {"sure": True}),
]
"""All that can be asked about an exam."""


def test_everything_is_tried() -> None:
    """What is added to the exam's page has to be added to these tests."""
    nothing: Any = None
    paths = [path.partition("?")[0] for _, path, _ in EVERYTHING]
    patterns = [f"/tfprep/{pattern}" for pattern, _, _ in routes(nothing)]

    for pattern in patterns:
        assert any(re.fullmatch(pattern, path) for path in paths), pattern
    assert len(patterns) == len(paths)


@pytest.mark.parametrize(("method", "path", "body"), EVERYTHING)
def test_nobody_else_is_answered(
    begun: Hall, method: str, path: str, body: object
) -> None:
    """Without the token, from a page of another site, under another name: refused."""
    kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
    server, token = begun.server, begun.server.with_token
    before = (begun.desk.workspace / STATE).read_bytes()
    other = "&" if "?" in path else "?"
    for headers, asked in (
        ({}, path),
        ({"Authorization": "token x"}, path),
        ({"Cookie": f"token={server.place.token}"}, path),
        ({}, f"{path}{other}token={server.place.token}"),
        ({**token, "Origin": "http://evil.example"}, path),
        ({**token, "Host": "evil.example"}, path),
    ):
        answer = server.ask(method, asked, body, Content_Type=kind, **headers)
        assert answer.status == 403
        assert "set-cookie" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers

    assert (begun.desk.workspace / STATE).read_bytes() == before
    assert begun.look()["job"] is None
    assert not list(scratch().files.glob("hand-in-*"))


@pytest.mark.parametrize(
    ("method", "path", "body"), [ask for ask in EVERYTHING if ask[0] == "POST"]
)
def test_following_an_address_changes_nothing(
    begun: Hall, method: str, path: str, body: object
) -> None:
    """What changes something wants a POST with a body that no form can send."""
    assert begun.server.live("GET", path).status == 405
    for kind in (
        "text/plain",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
    ):
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content_Type": kind, **begun.server.with_token}
        answer = begun.server.ask(method, path, sent, **headers)
        assert answer.status in (400, 415)
    assert begun.look()["job"] is None


def test_answers_can_be_shown_by_no_other_page(begun: Hall) -> None:
    """The report is data, too: it can't be opened as a page of this address."""
    begun.desk.finish()
    (begun.desk.workspace / "report.html").write_text("<script>1</script>")

    for path in ("", f"/brief?task={TASK}", "/report"):
        answer = begun.get(path)
        assert answer.status == 200
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
