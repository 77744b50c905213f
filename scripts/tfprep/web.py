"""How the server of live pages answers: to its learner alone, and in JSON.

Rooms that know nothing of each other hand it what it shall answer beside its own, as
routes. What is common to all answers, who may ask most of all, stands here once.
"""

from __future__ import annotations

from typing import Any, TypeVar

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import APIHandler
from pydantic import BaseModel, ValidationError
from tornado.web import HTTPError

UNKNOWN = (
    "This page isn't connected with the server: open the address that `tfprep learn` "
    "or `make serve` printed in the terminal."
)
Body = TypeVar("Body", bound=BaseModel)


class Guarded:
    """What Jupyter's own handlers have in common with ours."""

    @allow_unauthenticated
    def options(self: Any, *_path: str) -> None:
        """Tell a browser what a page of the allowed origin may send."""
        self.set_header("Access-Control-Allow-Headers", "authorization, content-type")
        self.set_header("Access-Control-Allow-Methods", "GET, POST, DELETE")
        self.set_status(204)
        self.finish()

    def set_cors_headers(self: Any) -> None:
        """Let the pages read the answer that another server has, and no others."""
        if pages := self.settings["allow_origin"]:
            self.set_header("Access-Control-Allow-Origin", pages)
            self.set_header("Vary", "Origin")

    def write_error(self: Any, status_code: int, **options: Any) -> None:
        """Say what is wrong as JSON."""
        self.set_cors_headers()  # what was set is forgotten by now
        error = options.get("exc_info", (None, None, None))[1]
        words = f"{status_code}: {self._reason}"
        if status_code == 403 and self.current_user is None:
            words = UNKNOWN
        elif isinstance(error, HTTPError):
            words = error.get_message() or words
        elif status_code == 500:
            words = "The server fell over this; its terminal says where."
        self.finish({"words": words})


class Handler(Guarded, APIHandler):
    """One of ours; nobody is answered who doesn't send the token."""

    def body(self, model: type[Body]) -> Body:
        """What was sent.

        Raises:
            HTTPError: it isn't what was expected.
        """
        try:
            return model.model_validate_json(self.json())
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "body"
            names = ", ".join(model.model_fields)
            text = f"Got a wrong {where} ({first['msg']}), expected JSON with {names}."
            raise HTTPError(400, text) from None

    def json(self) -> bytes:
        """What was sent, if it was said to be JSON: no form of a page can say that.

        Raises:
            HTTPError: it wasn't.
        """
        self.check_kind("application/json")
        sent: bytes = self.request.body
        return sent

    def check_kind(self, expected: str) -> None:
        """Refuse a body that doesn't say that it is of this kind.

        Raises:
            HTTPError: it says something else, or nothing.
        """
        kind = self.request.headers.get("Content-Type", "").partition(";")[0]
        if kind.strip().lower() != expected:
            raise HTTPError(415, f"Got {kind!r}, expected {expected}.")


Route = tuple[str, type[Handler], dict[str, Any]]
"""A pattern of paths below /tfprep/, what answers there, and its arguments."""
