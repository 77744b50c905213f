"""What a live page can have done, with real kernels."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from live import LiveServer, live_server
from projects import EXERCISE, TinyCourse, new_course
from server import needs_loopback
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tfprep.practice.server.kernels import MOST

pytestmark = [needs_loopback, pytest.mark.slow]

SLUG = "basics/one"
DOUBLE = f"{SLUG}/double"
BODY = f"""
# %%
base = 40
print("the base is", base)

# %%
print(base + 2)
{EXERCISE}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> TinyCourse:
    """A course of one lesson with two cells and an exercise."""
    course = new_course(tmp_path_factory.mktemp("course"))
    course.write(SLUG, BODY)
    return course


@pytest.fixture(scope="module")
def server(project: TinyCourse) -> Iterator[LiveServer]:
    """A server of the course."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TFPREP_PROGRESS", str(project.root / "kept" / "progress.json"))
        with live_server(project) as running:
            yield running


@pytest.fixture
def fresh(server: LiveServer) -> LiveServer:
    """The server, where the lesson has no kernel."""
    server.live("POST", "/tfprep/restart", {"lesson": SLUG})
    return server


def run(server: LiveServer, code: str, cell: int = 1) -> list[dict[str, object]]:
    """The events of running a code block."""
    body = {"lesson": SLUG, "cell": cell, "code": code}
    return server.live("POST", "/tfprep/run", body).events


def printed(events: list[dict[str, object]], cell: int) -> str:
    """What a cell had printed at its end."""
    found = [
        x["outputs"] for x in events if x["event"] == "outputs" and x["cell"] == cell
    ]
    return "".join(output["text"] for output in found[-1])  # type: ignore[attr-defined]


def check(server: LiveServer, text: str) -> list[dict[str, object]]:
    """The events of checking an answer."""
    body = {"lesson": SLUG, "exercise": DOUBLE, "text": text}
    return server.live("POST", "/tfprep/answer", body).events


def state(server: LiveServer) -> str:
    """How the lesson stands."""
    return str(server.live("GET", f"/tfprep/lesson?lesson={SLUG}").json["state"])


class Tab:
    """A request that is under way, as long as the tab is open."""

    def __init__(self, server: LiveServer, code: str) -> None:
        self._raw = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        content = json.dumps({"lesson": SLUG, "cell": 1, "code": code}).encode()
        headers = {
            "Host": f"127.0.0.1:{server.port}",
            "Content-Type": "application/json",
            "Content-Length": str(len(content)),
            **server.with_token,
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"POST /tfprep/run HTTP/1.1\r\n{lines}\r\n".encode()
        self._raw.sendall(head + content)
        self.said = b""

    def wait_for(self, word: bytes) -> None:
        """Read until something comes."""
        while word not in self.said:
            got = self._raw.recv(65536)
            assert got, self.said
            self.said += got

    def close(self) -> None:
        self._raw.close()


def test_code_runs_after_what_stands_before_it(fresh: LiveServer) -> None:
    """The cell above runs first, says so, and is not run again."""
    events = run(fresh, "print(base + 2)")

    assert {"event": "before", "cell": 0} in events
    assert printed(events, 0) == "the base is 40\n"
    assert printed(events, 1) == "42\n"
    assert (events[-1]["event"], events[-1]["ok"]) == ("done", True)
    assert "outputs" not in events[-1], "they came before"
    again = run(fresh, "base += 1; print(base)")
    assert [x for x in again if x["event"] == "before"] == []
    assert printed(again, 1) == "41\n"
    assert state(fresh) == "ready"


def test_an_error_comes_as_python_shows_it(fresh: LiveServer) -> None:
    """And the next code works."""
    done = run(fresh, "1 / 0")[-1]

    assert (done["event"], done["ok"]) == ("done", False)
    assert "ZeroDivisionError" in str(done["words"])
    assert "division by zero" in str(done["error"])
    assert printed(run(fresh, "print(base)"), 1) == "40\n"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("def double(x):\n    return 2 * x", "correct"),
        ("def double(x):\n    return x * x", "incorrect"),
        ("def double(x):\n    ...", "not attempted"),
        ("def double(x):\n    return 1 / 0", "could not run"),
    ],
)
def test_an_answer_gets_its_verdict(
    server: LiveServer, text: str, outcome: str
) -> None:
    """One of four; text and attempt are remembered."""
    verdict = check(server, text)[-1]

    assert (verdict["event"], verdict["outcome"]) == ("verdict", outcome)
    assert verdict["words"]
    kept = server.live("GET", "/tfprep/progress").json["exercises"][DOUBLE]
    assert kept["attempts"][-1]["outcome"] == outcome
    assert kept["answer"]["text"] == text


def test_a_lesson_is_made_ready_in_the_background(fresh: LiveServer) -> None:
    """Asking how it stands starts nothing; opening it does."""
    assert state(fresh) == "gone"
    opened = fresh.live("POST", "/tfprep/lesson", {"lesson": SLUG}).json
    assert opened["state"] == "starting"
    while state(fresh) == "starting":
        time.sleep(0.05)
    assert state(fresh) == "ready"
    body = {"lesson": SLUG, "exercise": DOUBLE}
    assert fresh.live("POST", "/tfprep/prepare", body).status == 200


def test_a_closed_tab_stops_its_code(fresh: LiveServer) -> None:
    """What it computed before is still there for the next request."""
    run(fresh, "kept = 1")
    tab = Tab(fresh, "print('begun', flush=True)\nwhile True: pass")
    tab.wait_for(b"begun")
    assert state(fresh) == "busy"
    tab.close()

    assert printed(run(fresh, "print(kept)"), 1) == "1\n"


def test_code_is_interrupted_on_request(fresh: LiveServer) -> None:
    """Its own request ends with words, and the next code works."""
    tab = Tab(fresh, "print('begun', flush=True)\nwhile True: pass")
    tab.wait_for(b"begun")
    assert fresh.live("POST", "/tfprep/interrupt", {"lesson": SLUG}).status == 200
    tab.wait_for(b'"event": "done"')
    tab.close()

    assert b'"ok": false' in tab.said
    assert printed(run(fresh, "print(base)"), 1) == "40\n"


def test_a_second_tab_waits_and_is_told(fresh: LiveServer) -> None:
    """Both run in one kernel, one after the other."""
    run(fresh, "")
    tab = Tab(fresh, "import time\nprint('begun', flush=True)\ntime.sleep(0.5)\nx = 1")
    tab.wait_for(b"begun")
    events = run(fresh, "print(x)")
    tab.close()

    assert events[0]["event"] == "note"
    assert printed(events, 1) == "1\n"


@pytest.mark.skipif(sys.platform != "linux", reason="sends a signal")
def test_a_kernel_that_died_is_replaced_and_said(fresh: LiveServer) -> None:
    """The state is gone; what comes next starts another, and the cells before run."""
    pid = int(printed(run(fresh, "import os; print(os.getpid())"), 1))
    os.kill(pid, signal.SIGKILL)
    while state(fresh) != "gone":
        time.sleep(0.05)
    events = run(fresh, "print(base)")

    assert "kernel had ended" in str(events[0]["words"])
    assert {"event": "before", "cell": 0} in events
    assert printed(events, 1) == "40\n"


def test_code_that_kills_its_kernel_is_told_so(fresh: LiveServer) -> None:
    """And the next code has a new one."""
    done = run(fresh, "import os; os._exit(3)")[-1]

    assert (done["event"], done["ok"]) == ("done", False)
    assert done["words"]
    assert printed(run(fresh, "print(base)"), 1) == "40\n"


@pytest.mark.skipif(sys.platform != "linux", reason="looks at sockets")
def test_a_kernel_is_reached_through_files(fresh: LiveServer) -> None:
    """Its five channels are no ports: their folder is open to its owner alone."""
    pid = int(printed(run(fresh, "import os; print(os.getpid())"), 1))
    found = psutil.Process(pid).net_connections("unix")
    paths = {Path(str(connection.laddr)) for connection in found if connection.laddr}

    assert {path.name for path in paths} == {f"s-{number}" for number in range(1, 6)}
    assert all(path.parent.stat().st_mode & 0o077 == 0 for path in paths)


def test_there_are_at_most_so_many_kernels(fresh: LiveServer) -> None:
    """Those that are started through Jupyter's own interface count too."""
    answers = [fresh.live("POST", "/api/kernels", {}) for _ in range(MOST + 1)]
    codes = [answer.status for answer in answers]
    for kernel in fresh.live("GET", "/api/kernels").json:
        fresh.live("DELETE", f"/api/kernels/{kernel['id']}")

    assert codes == [201] * MOST + [503]
    assert f"{MOST} kernels run" in answers[-1].json["words"]
    assert fresh.live("GET", "/tfprep/status").json["kernels"] == 0


def test_a_program_with_the_token_reaches_a_kernel(fresh: LiveServer) -> None:
    """Jupyter's web socket works for whoever may use it."""

    async def talk() -> str:
        run_in_thread = asyncio.to_thread
        kernel = (await run_in_thread(fresh.live, "POST", "/api/kernels", {})).json
        url = f"ws://127.0.0.1:{fresh.port}/api/kernels/{kernel['id']}/channels"
        request = HTTPRequest(url, headers=fresh.with_token)
        connection = await websocket_connect(request)
        header = {"msg_id": "1", "msg_type": "kernel_info_request", "session": "s"}
        header |= {"username": "", "version": "5.3"}
        message = {"channel": "shell", "header": header, "content": {}}
        message |= {"parent_header": {}, "metadata": {}}
        await connection.write_message(json.dumps(message))
        kind = ""
        while kind != "kernel_info_reply":
            kind = json.loads(str(await connection.read_message()))["msg_type"]
        connection.close()
        while await connection.read_message() is not None:
            pass
        await run_in_thread(fresh.live, "DELETE", f"/api/kernels/{kernel['id']}")
        return kind

    assert asyncio.run(talk()) == "kernel_info_reply"


def test_what_is_not_in_the_course_is_said(server: LiveServer) -> None:
    """With the name that was probably meant."""
    for path, body, words in [
        ("lesson", {"lesson": "basics/ones"}, 'Did you mean "basics/one"?'),
        (
            "prepare",
            {"lesson": SLUG, "exercise": f"{SLUG}/doubles"},
            f'mean "{DOUBLE}"?',
        ),
        ("run", {"lesson": SLUG, "cell": -1, "code": ""}, "a wrong cell"),
        ("run", {"lesson": SLUG, "cell": 0}, "a wrong code"),
        ("run", [], "expected JSON with lesson, cell, code"),
        ("run", b"{", "expected JSON with lesson, cell, code"),
        ("answer", {"lesson": SLUG, "exercise": DOUBLE, "text": 1}, "a wrong text"),
        ("run", b'{"lesson":"basics/one","cell":0,"code":"\\ud800"}', "a wrong body"),
    ]:
        answer = server.live("POST", f"/tfprep/{path}", body)
        assert answer.status in (400, 404)
        assert words in answer.json["words"], answer.json


def test_progress_goes_both_ways(server: LiveServer) -> None:
    """What the browser knows is added to what the file holds, and told."""
    at = "2026-11-27T12:00:00.000Z"
    sent = {"schema": 1, "lessons": {SLUG: {"opened": at}}}

    merged = server.live("POST", "/tfprep/progress", sent).json
    assert merged["lessons"] == {SLUG: {"opened": at}}
    assert server.live("GET", "/tfprep/progress").json == merged
    for wrong in ({"schema": 2}, {"lessons": 1}, b"{"):
        answer = server.live("POST", "/tfprep/progress", wrong)
        assert (answer.status, "expected" in answer.json["words"]) == (400, True)
    assert "lessons" not in server.live("DELETE", "/tfprep/progress").json


def test_progress_that_cannot_be_written_is_said_beside_the_verdict(
    project: TinyCourse,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Once, on the page and in the terminal; the answer is judged all the same."""
    (project.root / "file").write_text("in the way")
    monkeypatch.setenv("TFPREP_PROGRESS", str(project.root / "file" / "progress.json"))
    with live_server(project) as server:
        first, second = (check(server, "def double(x): return x") for _ in range(2))

    assert [x["event"] for x in (*first, *second) if x["event"] != "outputs"] == [
        *("note", "verdict", "verdict")
    ]
    assert "can't be used" in capfd.readouterr().err
