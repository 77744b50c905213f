"""The built site as a browser gets it from the server."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from live import LiveServer, live_server
from projects import new_course
from server import needs_loopback

pytestmark = needs_loopback

TYPES = {
    "a.css": "text/css; charset=utf-8",
    "a.js": "text/javascript; charset=utf-8",
    "a.mjs": "text/javascript; charset=utf-8",
    "a.json": "application/json; charset=utf-8",
    "a.svg": "image/svg+xml",
    "a.png": "image/png",
    "a.woff2": "font/woff2",
    "a.ipynb": "application/x-ipynb+json; charset=utf-8",
    "a.py": "text/plain; charset=utf-8",
    "a.unheard": "application/octet-stream",
    "index.html": "text/html; charset=utf-8",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a few files, beside something that is not of it."""
    root = tmp_path_factory.mktemp("course")
    site = root / "site"
    (site / "lessons" / "one").mkdir(parents=True)
    (site / "empty").mkdir()
    for name in TYPES:
        (site / name).write_text(f"this is {name}")
    (site / "lessons" / "one" / "index.html").write_text("Lesson one, é")
    (site / "404.html").write_text("Not here, says the site")
    (root / "secret.txt").write_text("secret")
    (site / "way-out").symlink_to(root / "secret.txt")
    return site


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[LiveServer]:
    """A server of the site."""
    with live_server(new_course(site.parent / "course"), site) as running:
        yield running


@pytest.mark.parametrize("name", TYPES)
def test_each_file_has_its_type(server: LiveServer, name: str) -> None:
    """Whatever the machine's own tables say of it."""
    got = server.ask("GET", f"/{name}")

    assert (got.status, got.body.decode()) == (200, f"this is {name}")
    assert got.headers["content-type"] == TYPES[name]


def test_a_folder_shows_its_page(server: LiveServer) -> None:
    """With the slash at the end, by which its links are found."""
    assert server.ask("GET", "/").body == b"this is index.html"
    assert server.ask("GET", "/lessons/one/").body.decode() == "Lesson one, é"
    moved = server.ask("GET", "/lessons/one")

    assert (moved.status, moved.headers["location"]) == (301, "/lessons/one/")
    assert server.ask("HEAD", "/lessons/one/").body == b""


@pytest.mark.parametrize(
    "path",
    [
        *("/nothing", "/lessons/", "/empty/", "/way-out", "/a.css/x"),
        *("/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/a%00b"),
        *("/lessons/../../secret.txt", "//etc/passwd", "/%2fetc/passwd", "/\\x"),
        *("/tfprep", "/tfprep/nothing", "/api", "/api/contents", "/login", "/tree"),
        *("/static/style/style.min.css", "/metrics", "/api/kernelspecs", "/lab"),
        *("/api/terminals", "/api/shutdown", "/nbconvert/html/x", "/files/x"),
    ],
)
def test_what_is_no_page_of_the_site_is_not_there(
    server: LiveServer, path: str
) -> None:
    """Neither files outside, nor lists of files, nor Jupyter's other services."""
    got = server.live("GET", path)

    assert (got.status, got.body) == (404, b"Not here, says the site")
    assert got.headers["content-type"] == TYPES["index.html"]


def test_only_reading_is_possible(server: LiveServer) -> None:
    """A page can't be written or removed."""
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert server.live(method, "/a.css", {}).status == 405


def test_a_page_is_new_at_once_after_a_rebuild(server: LiveServer, site: Path) -> None:
    """The browser asks each time, and gets the file only if it has changed."""
    first = server.ask("GET", "/a.css?v=1")
    tag = first.headers["etag"]

    assert first.headers["cache-control"] == "no-cache"
    assert "expires" not in first.headers
    assert server.ask("GET", "/a.css", If_None_Match=tag).status == 304
    (site / "a.css").write_text("this is a,css")
    os.utime(site / "a.css", ns=(1, 1))
    again = server.ask("GET", "/a.css", If_None_Match=tag)
    assert (again.status, again.body) == (200, b"this is a,css")
    (site / "a.css").write_text("this is a.css")


def test_a_part_of_a_file_can_be_had(server: LiveServer) -> None:
    """A browser that goes on with a download gets the rest alone."""
    got = server.ask("GET", "/a.py", Range="bytes=5-6")

    assert (got.status, got.body) == (206, b"is")


@pytest.mark.parametrize(
    "junk", [b"\x00\x01\x02\r\n\r\n", b"GET\r\n\r\n", b"x" * 99999]
)
def test_the_server_lives_through_nonsense(server: LiveServer, junk: bytes) -> None:
    """What is no request closes its connection and nothing else."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(junk)
        raw.shutdown(socket.SHUT_WR)
        raw.recv(4096)

    assert server.ask("GET", "/a.py").status == 200
