"""The server beside `mkdocs serve` that runs the code of the pages."""

from __future__ import annotations

import json
import logging
import re
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from types import SimpleNamespace
from typing import Any, cast

import pytest
from projects import TinyCourse, TinySite
from server import needs_loopback, serving

from tfprep.site import live_pages as module
from tfprep.site.build import Build
from tfprep.site.live_pages import LivePages

pytestmark = needs_loopback

LESSON = "\n# %%\nprint(6 * 7)\n"


def build_of(course: TinyCourse) -> Build:
    """What a build found, as far as it is asked for here."""
    found = SimpleNamespace(course=course.read(), library=course.library)
    return cast("Build", found)


@pytest.fixture
def pages(course: TinyCourse) -> Iterator[LivePages]:
    """A server beside the pages, which is stopped at the end."""
    course.write("basics/one", LESSON)
    live = LivePages()
    yield live
    live.stop()


def port_and_token(said: str) -> tuple[int, str]:
    """What the address holds that makes the pages live."""
    found = re.search(r"http://127\.0\.0\.1:\d+/#live=(\d+):(\S+)", said)
    assert found, said
    return int(found[1]), found[2]


def ask(port: int, token: str, path: str, pages: str, body: object = None) -> Any:
    """Ask the server as a page of this origin does."""
    headers = {"Authorization": f"token {token}", "Origin": pages}
    headers["Content-Type"] = "application/json"
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    data = None if body is None else json.dumps(body)
    connection.request("POST" if data else "GET", path, data, headers)
    answer = connection.getresponse().read().decode()
    connection.close()
    return [json.loads(line) for line in answer.splitlines()]


def test_an_edited_lesson_is_taken_as_it_is_now(
    course: TinyCourse, pages: LivePages, caplog: pytest.LogCaptureFixture
) -> None:
    """And one that is new is there."""
    caplog.set_level(logging.INFO, logger="mkdocs.tfprep")
    pages.start(build_of(course), "http://127.0.0.1:8000/")
    port, token = port_and_token(caplog.text)
    asked = (port, token, "/tfprep/lesson?lesson=basics/two", "http://127.0.0.1:8000")

    assert "expected a lesson" in ask(*asked)[0]["words"]
    course.write("basics/two", LESSON)
    pages.update(build_of(course))
    assert ask(*asked)[0]["state"] == "gone"
    pages.stop()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_without_its_packages_the_pages_are_served_alone(
    course: TinyCourse,
    pages: LivePages,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Who only reads is told in one line what would be needed."""
    caplog.set_level(logging.INFO, logger="mkdocs.tfprep")
    monkeypatch.setattr(module, "find_spec", lambda _name: None)
    pages.start(build_of(course), "http://127.0.0.1:8000/")
    pages.update(build_of(course))

    (record,) = caplog.records
    assert "Code on pages can't be run from here: run `make setup`" in record.message


@pytest.mark.slow
def test_pages_are_live_while_mkdocs_serves(tiny: TinySite) -> None:
    """The address is printed; the pages and other origins hold nothing of it."""
    tiny.course.write("basics/one", LESSON)
    with serving(tiny) as server:
        html = server.wait("lessons/basics/one/", lambda html: "42" in html)
        port, token = port_and_token(server.log())
        origin = f"http://127.0.0.1:{server.port}"
        body = {"lesson": "basics/one", "cell": 0, "code": "print(9 * 9)"}
        events = ask(port, token, "/tfprep/run", origin, body)
        foreign = ask(port, token, "/tfprep/run", "http://127.0.0.1:1", body)

    assert events[-1]["ok"]
    assert "81" in str(events)
    assert "pages of other sites" in foreign[0]["words"]
    assert token not in html
    assert str(port) not in html
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5)
