"""Hold every page of the built site to all that axe checks.

    make site
    .venv/bin/python scripts/dev/axe.py [PAGE...]

A PAGE is an address below the site's root, such as `topics/basics/`; without one, every
page is looked at. Each is looked at in both color schemes, at 1300 and at 400 pixels:
as it opens, where it is narrow with the menu open, and with all folds open and all
questions answered; on the first one somebody searches, too. The rules are those of WCAG
2.2 AA and axe's best practices. `make test` looks at fewer pages, more quickly.

It prints a table of the rules that something breaks, with an example of each, and ends
with 1 if there is one. What axe can't decide, such as a text on a picture, is listed
below, for somebody to look at.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import click
from axe_playwright_python.sync_playwright import Axe
from measure_pages import BROWSERS, of_site, served
from playwright.sync_api import Browser, Page, sync_playwright

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1300, 400)
OF_COLOR = ["color-contrast", "link-in-text-block"]
"""The rules that can hold in one scheme and not in the other; they take most time."""
RUN = """([part, rules, without]) => axe.run(part ?? document, {
  runOnly: rules,
  rules: Object.fromEntries(without.map(rule => [rule, {enabled: false}])),
  resultTypes: ["violations", "incomplete"],
})"""
OPEN = """() => {
  for (const fold of document.querySelectorAll("article details")) fold.open = true;
  for (const form of document.querySelectorAll("form.quiz")) {
    form.querySelector("input:enabled")?.click();
    form.requestSubmit();
  }
}"""
"""Opens all folds, and answers all questions with the first option."""
STILL = """async () => {
  for (const menu of document.querySelectorAll(".md-sidebar__scrollwrap"))
    menu.scrollTop = 0;
  await Promise.allSettled(document.getAnimations().map(each => each.finished));
  await new Promise(done => setTimeout(done, 300));  // Material measures what overflows
}"""
"""Waits until nothing moves; an entry half below the menu's title isn't small."""


@dataclass
class Broken:
    """What breaks one rule, over all looks at all pages."""

    says: str
    places: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """By page: where it was seen, by the element's selector."""

    @property
    def nodes(self) -> int:
        """How many elements there are; one that was seen in two looks counts once."""
        return sum(map(len, self.places.values()))

    def example(self) -> str:
        """A page with an element, and how the page was looked at."""
        page, elements = next(iter(self.places.items()))
        element, look = next(iter(elements.items()))
        return f"{page or 'home'} ({look}): `{element}`"


Findings = dict[str, Broken]


@click.command()
@of_site
@click.argument("pages", nargs=-1)
def main(site: Path, pages: tuple[str, ...]) -> None:
    """Print which rules the pages break, and which axe can't decide."""
    site = site.resolve()
    known = list(addresses(site))
    for page in pages:
        if page not in known:
            sys.exit(f"Got the page {page!r}, expected one such as {known[-1]!r}.")
    broken: Findings = {}
    undecided: Findings = {}
    try:
        for page, look, told in looked_at(site, pages or known):
            note(broken, page, look, told["violations"])
            note(undecided, page, look, told["incomplete"])
            for rule in told["violations"]:
                print(f"  {rule['id']}: {look}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped before the last page.")
    print_table("breaks", broken)
    print_table("can't be decided by axe", undecided)
    sys.exit(1 if broken else 0)


def addresses(site: Path) -> Iterator[str]:
    """The addresses of all pages below the site's root; that of the home page is ""."""
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix().removesuffix("index.html")


# Looking


def looked_at(
    site: Path, pages: Iterable[str]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What axe says of each page in each way of looking at it."""
    with browsing(site) as (browser, base):
        for number, page in enumerate(pages, 1):
            print(f"{number}: {page or 'home'}", file=sys.stderr)
            context = browser.new_context(reduced_motion="reduce")
            context.set_default_timeout(120_000)  # other programs may run beside it
            tab = context.new_page()
            tab.goto(base + page)
            tab.wait_for_load_state()
            tab.evaluate(Axe().axe_script)
            for look, told in looks(tab, is_first=number == 1):
                yield page, look, told
            context.close()


@contextmanager
def browsing(site: Path) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address under which the site is served."""
    path = os.environ.get("TFPREP_CHROMIUM") or next(
        filter(None, map(shutil.which, BROWSERS)), None
    )
    if path is None:
        sys.exit("Got no Chromium: install one, or name it in TFPREP_CHROMIUM.")
    with sync_playwright() as playwright, served(site) as base:
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser, base
        browser.close()


def looks(tab: Page, is_first: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """One page as it opens, with the search, with the menu, and with all folds open.

    The search is the same on all pages, and folds that open hide nothing: so there is
    no need to search on each, nor to look at colors before the folds are open.
    """
    for width in WIDTHS:
        yield _look(tab, width, "light", "as it opens", RULES, OF_COLOR)
    if is_first and tab.locator("#__search").count():
        tab.evaluate("document.getElementById('__search').click()")
        tab.locator(".md-search__input").press_sequentially("loss")
        tab.locator(".md-search-result__link").first.wait_for()
        yield from _both_schemes(tab, "search open", WIDTHS, ".md-search")
        tab.evaluate("document.getElementById('__search').click()")
    if tab.locator("#__drawer").count():
        tab.evaluate("document.getElementById('__drawer').click()")
        yield from _both_schemes(tab, "menu open", WIDTHS[1:], ".md-sidebar--primary")
        tab.evaluate("document.getElementById('__drawer').click()")
    tab.evaluate(OPEN)
    yield from _both_schemes(tab, "folds open", WIDTHS)


def _both_schemes(
    tab: Page, state: str, widths: Iterable[int], part: str | None = None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """In each width; what the scheme can't change is looked at in the light one."""
    for width in widths:
        yield _look(tab, width, "light", state, RULES, part=part)
        yield _look(tab, width, "dark", state, OF_COLOR, part=part)


def _look(
    tab: Page,
    width: int,
    scheme: Literal["light", "dark"],
    state: str,
    rules: Sequence[str],
    without: Sequence[str] = (),
    part: str | None = None,
) -> tuple[str, dict[str, Any]]:
    """How all of a page, or a part of it, is looked at, and what axe says of it."""
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=scheme)
    tab.evaluate(STILL)
    told = tab.evaluate(RUN, [part, rules, without])
    return f"{width} px, {scheme}, {state}", told


# Telling


def note(findings: Findings, page: str, look: str, told: list[dict[str, Any]]) -> None:
    """Add to the findings what axe tells of one look at a page."""
    for rule in told:
        broken = findings.setdefault(rule["id"], Broken(rule["help"]))
        for node in rule["nodes"]:
            element = " ".join(str(step) for step in node["target"])
            broken.places[page].setdefault(element, look)


def print_table(verb: str, findings: Findings) -> None:
    """Print the rules, the most frequent first."""
    if not findings:
        print(f"Nothing {verb}.")
        return
    print(f"\n| what {verb} | elements | pages | for example | the rule |")
    print("|---|---|---|---|---|")
    for rule, broken in sorted(findings.items(), key=lambda each: -each[1].nodes):
        counts = (broken.nodes, len(broken.places))
        cells = (rule, *counts, broken.example(), broken.says)
        print("| " + " | ".join(map(str, cells)) + " |")


if __name__ == "__main__":
    main()
