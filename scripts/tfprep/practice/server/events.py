"""What happens while code runs, sent line by line."""

from __future__ import annotations

import asyncio
import json
from itertools import takewhile
from typing import Any

from tornado.web import RequestHandler

from tfprep.execution.outputs import Output

PAUSE = 0.1
"""Seconds between two lines of outputs: code may print faster than a page can show."""


class Events:
    """The answer of a handler, one JSON object a line.

    Of a cell's outputs only the newest are sent, a few times a second, and none while
    the client hasn't taken the last; and of those only what is new. `from` says how
    many of them the client has already.
    """

    def __init__(self, handler: RequestHandler) -> None:
        self._handler = handler
        self._outputs: dict[int | None, list[Output]] = {}
        self._sent: dict[int | None, list[Output]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._taken: asyncio.Future[None] | None = None

    def say(self, event: str, **fields: Any) -> None:
        """Send a line, after the outputs that are due."""
        self._send_outputs()
        self._send({"event": event, **fields})

    def note(self, words: str) -> None:
        """Tell what is going on."""
        self.say("note", words=words)

    def outputs(self, cell: int | None, outputs: list[Output]) -> None:
        """Send all that a cell has left so far, a little later."""
        self._outputs[cell] = outputs
        if self._timer is None:
            self._wait()

    def _wait(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(PAUSE, self._look)

    def _look(self) -> None:
        if self._taken is not None and not self._taken.done():
            self._wait()
        else:
            self._send_outputs()

    def _send_outputs(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        due, self._outputs = self._outputs, {}
        for cell, outputs in due.items():
            where = {} if cell is None else {"cell": cell}
            known = _alike(self._sent.get(cell, []), outputs)
            self._sent[cell] = outputs
            new = {"from": known, "outputs": outputs[known:]}
            self._send({"event": "outputs", **where, **new})

    def _send(self, line: dict[str, Any]) -> None:
        text = json.dumps(line, ensure_ascii=False, default=str)
        self._handler.write(text.encode("utf-8", "backslashreplace") + b"\n")
        self._taken = self._handler.flush()


def _alike(before: list[Output], now: list[Output]) -> int:
    """With how many outputs both begin."""
    pairs = zip(before, now, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
