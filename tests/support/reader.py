"""Opens pages of the built site without a server and without a network."""

from __future__ import annotations

import mimetypes
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Route

HOST = "https://tfprep.test/"  # a secure context, as the published site is
SAMPLE = "basics/first-model"  # the lesson that stands for all lessons
WIDE = {"width": 1300, "height": 900}
NARROW = {"width": 400, "height": 900}
REFUSE_STORAGE = """
for (const name of ["getItem", "setItem"]) {
  const real = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...rest) {
    if (key == "tfprep-progress") throw new DOMException("refused");
    return real.call(this, key, ...rest);
  };
}
"""
"""A script after which the browser keeps nothing of what a learner does."""
BLOCK_STORAGE = """
for (const name of ["localStorage", "sessionStorage"]) {
  const get = () => { throw new DOMException("blocked", "SecurityError"); };
  Object.defineProperty(window, name, { get, configurable: true });
}
"""
"""A script after which storage throws as soon as it is asked for."""
NULL_STORAGE = BLOCK_STORAGE.replace(
    'throw new DOMException("blocked", "SecurityError")', "return null"
)
"""A script after which there is no storage at all, as in some apps' browsers."""

_TYPES = {".ipynb": "application/x-ipynb+json", ".js": "text/javascript"}


class Reader:
    """Opens pages, and keeps in `problems` what no page may do."""

    def __init__(self, browser: Browser, site: Path) -> None:
        self.site = site
        self.asked: list[str] = []
        """The paths of the files that pages have asked for."""
        self.now: datetime | None = None
        """What pages take for the present, where that matters."""
        self.problems: list[str] = []
        """Errors of scripts, requests to other hosts, missing files."""
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def open(self, path: str, **options: Any) -> Page:
        """A page of the site, in a new browser profile with Playwright's options."""
        context = self._browser.new_context(**{"viewport": WIDE, **options})
        if self.now:
            context.clock.set_fixed_time(self.now)
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        context.route("**/*", self._answer)
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self._note(f"{error.error}"))
        page = context.new_page()
        page.goto(HOST + path)
        return page

    def close(self) -> None:
        """Close all pages."""
        for context in self._contexts:
            context.close()

    def file(self, url: str) -> Path:
        """The file that a web server would send for an address of the site."""
        path = self.site / unquote(urlsplit(url).path).lstrip("/")
        return path / "index.html" if path.is_dir() else path

    def _answer(self, route: Route) -> None:
        url = route.request.url
        if not url.startswith(HOST):
            self._note(f"asks another host: {url}")
            route.abort()
        elif (file := self.file(url)).is_file():
            self.asked.append(file.relative_to(self.site).as_posix())
            guess = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            kind = _TYPES.get(file.suffix, guess)
            route.fulfill(body=file.read_bytes(), content_type=kind)
        else:
            self._note(f"no such file: {url}")
            route.fulfill(status=404)

    def _note_console(self, message: Any) -> None:
        if message.type == "error":
            self._note(f"{message.text} ({message.page and message.page.url})")

    def _note(self, problem: str) -> None:
        self.problems.append(problem)


def settle(page: Page) -> None:
    """Wait until nothing moves or fades anymore."""
    page.evaluate("Promise.allSettled(document.getAnimations().map(a => a.finished))")


def page_path(slug: str) -> str:
    """Where a lesson's page stands."""
    return f"lessons/{slug}/"
