"""The site as a whole: its pages, its schemes, its order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

import pytest
from contrast import faint_texts, ink_contrast
from playwright.sync_api import Page, expect
from reader import HOST, NARROW, SAMPLE, WIDE, Reader, page_path, settle

from tfprep.lessons.lesson import Lesson

pytestmark = pytest.mark.slow

AA = 4.5  # https://www.w3.org/TR/WCAG22/#contrast-minimum
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SWITCH = "header label[for^=__palette]:visible"  # automatic, light, dark, automatic
CONTRASTED = (
    "topics/developer/",
    "exam/",
    "exam/start/",
    "exam/sample-report.html",
    "guide/prepare/",
    "resources/",
    "reference/common-errors/",
    "reference/glossary/",
)
PARTS = 2  # of the site, so that it is seen how far the sweep is
TURN = """async ([html, address, turn]) => {
  const next = new DOMParser().parseFromString(html, "text/html");
  const scripts = [...next.querySelectorAll("script[src]:is([defer], [type=module])")];
  for (const script of next.querySelectorAll("script[src]")) script.remove();
  history.replaceState(null, "", address);
  document.body.replaceWith(document.adoptNode(next.body));
  for (const { attributes } of scripts) await new Promise((loaded, failed) => {
    const script = document.createElement("script");
    for (const { name, value } of attributes) script.setAttribute(name, value);
    script.src = `${new URL(script.src)}?${turn}`; // a module runs once for an address
    Object.assign(script, { onload: loaded, onerror: failed });
    document.body.append(script);
  });
  document$.next(document);
  dispatchEvent(new Event("load"));
}"""
"""Puts another page in the place of an open one, as Material can: styles and Material's
own script stay, which take most of the time, and all else of the page runs."""


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    settle(page)
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def becomes(page: Page, scheme: str) -> None:
    """Wait until the ground of the page is dark, or light: a script sees to it."""
    ground = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g)"
    sign = "<" if scheme == "dark" else ">"
    page.wait_for_function(f"Math.max(...{ground}.map(Number)) {sign} 128")
    settle(page)


def assets(file: Path) -> list[str]:
    """The scripts and style sheets that a page of the site loads."""
    tags = re.findall("<(?:script|link) [^>]*>", file.read_text("utf-8"))
    return [name for tag in tags for name in re.findall(r"assets/([^\"?]+\.\w+)", tag)]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page(reader: Reader, built_site: Path, part: int) -> None:
    """Every page runs without an error, and none scrolls sideways, wide or narrow."""
    loads = {file: assets(file) for file in built_site.rglob("*.html")}
    pages = sorted(loads, key=lambda file: (loads[file], file))
    most = -(-len(pages) // PARTS)
    page = reader.open("", reduced_motion="reduce")  # painting takes the most time
    there: list[str] | None = None
    sizes = [WIDE, NARROW]
    wider = {}

    for turn, file in enumerate(pages[part * most : (part + 1) * most]):
        path = file.relative_to(built_site).as_posix().removesuffix("index.html")
        if loads[file] == there:
            page.evaluate(TURN, [file.read_text("utf-8"), f"/{path}", turn])
        else:
            page.goto(HOST + path)
            there = loads[file]
        for size in sizes:
            page.set_viewport_size(size)  # type: ignore[arg-type]
            if pixels := overflow(page):
                wider[path, size["width"]] = pixels
        sizes.reverse()  # the next page comes into the window as it is: one layout less

    assert loads
    assert wider == {}


@pytest.mark.parametrize("path", ["", *CONTRASTED, page_path(SAMPLE)])
def test_contrast(reader: Reader, path: str) -> None:
    """All text of a page has a contrast of 4.5:1 or more, folded or not, either way."""
    page = reader.open(path)
    page.evaluate(
        "for (const fold of document.querySelectorAll('details')) fold.open = true"
    )

    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        becomes(page, scheme)
        assert faint_texts(page, AA) == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_menu_contrast(reader: Reader, scheme: Literal["light", "dark"]) -> None:
    """The menu of a narrow window can be read too."""
    page = reader.open("guide/prepare/", viewport=NARROW, color_scheme=scheme)

    page.get_by_role("button", name="Menu").click()
    expect(page.locator(".md-nav--primary .md-nav__title").first).to_be_in_viewport()

    assert faint_texts(page, AA) == {}


@pytest.mark.parametrize("system", SCHEMES)
def test_figure_contrast(reader: Reader, lesson: Lesson, system: str) -> None:
    """Figures can be read in the system's scheme, and in the other if it is chosen."""
    options = {"color_scheme": system, "device_scale_factor": 3}
    page = reader.open(page_path(lesson.slug), **options)
    figure = page.locator("article .output img").first

    assert ink_contrast(figure) >= AA
    for _ in range(2 if system == "light" else 1):
        page.locator(SWITCH).click()
    becomes(page, "dark" if system == "light" else "light")
    assert ink_contrast(figure) >= AA


def test_schemes(reader: Reader) -> None:
    """The site follows the system until a scheme is chosen, which then stays."""
    page = reader.open("", color_scheme="light")
    becomes(page, "light")
    page.emulate_media(color_scheme="dark")
    becomes(page, "dark")
    page.emulate_media(color_scheme="light")
    becomes(page, "light")

    for _ in range(2):
        page.locator(SWITCH).click()

    becomes(page, "dark")
    page.reload()
    becomes(page, "dark")
    page.goto(f"{HOST}topics/")
    becomes(page, "dark")


def test_schemes_by_key(reader: Reader) -> None:
    """Enter chooses the next scheme, and stays on the switch."""
    page = reader.open("", color_scheme="light")
    page.locator("[name=__palette]:checked").focus()

    for _ in range(2):
        page.keyboard.press("Enter")

    becomes(page, "dark")
    expect(page.locator("[name=__palette]:checked")).to_be_focused()


def test_no_cookies(reader: Reader) -> None:
    """The site sets none, as "Your progress" says, also where it keeps progress."""
    page = reader.open(page_path(SAMPLE))
    page.wait_for_function("localStorage.length")

    assert page.context.cookies() == []


def test_loading_is_little_work(reader: Reader) -> None:
    """A long page gets its style about once while it loads, and its layout too."""
    page = reader.open("")
    done = traced(page, "reference/common-errors/")

    styled = sum(event["args"].get("elementCount", 0) for event in done["style"])
    blocks = page.locator("article pre").count()
    assert blocks > 100
    assert styled < 2 * page.locator("*").count()
    assert len(done["layout"]) < blocks / 2  # it was once for each block


def traced(page: Page, path: str) -> dict[str, list[Any]]:
    """What the browser did for style and layout while it loaded a page."""
    session = page.context.new_cdp_session(page)
    events: list[Any] = []
    session.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
    session.send("Tracing.start", {"categories": "devtools.timeline"})
    page.goto(HOST + path, wait_until="load")
    page.wait_for_function("document.querySelector('.md-code__button')")
    settle(page)
    ended: list[Any] = []
    session.on("Tracing.tracingComplete", lambda told: ended.append(told))
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(20)
    names = {"style": "UpdateLayoutTree", "layout": "Layout"}
    return {
        kind: [event for event in events if event["name"] == name]
        for kind, name in names.items()
    }


def test_without_javascript(reader: Reader, lesson: Lesson) -> None:
    """Without JavaScript a lesson has its text and folds, fits, and says what lacks."""
    page = reader.open(
        page_path(lesson.slug), java_script_enabled=False, viewport=NARROW
    )

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("article .highlight").first).to_be_visible()
    expect(page.locator("article > noscript strong")).to_be_visible()
    assert overflow(page) == 0
    fold = page.locator("details.fold").first
    expect(fold.locator("summary + *")).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.locator("summary + *")).to_be_visible()
