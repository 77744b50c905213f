"""A running server of live pages, asked as a browser asks it, or as nobody should."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from projects import TinyCourse

from tfprep.practice.server.catalog import Catalog
from tfprep.practice.server.security import Place
from tfprep.practice.server.serving import Background, bind
from tfprep.web import Route


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    """By name in lower case; of several of one name, the last."""
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def events(self) -> list[dict[str, Any]]:
        """The lines of an answer that came line by line."""
        return [json.loads(line) for line in self.body.splitlines()]


class LiveServer:
    """A server in a thread."""

    def __init__(
        self,
        catalog: Catalog,
        site: Path | None,
        pages: str,
        others: Sequence[Route] = (),
    ) -> None:
        self.catalog = catalog
        bound = bind(0)
        self.place = Place(bound.getsockname()[1], pages)
        self._background = Background(catalog, bound, self.place, site, others)
        self.start, self.stop = self._background.start, self._background.stop

    @property
    def port(self) -> int:
        return self.place.port

    @property
    def with_token(self) -> dict[str, str]:
        """The header that opens the door."""
        return {"Authorization": f"token {self.place.token}"}

    def ask(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> Answer:
        """Ask with these headers and no others; `_` in a name stands for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body if body is None or isinstance(body, bytes) else json.dumps(body)
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, content, sent)
            got = connection.getresponse()
            named = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, named, got.read())
        finally:
            connection.close()

    def live(self, method: str, path: str, body: object = None) -> Answer:
        """Ask as a live page does."""
        kind = {} if body is None else {"Content_Type": "application/json"}
        return self.ask(method, path, body, **self.with_token, **kind)


@contextmanager
def live_server(
    course: TinyCourse,
    site: Path | None = None,
    pages: str = "",
    others: Sequence[Route] = (),
) -> Iterator[LiveServer]:
    """A server of a course, as it stands now, and of what other rooms add."""
    catalog = Catalog(course.read(), course.library)
    server = LiveServer(catalog, site, pages, others)
    server.start()
    try:
        yield server
    finally:
        server.stop()
