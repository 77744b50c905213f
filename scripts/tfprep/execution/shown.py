"""What a page shows of an output: cleaned, and refused where it can't."""

from __future__ import annotations

import re
import sys
import sysconfig
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tfprep.execution.outputs import Output

FIGURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
"""Types that are shown as a figure, which needs a text alternative."""
TEXTS = ("text/html", "text/markdown", "text/latex", "text/plain")
PROGRESS = re.compile(r"\x08|━━|\[=+>?\.*\]")

# Start-up notices of TensorFlow's libraries, which no setting silences.
_NOTICE = re.compile(
    r"^(?:[IWE]\d{4} [\d:.]+ .*|WARNING: All log messages before .*)\n?", re.M
)
_COLOR = re.compile(r"\x1b\[[0-9;]*m")
_ESCAPE = re.compile(
    r"\x1b\[[0-9;]*m"  # a color, which is kept
    r"|\x1b\[[0-?]*[ -/]*[@-~]"  # another command to a terminal
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # a title or a link
    r"|\x1b[@-_]?"
)
_CONTROL = re.compile(r"\r(?=\n|$)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\ud800-\udfff]")
_SITE_PACKAGES = re.compile(
    r"(?:[A-Za-z]:)?[^\s'\"<>()]*[/\\](?:site|dist)-packages[/\\]"
)
_SUSPECT = re.compile(
    r"<(?:script|i?frame|object|embed|applet|base|form)\b|\son\w+\s*=|javascript:"
    r"|(?:src|srcset|poster|background|data|href)\s*=\s*(?![\"']?(?:data:|#))"
    r"|url\(\s*[\"']?(?!data:|#)|@import|!\[",
    re.I,
)
_STYLE = re.compile(r"url\(\s*['\"]?([^'\")\s]*)|@import\s+['\"]([^'\"]*)", re.I)
_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*([^)\s]+)")
_CELL = re.compile(r"[^\s'\"<>()]*[/\\]ipykernel_\d+[/\\]\d+\.py(?=:|\b)")


class Cleaner:
    """Takes out of outputs what belongs to this machine, or to a terminal.

    Args:
        folder: where the lesson ran: its `cwd`, `home` and `tmp` are below.
    """

    def __init__(self, folder: Path) -> None:
        stdlib = sysconfig.get_path("stdlib")
        self._places = [
            (f"{folder}/cwd/", ""),
            (f"{folder}/cwd", "."),
            (f"{folder}/home/tmp", "/tmp"),  # noqa: S108 - words on a page
            (f"{folder}/home", "~"),
            (str(folder), "/tmp"),  # noqa: S108
            (sys.executable, "python"),
            (f"{stdlib}/", "…/"),
            (str(Path.home()), "~"),
        ]

    def clean(self, output: Output) -> Output | None:
        """The output for a page; None if nothing is left to show."""
        if output["output_type"] == "stream":
            text = self.printed(output["text"])
            if output["name"] == "stderr":
                text = _NOTICE.sub("", text)
            return {**output, "text": text} if text.strip() else None
        data = {
            kind: value if kind in FIGURES[1:] else self.printed(_joined(value))
            for kind, value in output["data"].items()
        }
        return {**output, "data": data} if data else None

    def printed(self, text: str) -> str:
        """Text as a page can show it: colors stay, control characters are pictured."""
        if not text.isprintable():
            text = _ESCAPE.sub(_only_colors, text)
            text = _CONTROL.sub(_pictured, text)
        return self.unplaced(text)

    def unplaced(self, text: str) -> str:
        """Text without paths of this machine."""
        text = _CELL.sub("<cell>", text) if "ipykernel_" in text else text
        if "-packages" in text:
            text = _SITE_PACKAGES.sub("…/", text)
        for old, new in self._places:
            if old in text:
                whole = "" if old.endswith("/") else r"(?![\w-])"
                text = re.sub(rf"(?<![\w.~-]){re.escape(old)}{whole}", new, text)
        return text

    def message(self, text: str) -> str:
        """An exception's message, without colors."""
        return self.printed(_COLOR.sub("", text))


def _joined(value: Any) -> str:
    """A value as one text: notebooks may hold a list of lines, or what is no text."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return value if isinstance(value, str) else str(value)


def figure_type(output: Output) -> str | None:
    """The type under which an output is shown as a figure, if it is one."""
    return next((kind for kind in FIGURES if kind in output.get("data", {})), None)


def refusal(output: Output) -> str:
    """What is wrong with an output that a page can't show, or nothing."""
    data: dict[str, Any] = output.get("data", {})
    known = ", ".join((*TEXTS, *FIGURES))
    for kind in data:
        if kind not in (*TEXTS, *FIGURES):
            return (
                f"leaves an output that no page shows: got {kind}, expected one of "
                f"{known}; print it, or draw it with Matplotlib"
            )
    if output["output_type"] == "stream" and PROGRESS.search(output["text"]):
        return "prints a progress bar; use verbose=0, or 2 for one line an epoch"
    for kind in ("text/html", "image/svg+xml", "text/markdown"):
        if kind in data and (wrong := _reaching_out(str(data[kind]))):
            return (
                f"leaves {kind} that {wrong}; expected all that it needs inside, since "
                "a page asks nobody and runs nothing: show a table, text or a figure"
            )
    return ""


def _reaching_out(text: str) -> str:
    """How a piece of HTML needs something from outside, or nothing."""
    if not _SUSPECT.search(text):
        return ""  # a figure holds thousands of elements, and reading them takes time
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.wrong or _loaded(text)


def _loaded(text: str) -> str:
    """What styles, or pictures in Markdown, load, or nothing."""
    for found in (*_STYLE.finditer(text), *_PICTURE.finditer(text)):
        address = next(filter(None, found.groups()), "")
        if not address.startswith(("data:", "#")):
            return f"loads {address[:60]!r}"
    return ""


class _Reader(HTMLParser):
    """Looks for what loads or runs something."""

    _RUNS = ("script", "iframe", "frame", "object", "embed", "applet", "base", "form")
    _LOADS = ("src", "srcset", "poster", "background", "data")

    def __init__(self) -> None:
        super().__init__()
        self.wrong = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the first thing that is wrong."""
        if self.wrong:
            return
        if tag in self._RUNS:
            self.wrong = f"has a <{tag}>"
            return
        for name, value in attrs:
            self.wrong = self.wrong or self._wrong_with(
                tag, name, (value or "").strip()
            )

    def _wrong_with(self, tag: str, name: str, value: str) -> str:
        if name.startswith("on"):
            return f"runs JavaScript ({name})"
        if value.casefold().startswith("javascript:"):
            return "runs JavaScript (a link)"
        links = name in ("href", "xlink:href")
        if links and tag in ("a", "area"):
            fine = value.casefold().startswith(("http:", "https:", "mailto:", "#"))
            return "" if fine or not value else f"links to {value[:60]!r}, no page"
        if (links or name in self._LOADS) and not value.startswith(("data:", "#")):
            return f"loads {value[:60]!r}" if value else ""
        return ""


def _only_colors(found: re.Match[str]) -> str:
    return found.group() if _COLOR.fullmatch(found.group()) else ""


def _pictured(found: re.Match[str]) -> str:
    """A control character as its picture: U+2400 and on are there for this."""
    code = ord(found.group())
    if found.group() == "\r":
        return ""
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "�"
