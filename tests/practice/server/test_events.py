"""What is sent while code runs: the newest, in order, and not too often."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from tfprep.practice.server import events as module
from tfprep.practice.server.events import Events


class FakeHandler:
    """Keeps what was written; the client may be slow to take it."""

    def __init__(self) -> None:
        self.written = b""
        self.is_taken: asyncio.Future[None] | None = None

    def write(self, line: bytes) -> None:
        self.written += line

    def flush(self) -> asyncio.Future[None] | None:
        return self.is_taken

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.written.splitlines()]


def text(said: str) -> list[dict[str, Any]]:
    """Printed text as outputs."""
    return [{"output_type": "stream", "name": "stdout", "text": said}]


def test_of_a_flood_the_newest_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once after a pause, what is new of each cell; the end of the run comes after."""
    monkeypatch.setattr(module, "PAUSE", 0.01)

    async def flood(handler: FakeHandler) -> None:
        events = Events(handler)  # type: ignore[arg-type]
        for number in range(1000):
            events.outputs(1, text(f"one {number}"))
            events.outputs(2, text(f"two {number}"))
        assert handler.lines == []
        await asyncio.sleep(0.05)
        assert len(handler.lines) == 2
        events.outputs(2, text("two 999") + text("last"))
        events.say("done", cell=2, ok=True)
        await asyncio.sleep(0.05)

    handler = FakeHandler()
    asyncio.run(flood(handler))

    assert handler.lines == [
        {"event": "outputs", "cell": 1, "from": 0, "outputs": text("one 999")},
        {"event": "outputs", "cell": 2, "from": 0, "outputs": text("two 999")},
        {"event": "outputs", "cell": 2, "from": 1, "outputs": text("last")},
        {"event": "done", "cell": 2, "ok": True},
    ]


def test_odd_characters_arrive() -> None:
    """Line ends stay in their line, and half a pair ends nothing."""

    async def say(handler: FakeHandler) -> None:
        events = Events(handler)  # type: ignore[arg-type]
        events.note("a\nb\u2028é")
        events.note("half \ud83d")

    handler = FakeHandler()
    asyncio.run(say(handler))

    assert [line["words"] for line in handler.lines] == ["a\nb\u2028é", "half \ud83d"]


def test_a_slow_client_is_not_flooded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outputs wait until it has taken the last, and are the newest then."""
    monkeypatch.setattr(module, "PAUSE", 0.001)

    async def flood(handler: FakeHandler) -> None:
        events = Events(handler)  # type: ignore[arg-type]
        handler.is_taken = asyncio.get_running_loop().create_future()
        for number in range(20):
            events.outputs(1, text(str(number)))
            await asyncio.sleep(0.002)
        assert len(handler.lines) == 1
        handler.is_taken.set_result(None)
        await asyncio.sleep(0.05)

    handler = FakeHandler()
    asyncio.run(flood(handler))

    assert [line["outputs"] for line in handler.lines] == [text("0"), text("19")]
