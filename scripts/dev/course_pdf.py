"""Makes a PDF of the whole course from the built site, with bookmarks and page numbers.

    .venv/bin/python scripts/dev/course_pdf.py [SITE] [PDF]

`make pdf` builds the site first. It needs Chromium or Chrome, 131 or newer: the one
that TFPREP_CHROMIUM names, or an installed one.
"""

from __future__ import annotations

import mimetypes
import os
import shutil
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import pikepdf
from playwright.sync_api import Browser, Route, sync_playwright

from tfprep.problems import ProblemError
from tfprep.site.book import make_book

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
BOOK = "https://tfprep.invalid/book.html"
"""Where the browser finds the page: no such host exists, and none is asked."""
PATIENCE = 600_000
"""Milliseconds that the browser may take."""


@click.command()
@click.argument("site", default="site", type=click.Path(path_type=Path))
@click.argument("pdf", default="dist/course.pdf", type=click.Path(path_type=Path))
def main(site: Path, pdf: Path) -> None:
    """Make the file PDF of the built SITE."""
    began = time.monotonic()
    today = f"{datetime.now(UTC):%-d %B %Y}"
    try:
        book = make_book(ROOT, site, f"Version {version('tfprep')}, {today}")
    except ProblemError as error:
        raise click.ClickException(str(error)) from None
    pdf.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser())
        missing = print_book(browser, book, site, pdf)
        browser.close()
    if missing:
        found = "\n".join(missing)
        raise click.ClickException(f"got pictures that the site lacks:\n{found}")
    pack(pdf)
    seconds = time.monotonic() - began
    print(f"{pdf}: {pdf.stat().st_size / 1e6:.1f} MB in {seconds:.0f} s")


def print_book(browser: Browser, book: str, site: Path, pdf: Path) -> list[str]:
    """Have the browser make the PDF; what it asked for in vain."""
    missing: list[str] = []

    def answer(route: Route) -> None:
        url = route.request.url
        file = site / unquote(urlsplit(url).path).lstrip("/")
        if url == BOOK:
            route.fulfill(body=book, content_type="text/html; charset=utf-8")
        elif file.is_file():
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(body=file.read_bytes(), content_type=kind)
        else:
            missing.append(url)
            route.abort()

    page = browser.new_page(java_script_enabled=False, color_scheme="light")
    page.set_default_timeout(PATIENCE)
    page.route("**/*", answer)
    page.goto(BOOK)
    page.pdf(path=pdf, format="A4", outline=True, tagged=True)
    page.close()
    return missing


def pack(pdf: Path) -> None:
    """Make the file half as large, with the same content.

    A screen reader needs the structure of the text, and the browser writes each of its
    elements uncompressed: together they are larger than all pages.
    """
    with pikepdf.open(pdf, allow_overwriting_input=True) as whole:
        whole.save(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def find_browser() -> str:
    """The browser to use."""
    given = os.environ.get("TFPREP_CHROMIUM")
    found = (shutil.which(name) for name in ((given,) if given else BROWSERS))
    path = next(filter(None, found), None)
    if path is None:
        raise click.ClickException(
            f"got no browser, expected one of {', '.join(BROWSERS)} on the path. "
            "Install one, or name it in TFPREP_CHROMIUM."
        )
    return path


if __name__ == "__main__":
    main()
