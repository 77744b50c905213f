"""Collect what a cell leaves behind, as a notebook would show it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from tfprep.execution.limits import Limits
from tfprep.problems import count

Output = dict[str, Any]
"""One output in nbformat's shape."""

_WHAT = {
    "stdout": ("printed text", "print a summary"),
    "stderr": ("text on standard error", "print a summary"),
    "text/plain": ("a value", "show a part of it, or a summary"),
    "text/html": ("HTML", "show fewer rows, or a summary"),
    "image/svg+xml": (
        "a figure as SVG",
        "draw fewer points, or let Matplotlib draw them as pixels: rasterized=True",
    ),
}
_PICTURE = ("a picture", "make it smaller")
_OTHER = ("an output of type {}", "show a part of it, or a summary")


class TooMuchError(Exception):
    """A cell leaves more than a page can carry; the message says what, and limits."""


class Displays:
    """The displays of one kernel that have an id, by which code updates them."""

    def __init__(self) -> None:
        self._by_id: dict[str, list[Output]] = {}

    def add(self, name: str, output: Output) -> None:
        self._by_id.setdefault(name, []).append(output)

    def update(self, name: str, content: Mapping[str, Any]) -> None:
        """Show the new content in the place of the old, in whichever cell it stands.

        An id that was never displayed is ignored, as notebooks do.
        """
        for output in self._by_id.get(name, []):
            output["data"] = content["data"]
            output["metadata"] = content.get("metadata", {})


class Outputs:
    """The outputs of one cell, from the kernel's messages.

    Text that is printed between two displays becomes one output for each stream: when
    a kernel flushes is chance, and a page must not depend on it.
    """

    def __init__(self, displays: Displays, limits: Limits) -> None:
        self._displays = displays
        self._limits = limits
        self._found: list[Output] = []
        self._clear_first = False
        self._messages = 0
        self._sent = 0
        self._kept = 0
        self._lines = 0
        self.error: Mapping[str, Any] | None = None
        """What a failing display said, when the cell itself went on."""

    def take(self, kind: str, content: Mapping[str, Any]) -> None:
        """Add a message of the kernel.

        Raises:
            TooMuchError: the cell left or sent more than the limits allow.
        """
        match kind:
            case "stream":
                self._write(content["name"], content["text"])
            case "display_data" | "execute_result":
                self._show(kind, content)
            case "update_display_data":
                self._update(content)
            case "clear_output":
                self._clear_first = bool(content.get("wait"))
                if not self._clear_first:
                    self._clear()
            case "error":
                self.error = self.error or content

    def all(self, most: int | None = None) -> list[Output]:
        """What stands there now, in order: of a stretch of text, output comes first.

        Args:
            most: characters of a text that are wanted, the last ones; None: all.
        """
        found: list[Output] = []
        for is_text, stretch in groupby(self._found, _is_text):
            if is_text:
                texts = sorted(stretch, key=lambda text: text["name"] == "stderr")
                found += [_overwritten(_ending(text, most)) for text in texts]
            else:
                found += stretch
        return found

    def _write(self, name: str, text: str) -> None:
        self._clear_if_due()
        self._count(name, len(text), kept=len(text))
        self._lines += text.count("\n")
        if self._lines > self._limits.lines:
            raise TooMuchError(
                f"prints {self._lines:,} lines; expected at most "
                f"{self._limits.lines:,}: print a summary"
            )
        for output in self._last_stretch():
            if output["name"] == name:
                output["text"] += text
                return
        self._found.append({"output_type": "stream", "name": name, "text": text})

    def _last_stretch(self) -> Iterator[Output]:
        """The text after the last display."""
        for output in reversed(self._found):
            if not _is_text(output):
                return
            yield output

    def _show(self, kind: str, content: Mapping[str, Any]) -> None:
        self._clear_if_due()
        what, size = _largest(content["data"])
        self._messages += 1
        self._count(what, size, kept=size)
        output: Output = {
            "output_type": kind,
            "data": content["data"],
            "metadata": content.get("metadata", {}),
        }
        if kind == "execute_result":
            output["execution_count"] = None  # whichever: a page shows no numbers
        self._found.append(output)
        if name := _display_id(content):
            self._displays.add(name, output)
        if sum(not _is_text(output) for output in self._found) > self._limits.outputs:
            raise TooMuchError(
                f"leaves more than {self._limits.outputs} displays; "
                "expected a few: show them as one table or one figure"
            )

    def _update(self, content: Mapping[str, Any]) -> None:
        what, size = _largest(content["data"])
        self._messages += 1
        self._count(what, size, kept=0)
        if size > self._limits.output:
            raise self._too_large(what, size)
        if name := _display_id(content):
            self._displays.update(name, content)

    def _clear_if_due(self) -> None:
        if self._clear_first:
            self._clear()

    def _clear(self) -> None:
        self._found.clear()
        self._kept = self._lines = 0
        self._clear_first = False

    def _count(self, what: str, size: int, kept: int) -> None:
        self._sent += size
        self._kept += kept
        if self._kept > self._limits.output:
            raise self._too_large(what, self._kept)
        if self._sent > self._limits.sent or self._messages > self._limits.messages:
            raise TooMuchError(
                f"sends {self._messages:,} displays and updates with {self._sent:,} "
                f"characters; expected at most {self._limits.messages:,} and "
                f"{self._limits.sent:,}: update less often"
            )

    def _too_large(self, what: str, size: int) -> TooMuchError:
        default = _PICTURE if what.startswith("image/") else _OTHER
        name, advice = _WHAT.get(what, default)
        return TooMuchError(
            f"leaves too much on the page: got {size:,} characters, the last of them "
            f"{name.format(what)}; expected at most {self._limits.output:,}: {advice}"
        )


def size_of(output: Output) -> int:
    """Characters of an output."""
    data: Mapping[str, Any] = output.get("data", {})
    return len(output.get("text", "")) + sum(map(_size, data.values()))


def _largest(data: Mapping[str, Any]) -> tuple[str, int]:
    """The type that takes most of a display, and the size of all its types."""
    sizes = {kind: _size(value) for kind, value in data.items()}
    return max(sizes, key=lambda kind: sizes[kind], default=""), sum(sizes.values())


def _display_id(content: Mapping[str, Any]) -> str | None:
    name: str | None = (content.get("transient") or {}).get("display_id")
    return name


def _size(value: Any) -> int:
    return len(value if isinstance(value, str) else json.dumps(value))


def _is_text(output: Output) -> bool:
    return bool(output["output_type"] == "stream")


def _ending(output: Output, most: int | None) -> Output:
    """A stream, or its last lines and how many stand before them."""
    text = output["text"]
    if most is None or len(text) <= most:
        return output
    begin = len(text) - most
    cut = text.find("\n", begin, len(text) - 1) + 1 or begin
    lines = text.count("\n", 0, cut)
    left_out = count(lines, "line") if lines else count(cut, "character")
    return {**output, "text": f"… {left_out} before\n{text[cut:]}"}


def _overwritten(output: Output) -> Output:
    """A stream as a terminal shows it: a carriage return goes back to overwrite."""
    text = output["text"]
    if "\r" in text:
        text = "\n".join(map(_last_state, text.split("\n")))
    return {**output, "text": text}


def _last_state(line: str) -> str:
    """What stands there when a line has been written; returns at its end stay."""
    written = line.rstrip("\r")
    return written.rpartition("\r")[2] + line[len(written) :]
