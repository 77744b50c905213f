"""Measure pages of the built site with Lighthouse, as a slow telephone loads them.

    make site
    npm ci --prefix scripts/dev/lighthouse
    .venv/bin/python scripts/dev/measure_pages.py [--runs N] [PAGE...]

A PAGE is an address below the site's root, such as `topics/basics/`; without one, every
page is measured. The site is served from this machine with gzip, as a web host does.
Accessibility, best practices, SEO and the weights are the same wherever it runs.
Performance depends on the processor: a telephone's is imitated by slowing this one
down, so that it counts on an idle machine only. Of N runs, the median counts.
The script ends with 1 if a page stays below the limits, and says what is wrong with it.
"""

from __future__ import annotations

import gzip
import json
import mimetypes
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

import click

RECIPE = Path(__file__).parent / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best practices", "SEO")
AT_LEAST = (95, 100, 100, 100)
AT_MOST = {"HTML": 45_000, "CSS": 35_000, "JS": 60_000, "other": 5_000}
"""Bytes as they travel; the search index would be `other` if a page loaded it."""
STILL = 0.001
"""How far a page may shift while it loads, as Lighthouse counts it: not to be seen."""
KINDS = {"Document": "HTML", "Stylesheet": "CSS", "Script": "JS", "Image": "images"}
PACKED = (".html", ".css", ".js", ".json", ".svg", ".xml", ".ipynb", ".py")
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Measured:
    """What one run, or the median of several, says of a page."""

    page: str
    scores: tuple[int, ...]
    lcp: float
    """Milliseconds until the largest thing on the first screen is painted."""
    cls: float
    tbt: float
    """Milliseconds for which the page answers nobody."""
    nodes: int
    bytes: dict[str, int]
    """What is transferred, by kind; all that is neither of `KINDS` is `other`."""
    fails: tuple[str, ...]

    def problems(self, at_least: Sequence[int]) -> list[str]:
        """What is below the limits, in words."""
        named = zip(CATEGORIES, self.scores, at_least, strict=True)
        found = [
            f"{name}: got {score}, expected at least {limit}"
            for name, score, limit in named
            if score < limit
        ]
        if self.cls > STILL:
            found.append(f"layout shift: got {self.cls:.3f}, expected 0")
        found += [
            f"{kind}: got {self.bytes[kind]:,} bytes, expected at most {limit:,}"
            for kind, limit in AT_MOST.items()
            if self.bytes[kind] > limit
        ]
        return found + [f"fails {what}" for what in self.fails if found]


of_site = click.option(
    "--site",
    default="site",
    show_default=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
"""The folder of the built site, as the scripts about pages take it."""


@click.command()
@click.option("--runs", default=1, show_default=True, type=click.IntRange(1))
@click.option(
    "--performance",
    default=AT_LEAST[0],
    show_default=True,
    type=click.IntRange(0, 100),
    help="What a page has to reach; 0 where other programs run beside it.",
)
@of_site
@click.argument("pages", nargs=-1)
def main(runs: int, performance: int, site: Path, pages: tuple[str, ...]) -> None:
    """Print a table of the pages, and what is wrong with each."""
    site = site.resolve()
    wanted = [page.strip("/") + "/" if page.strip("/") else "" for page in pages]
    for page in wanted:
        if not (site / page / "index.html").is_file():
            sys.exit(f"Got the page {page!r}, expected one of {site}, such as exam/.")
    at_least = (performance, *AT_LEAST[1:])
    print_heading()
    bad: dict[str, list[str]] = {}
    for measured in measure(site, wanted or list(all_pages(site)), runs):
        print_row(measured)
        if problems := measured.problems(at_least):
            bad[measured.page] = problems
    print_load()
    for page, problems in bad.items():
        print(f"\n{page or 'home'}:", *problems, sep="\n- ")
    sys.exit(1 if bad else 0)


def all_pages(site: Path) -> Iterator[str]:
    """The addresses of the site's pages, the home page first."""
    for path in sorted(site.rglob("index.html"), key=lambda path: path.parent):
        parent = path.parent.relative_to(site).as_posix()
        yield "" if parent == "." else f"{parent}/"


# Measuring


def measure(site: Path, pages: Sequence[str], runs: int) -> Iterator[Measured]:
    """Measure one page after the other, each as often as wanted."""
    with served(site) as base:
        addresses = [base + page for page in pages for _ in range(runs)]
        several: list[Measured] = []
        for told in lighthouse(addresses):
            several.append(read(told, base))
            if len(several) == runs:
                yield median(several)
                several = []


def lighthouse(addresses: Sequence[str]) -> Iterator[dict[str, Any]]:
    """What Lighthouse says of each address."""
    node = shutil.which("node")
    browser = os.environ.get("TFPREP_CHROMIUM") or next(
        filter(None, map(shutil.which, BROWSERS)), None
    )
    if node is None or browser is None:
        sys.exit(f"Got node: {node}, Chromium: {browser}. Install what is missing.")
    if not (RECIPE / "node_modules").is_dir():
        sys.exit(f"Lighthouse is not installed: npm ci --prefix {RECIPE}")
    command = [node, str(RECIPE / "measure.mjs"), browser, *addresses]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 (our own script)
        assert process.stdout is not None
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode:
        sys.exit("Lighthouse ended before all pages were measured; see above.")


def read(told: dict[str, Any], base: str) -> Measured:
    """One line of measure.mjs."""
    transferred: dict[str, int] = dict.fromkeys((*KINDS.values(), "other"), 0)
    for kind, count in told["bytes"].items():
        transferred[KINDS.get(kind, "other")] += count
    return Measured(
        page=told["address"].removeprefix(base),
        scores=tuple(told["scores"]),
        lcp=told["lcp"],
        cls=told["cls"],
        tbt=told["tbt"],
        nodes=int(told["nodes"]),
        bytes=transferred,
        fails=tuple(told["fails"]),
    )


def median(several: Sequence[Measured]) -> Measured:
    """The run whose performance is in the middle."""
    scores = [measured.scores[0] for measured in several]
    return several[scores.index(statistics.median_low(scores))]


# The table


def print_heading() -> None:
    """Print the names of the columns."""
    columns = ["page", *CATEGORIES, "LCP s", "CLS", "TBT ms", "nodes"]
    columns += [f"{kind} kB" for kind in (*KINDS.values(), "other")]
    print("| " + " | ".join(columns) + " |")
    print("|---" * len(columns) + "|", flush=True)


def print_row(measured: Measured) -> None:
    """Print what was measured of a page."""
    cells = [measured.page or "home", *map(str, measured.scores)]
    cells += [f"{measured.lcp / 1000:.1f}", f"{measured.cls:.3f}"]
    cells += [f"{measured.tbt:.0f}", str(measured.nodes)]
    cells += [f"{count / 1000:.0f}" for count in measured.bytes.values()]
    print("| " + " | ".join(cells) + " |", flush=True)


def print_load() -> None:
    """Say so if other programs ran: they make the same page look slow."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > cores + 1:  # one is ours
        print(f"\nThe load is {load:.0f} on {cores} cores: performance says little.")


# The server


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address under which the site is served while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, kind, body, packed = answer(site, self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=600")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (its name there)
            """Say nothing: the table stands on the same screen."""

    with _Server(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Server(ThreadingHTTPServer):
    """Says nothing of a browser that breaks off and goes on to the next page."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def answer(site: Path, address: str) -> tuple[int, str, bytes, bool]:
    """Status, type and content for an address, and whether the content is zipped."""
    path = (site / unquote(urlsplit(address).path).lstrip("/")).resolve()
    if path.is_dir():
        path /= "index.html"
    status = HTTPStatus.OK
    if not path.is_file() or not path.is_relative_to(site):
        status, path = HTTPStatus.NOT_FOUND, site / "404.html"
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix in {".html", ".css", ".js"}:
        kind += "; charset=utf-8"
    return status, kind, content(path), path.suffix in PACKED


@cache
def content(path: Path) -> bytes:
    """A file's bytes as they travel."""
    plain = path.read_bytes()
    return gzip.compress(plain) if path.suffix in PACKED else plain


if __name__ == "__main__":
    main()
