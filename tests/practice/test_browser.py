"""The browser is led to an address that nobody else on the machine can read."""

from __future__ import annotations

import asyncio
import shutil
import stat
import sys
import webbrowser
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from tfprep.practice.browser import opened

ADDRESS = 'http://127.0.0.1:8888/#live=a"b&c'


class FakeBrowser(webbrowser.BaseBrowser):
    """A browser that keeps what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[str] = []

    def open(self, url: str, _new: int = 0, _autoraise: bool = True) -> bool:
        path = Path(url2pathname(urlsplit(url).path))
        assert sys.platform == "win32" or stat.S_IMODE(path.stat().st_mode) == 0o600
        assert ADDRESS not in url
        self.pages.append(path.read_text("utf-8"))
        self.path = path
        return True


async def visit(found: FakeBrowser) -> bool:
    """Open the address, and give the browser the time to read."""
    async with opened(ADDRESS) as there_is:
        while there_is and not found.pages:
            await asyncio.sleep(0.01)
        return there_is


@pytest.mark.parametrize("is_snap", [False, True])
def test_the_browser_reads_the_address_in_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, is_snap: bool
) -> None:
    """Its owner alone can read it, for a while; a snap sees the home folder only."""
    found = FakeBrowser()
    monkeypatch.setattr(webbrowser, "get", lambda: found)
    monkeypatch.setattr(shutil, "which", lambda _name: is_snap or None)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)

    assert asyncio.run(visit(found))
    assert 'url=http://127.0.0.1:8888/#live=a&#34;b&amp;c"' in found.pages[0]
    assert not found.path.exists()
    assert (found.path.parent == tmp_path) == is_snap


def test_a_browser_in_the_terminal_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It would take over the terminal; without any browser nothing is opened either."""

    def none() -> webbrowser.BaseBrowser:
        raise webbrowser.Error("none")

    in_terminal = webbrowser.GenericBrowser("w3m")
    for get in (none, lambda: in_terminal):
        monkeypatch.setattr(webbrowser, "get", get)
        assert not asyncio.run(visit(FakeBrowser()))
