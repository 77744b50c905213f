"""Nobody but the reader's own page has code run: each way in, tried."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from live import Answer, LiveServer, live_server
from projects import TinyCourse, new_course
from server import needs_loopback

from tfprep.practice.server.handlers import handlers
from tfprep.practice.server.security import Place

pytestmark = needs_loopback

PAGES = "http://127.0.0.1:8000"
WORK = {"lesson": "basics/one", "cell": 0, "code": "1"}
KERNEL = "12345678-1234-1234-1234-123456789012"
EVERYTHING = [
    ("GET", "/tfprep/status", None),
    ("GET", "/tfprep/lesson?lesson=basics/one", None),
    ("POST", "/tfprep/lesson", {"lesson": "basics/one"}),
    ("POST", "/tfprep/prepare", {"lesson": "basics/one", "exercise": "x"}),
    ("POST", "/tfprep/run", WORK),
    ("POST", "/tfprep/answer", {"lesson": "basics/one", "exercise": "x", "text": ""}),
    ("POST", "/tfprep/interrupt", {"lesson": "basics/one"}),
    ("POST", "/tfprep/restart", {"lesson": "basics/one"}),
    ("GET", "/tfprep/progress", None),
    ("POST", "/tfprep/progress", {"schema": 1}),
    ("DELETE", "/tfprep/progress", None),
    ("GET", "/api/kernels", None),
    ("POST", "/api/kernels", {}),
    ("GET", f"/api/kernels/{KERNEL}", None),
    ("DELETE", f"/api/kernels/{KERNEL}", None),
    ("POST", f"/api/kernels/{KERNEL}/interrupt", {}),
    ("GET", f"/api/kernels/{KERNEL}/channels", None),
]
"""All that can be asked of the server, beside pages."""
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> TinyCourse:
    """A course of one lesson, with a site of one page."""
    course = new_course(tmp_path_factory.mktemp("course"))
    course.write("basics/one")
    (course.project.site / "lessons").mkdir(parents=True)
    (course.project.site / "index.html").write_text("Hello")
    return course


@pytest.fixture(scope="module")
def server(project: TinyCourse) -> Iterator[LiveServer]:
    """The server of `tfprep learn`."""
    with live_server(project, project.project.site) as running:
        yield running


@pytest.fixture(scope="module")
def beside(project: TinyCourse) -> Iterator[LiveServer]:
    """The server beside `mkdocs serve`."""
    with live_server(project, pages=PAGES) as running:
        yield running


def post(server: LiveServer, **headers: str) -> Answer:
    """Ask for something that needs everything to be right."""
    sent = {"Content_Type": "application/json", **server.with_token, **headers}
    return server.ask("POST", "/tfprep/restart", {"lesson": "basics/one"}, **sent)


def refused(answer: Answer, *words: str) -> bool:
    """Whether the door stayed shut, in words, and without a cookie."""
    said = answer.json["words"]
    assert all(word in said for word in words), said
    assert "set-cookie" not in answer.headers
    return answer.status == 403


def test_everything_is_tried() -> None:
    """What is added to the server has to be added to these tests."""
    nothing: Any = None
    patterns = [rule[0] for rule in handlers(nothing, Place(1), None)[1:-1]]
    paths = [path.partition("?")[0] for _, path, _ in EVERYTHING]

    for pattern in patterns:
        assert any(re.fullmatch(pattern, path) for path in paths), pattern
    for path in paths:
        assert any(re.fullmatch(pattern, path) for pattern in patterns), path


def test_the_right_page_is_answered(server: LiveServer, beside: LiveServer) -> None:
    """What the other tests are refused is possible with everything right."""
    assert post(server).status == 200
    assert post(server, Origin=server.place.url).status == 200
    assert post(beside, Origin=PAGES).status == 200


@pytest.mark.parametrize(("method", "path", "body"), EVERYTHING)
def test_without_the_token_nothing_is_answered(
    server: LiveServer, method: str, path: str, body: object
) -> None:
    """Neither without one nor with another, in a cookie or in the address."""
    token = server.place.token
    kind = {"Content_Type": "application/json"}
    other = "&" if "?" in path else "?"

    assert refused(server.ask(method, path, body, **kind), "address")
    for sent in (f"token {token}x", "token ", f"token {token[:-1]}", f"Basic {token}"):
        assert refused(server.ask(method, path, body, Authorization=sent, **kind))
    cookies = f"token={token}; _xsrf={token}; username-127-0-0-1-{server.port}={token}"
    assert refused(server.ask(method, path, body, Cookie=cookies, **kind))
    assert refused(server.ask(method, f"{path}{other}token={token}", body, **kind))


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:PORT", "localhost", "localhost.:PORT"),
        *("127.0.0.1", "127.0.0.1:1", "127.0.0.1:PORT:PORT", "127.1:PORT"),
        *("127.0.0.1.evil.example:PORT", "0.0.0.0:PORT", "[::1]:PORT", ""),
    ],
)
def test_a_name_that_was_made_to_lead_here_is_refused(
    server: LiveServer, host: str
) -> None:
    """A page whose site changes its address to this machine's reads nothing."""
    host = host.replace("PORT", str(server.port))

    assert refused(post(server, Host=host), "expected 127.0.0.1")
    for path in ("/", "/tfprep/status"):
        assert refused(server.ask("GET", path, Host=host))


def test_a_request_without_a_host_is_refused(server: LiveServer) -> None:
    """No browser sends one."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert b" 403 " in raw.recv(4096).splitlines()[0]


@pytest.mark.parametrize(
    "origin",
    [
        *("http://evil.example", "null", "", "https://127.0.0.1:PORT", "file://"),
        *("http://127.0.0.1:PORT.evil.example", "http://127.0.0.1", PAGES + "0"),
    ],
)
def test_pages_of_other_sites_are_refused(
    server: LiveServer, beside: LiveServer, origin: str
) -> None:
    """With the token too, and before the browser asks for leave."""
    for asked in (server, beside):
        foreign = origin.replace("PORT", str(asked.port))
        assert refused(post(asked, Origin=foreign), "pages of other sites")
        leave = asked.ask("OPTIONS", "/tfprep/run", Origin=foreign)
        assert refused(leave)
        assert "access-control-allow-origin" not in leave.headers


def test_only_the_pages_of_the_other_server_may_read(beside: LiveServer) -> None:
    """Cross-origin leave is given to exactly one origin, and names no other."""
    leave = beside.ask("OPTIONS", "/tfprep/run", Origin=PAGES)
    got = post(beside, Origin=PAGES)
    wrong = post(beside, Origin=PAGES, Content_Type="text/plain")
    stranger = beside.ask("GET", "/tfprep/status", Origin=PAGES)

    assert leave.status == 204
    assert leave.headers["access-control-allow-headers"] == (
        "authorization, content-type"
    )
    for answer in (leave, got, wrong, stranger):
        assert answer.headers["access-control-allow-origin"] == PAGES
        assert "access-control-allow-credentials" not in answer.headers
    assert refused(post(beside, Origin=beside.place.url))
    assert beside.ask("GET", "/").status == 404, "the pages are elsewhere"


def test_nobody_may_read_where_the_pages_are_here(server: LiveServer) -> None:
    """The server of its own pages gives no cross-origin leave at all."""
    for answer in (post(server, Origin=server.place.url), server.ask("GET", "/")):
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({}, "address"),
        ({"Cookie": "token=TOKEN"}, "address"),
        ({"Authorization": "token TOKEN", "Origin": "http://evil.example"}, "pages of"),
        ({"Authorization": "token TOKEN", "Host": "evil.example"}, "expected 127"),
    ],
)
def test_a_socket_to_a_kernel_is_refused(
    server: LiveServer, headers: dict[str, str], words: str
) -> None:
    """The upgrade to a web socket asks for token, origin and host like the rest."""
    token = server.place.token
    headers = {name: text.replace("TOKEN", token) for name, text in headers.items()}
    path = f"/api/kernels/{KERNEL}/channels"

    assert refused(server.ask("GET", path, **UPGRADE, **headers), words)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_what_a_form_can_send_is_refused(server: LiveServer, kind: str) -> None:
    """A body that doesn't say that it is JSON isn't read."""
    answer = post(server, Content_Type=kind)

    assert answer.status in (400, 415)


@pytest.mark.parametrize(
    ("method", "path", "body"), [ask for ask in EVERYTHING if ask[0] == "POST"]
)
def test_looking_changes_nothing(
    server: LiveServer, method: str, path: str, body: object
) -> None:
    """What changes something can't be done by following an address."""
    got = server.live("GET", path)

    assert got.status in (200, 400, 404, 405)
    assert server.live("GET", "/tfprep/status").json["kernels"] == 0


def test_a_body_without_end_is_cut(server: LiveServer) -> None:
    """More than a few megabytes are not read, and the server goes on."""
    headers = (
        f"POST /tfprep/run HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        f"Authorization: token {server.place.token}\r\n"
        "Content-Type: application/json\r\nContent-Length: 99999999\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(headers.encode())
        assert b" 400 " in raw.recv(4096).splitlines()[0]
    long = server.live("POST", "/tfprep/run", {**WORK, "code": "x" * 200_000})

    assert long.status == 400
    assert "at most 100000 characters" in long.json["words"]


def test_the_server_listens_on_this_machine_alone(server: LiveServer) -> None:
    """No other address of the machine has the port."""
    found = psutil.Process().net_connections("inet")
    addresses = {
        connection.laddr.ip
        for connection in found
        if connection.status == psutil.CONN_LISTEN
        and connection.laddr.port == server.port
    }

    assert addresses == {"127.0.0.1"}


def test_every_answer_forbids_frames_and_guesses(server: LiveServer) -> None:
    """No other page can show an answer, or have it taken for another type."""
    answers = [
        server.ask("GET", "/"),
        server.ask("GET", "/nothing"),
        server.ask("GET", "/", Host="evil.example"),
        server.ask("GET", "/tfprep/status"),
        server.live("GET", "/tfprep/status"),
        server.live("GET", "/api/kernels"),
    ]

    for answer in answers:
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in answer.headers


def test_the_token_is_in_no_answer_and_in_no_log(
    server: LiveServer, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever is asked, and however it fails."""
    token = server.place.token
    paths = ["/", f"/?token={token}", f"/tfprep/lesson?lesson={token}"]
    answers = [server.live("GET", path) for path in paths]
    answers.append(server.live("POST", f"/tfprep/run?token={token}", {"lesson": 1}))

    said = [str(capfd.readouterr()), repr(server.place)]
    said += [json.dumps(answer.headers) for answer in answers]
    said += [str(answer.body) for answer in answers[:2]]
    assert not any(token in text for text in said)


def test_the_settings_of_the_machine_open_nothing(
    project: TinyCourse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files and variables by which Jupyter Server is usually set up are not read."""
    settings = {
        "IdentityProvider": {"token": ""},
        "ServerApp": {"allow_origin": "*", "disable_check_xsrf": True, "password": ""},
    }
    (tmp_path / "jupyter_server_config.json").write_text(json.dumps(settings))
    (tmp_path / "jupyter_server_config.py").write_text("raise SystemExit(1)")
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_CONFIG_PATH", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("JUPYTER_TOKEN", "guessed")
    monkeypatch.setenv("JUPYTER_SERVER_ALLOW_UNAUTHENTICATED_ACCESS", "true")
    before = sorted(tmp_path.iterdir())

    with live_server(project) as server:
        assert refused(server.ask("GET", "/tfprep/status"))
        assert refused(server.ask("GET", "/tfprep/status", Authorization="token "))
        guessed = server.ask("GET", "/tfprep/status", Authorization="token guessed")
        assert refused(guessed)
        assert server.live("GET", "/tfprep/status").status == 200
    assert sorted(tmp_path.iterdir()) == before, "the token may be in a file"


def test_each_server_has_a_token_of_its_own(
    server: LiveServer, beside: LiveServer
) -> None:
    """It is made at random, and long."""
    assert server.place.token != beside.place.token
    assert len(server.place.token) >= 40


def test_the_token_follows_the_number_sign(
    server: LiveServer, beside: LiveServer
) -> None:
    """What follows it stays in the browser, which sends it to nobody."""
    token, port = beside.place.token, beside.port

    assert server.place.address("a/") == (
        f"http://127.0.0.1:{server.port}/a/#live={server.place.token}"
    )
    assert beside.place.address("a/") == f"{PAGES}/a/#live={port}:{token}"
