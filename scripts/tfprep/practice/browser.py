"""Open an address in the browser without telling it to others on the machine."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from tfprep.execution.scratch import scratch

SECONDS = 20.0
"""How long a browser may take to read the page that leads on."""


@asynccontextmanager
async def opened(address: str) -> AsyncIterator[bool]:
    """Open an address while something else goes on; whether there is a browser.

    The words of a command can be read by everybody on the machine, and the address
    holds a token. So the browser is given a file, which only its owner can read and
    which leads on to the address.
    """
    browser = _browser()
    if browser is None:
        yield False
        return
    task = asyncio.create_task(_open(browser, address))
    try:
        yield True
    finally:
        task.cancel()
        await asyncio.wait([task])


def _browser() -> webbrowser.BaseBrowser | None:
    """The user's browser, unless it would take over the terminal."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return None
    return None if type(found) is webbrowser.GenericBrowser else found


async def _open(browser: webbrowser.BaseBrowser, address: str) -> None:
    path = _write(address)
    try:
        await asyncio.to_thread(browser.open, path.as_uri())
        await asyncio.sleep(SECONDS)
    finally:
        path.unlink(missing_ok=True)


def _write(address: str) -> Path:
    """Write the page that leads on, where the browser can read it."""
    # A browser that came as a snap sees no temporary files, and no hidden ones.
    folder = Path.home() if shutil.which("snap") else scratch().files
    handle, name = tempfile.mkstemp(prefix="tfprep-", suffix=".html", dir=folder)
    loader = PackageLoader("tfprep.practice")
    templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    text = templates.get_template("open.html.jinja").render(address=address)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return Path(name)
