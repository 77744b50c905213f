"""Opens pages of the built site without a server and without a network."""

from __future__ import annotations

import mimetypes
from contextlib import ExitStack
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
MOVED = """() => new Promise(done => {
  const all = [];
  new PerformanceObserver(list => all.push(...list.getEntries()))
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(all.flatMap(({sources}) =>
    sources.map(({node}) => node?.id || node?.className || node?.nodeName))), 100));
})"""
"""What has moved since the page was first painted."""

_TYPES = {".ipynb": "application/x-ipynb+json", ".js": "text/javascript"}


class Profiles:
    """Browser profiles that tests use one after the other, each time empty.

    In a profile of its own a page has a process of its own, which takes a tenth more
    processor time. Here an empty page keeps the process.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[datetime | None, BrowserContext] = {}

    def take(self, now: datetime | None) -> BrowserContext:
        """A profile in which it is always that time; a new one, if all are in use."""
        if context := self._free.pop(now, None):
            return context
        context = self.new(now)
        context.new_page()
        return context

    def new(self, now: datetime | None, **options: Any) -> BrowserContext:
        """One with Playwright's options, to be closed in the end."""
        context = self._browser.new_context(**options)
        if now:
            context.clock.set_fixed_time(now)
        context.set_default_timeout(10_000)
        return context

    def give_back(self, context: BrowserContext, now: datetime | None) -> None:
        """Close its pages but the empty one, and forget what they have kept."""
        if now in self._free:  # a test had two of them
            context.close()
            return
        keeper, *pages = context.pages
        for page in pages:
            page.close()
        context.clear_cookies()
        kept = {"origin": HOST, "storageTypes": "all"}
        session = context.new_cdp_session(keeper)
        session.send("Storage.clearDataForOrigin", kept)
        session.detach()
        self._free[now] = context


class Reader:
    """Opens pages, and keeps in `problems` what no page may do."""

    def __init__(self, profiles: Profiles, site: Path) -> None:
        self.site = site
        self.asked: list[str] = []
        """The paths of the files that pages have asked for."""
        self.now: datetime | None = None
        """What pages take for the present, where that matters."""
        self.problems: list[str] = []
        """Errors of scripts, requests to other hosts, missing files."""
        self._profiles = profiles
        self._left = ExitStack()
        """What is to be done when all is over."""

    def open(self, path: str, **options: Any) -> Page:
        """A page of the site, in an empty browser profile with Playwright's options."""
        if options.keys() <= {"viewport", "color_scheme"}:  # a page can have these
            context = self._profiles.take(self.now)
            self._left.callback(self._profiles.give_back, context, self.now)
        else:
            context = self._profiles.new(self.now, **{"viewport": WIDE, **options})
            self._left.callback(context.close)
        self._watch(context)
        page = context.new_page()
        page.set_viewport_size(options.get("viewport", WIDE))
        page.emulate_media(color_scheme=options.get("color_scheme", "light"))
        page.goto(HOST + path)
        return page

    def _watch(self, context: BrowserContext) -> None:
        """Answer what its pages ask for, and note what goes wrong in them."""
        context.route("**/*", self._answer)
        self._left.callback(context.unroute_all)
        notes = {"console": self._note_console, "weberror": self._note_error}
        for event, note in notes.items():
            context.on(event, note)  # type: ignore[call-overload]
            self._left.callback(context.remove_listener, event, note)

    def close(self) -> None:
        """Close all pages."""
        self._left.close()

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

    def _note_error(self, error: Any) -> None:
        self._note(f"{error.error}")

    def _note(self, problem: str) -> None:
        self.problems.append(problem)


def settle(page: Page) -> None:
    """Wait until nothing moves or fades anymore."""
    page.evaluate("Promise.allSettled(document.getAnimations().map(a => a.finished))")


def page_path(slug: str) -> str:
    """Where a lesson's page stands."""
    return f"lessons/{slug}/"
