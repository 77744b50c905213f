"""Who may ask the server for something: one browser, from one address, with a token.

A page of any site can send requests to a server on this machine. What runs code here
therefore asks for a token that no other page knows (in a header, which makes a browser
ask first whether the page may send it), and answers to the names of its own address
alone, so that a foreign name that was made to lead here is refused.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher
from tornado.web import RequestHandler
from typing_extensions import override

LOOPBACK = "127.0.0.1"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
"""What every answer says: no other page may show it, read it or guess its type."""
_AUTHORIZATION = re.compile(r"token +(\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Where the server is, and where the pages are that may use it."""

    port: int
    pages: str = ""
    """The origin of the pages, where another server has them."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which it answers."""
        return f"{LOOPBACK}:{self.port}", f"localhost:{self.port}"

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins of pages that may use it."""
        return (self.pages,) if self.pages else tuple(f"http://{x}" for x in self.hosts)

    def address(self, page: str = "") -> str:
        """The address of a page, below the site's root, that makes it live.

        What follows the # never leaves the browser: it is in no request, in no
        referrer and in no log.
        """
        if self.pages:
            return f"{self.pages}/{page}#live={self.port}:{self.token}"
        return f"{self.url}/{page}#live={self.token}"

    def refusal(self, request: HTTPServerRequest) -> str:
        """Why nobody may ask that, or nothing."""
        host = request.headers.get("Host", "").lower()
        if host not in self.hosts:
            return (
                f"Got a request for {host or 'no host'!r}, expected {self.hosts[0]}: "
                f"open {self.url}/"
            )
        origin = request.headers.get("Origin")
        if origin is not None and origin not in self.origins:
            return (
                f"Got a request from a page of {origin!r}, expected one of "
                f"{self.origins[0]}: pages of other sites can't run code here"
            )
        return ""


class Foreign(Matcher):
    """Matches what is to be refused before anything looks at it."""

    def __init__(self, place: Place) -> None:
        self._place = place

    @override
    def match(self, request: HTTPServerRequest) -> dict[str, object] | None:
        words = self._place.refusal(request)
        return {"target_kwargs": {"words": words}} if words else None


class Refused(RequestHandler):
    """The answer to a foreign request, whatever it asks for."""

    @override
    def initialize(self, words: str) -> None:
        self._words = words

    @override
    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    @override
    def prepare(self) -> None:
        self.set_status(403)
        self.finish({"words": self._words})


class TokenOnly(IdentityProvider):
    """Knows who sends the token, by the header alone: no cookie, no address."""

    @override
    def get_user(self, handler: RequestHandler) -> User | None:
        sent = _AUTHORIZATION.fullmatch(
            handler.request.headers.get("Authorization", "")
        )
        mine = str(self.token).encode()
        if sent and secrets.compare_digest(sent[1].encode(), mine):
            return User("learner")
        return None

    @override
    def is_token_authenticated(self, handler: RequestHandler) -> bool:
        return handler.current_user is not None

    @override
    def get_handlers(self) -> list[tuple[str, object]]:
        """None: nobody logs in or out."""
        return []
