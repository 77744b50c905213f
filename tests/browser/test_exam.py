"""An exam in the browser: a real page, a real server, and a grader that is told."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from contrast import faint_texts
from hall import TASK, Hall, hall
from learning import live_site
from once import once
from playwright.sync_api import Browser, Dialog, Locator, Page, Route, expect
from projects import TinyCourse
from reader import NARROW, WIDE
from server import needs_loopback

from tfprep.exam.outcomes import Grade, RefusedError

pytestmark = [pytest.mark.slow, needs_loopback]

PATIENCE = 20_000  # milliseconds: other tests run beside this one


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """What a page shows may wait for data to be made."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=None)


@pytest.fixture
def room(
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Hall]:
    """A server of a tiny site with the page of the exam; no exam was begun."""
    site = once(tmp_path_factory, "live_site", live_site)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    with hall(TinyCourse(site), tmp_path / "tfprep-exam", site / "site") as room:
        room.goes_on.set()
        yield room


@pytest.fixture
def page(chromium: Browser, room: Hall) -> Iterator[Page]:
    """The page of the exam; the test fails if one of its scripts does."""
    wrong: list[str] = []
    context = chromium.new_context(viewport=WIDE)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    context.on("weberror", lambda error: wrong.append(f"{error.error}"))
    page = context.new_page()
    page.goto(room.server.place.address("exam/sit/"))
    yield page
    context.close()
    assert wrong == []


def card(page: Page, letter: str) -> Locator:
    """The frame of a task."""
    return page.locator(".exam-task").filter(
        has=page.get_by_role("heading", name=re.compile(f"^{letter}:"))
    )


def said(page: Page) -> Locator:
    """What a screen reader is told."""
    return page.locator("#sitting > [role=status]")


def look(page: Page) -> None:
    """Come back to the page, which then looks at once what has changed."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def hand_in(page: Page, letter: str, name: str = "model.keras") -> None:
    """Choose a file, and send it."""
    chosen: Any = {"name": name, "mimeType": "", "buffer": b"PK a model"}
    card(page, letter).get_by_label("A model file").set_input_files(chosen)
    card(page, letter).get_by_role("button", name="Hand in this file").click()


def test_a_sitting_from_start_to_report(room: Hall, page: Page) -> None:
    """Choose, start, read, hand in twice, be refused once, finish, read the report."""
    for letter in "BCD":
        page.get_by_role("checkbox", name=re.compile(f"^{letter}:")).uncheck()
    page.get_by_role("button", name="Start").press("Enter")
    expect(page.get_by_role("heading", name="Your exam")).to_be_focused()
    expect(page.get_by_role("timer")).to_have_text("5:00:00 left")

    card(page, "A").get_by_text("The brief").click()
    expect(card(page, "A").get_by_text("A cheap sensor sits")).to_be_visible()

    room.desk.answer = Grade(4, 1.5, ("A note.",))
    hand_in(page, "A")
    verdict = card(page, "A").locator(".live-verdict")
    expect(verdict).to_have_text(
        "Score 4 of 5: mean absolute error 1.5 °C. For 5: at most 1 °C.A note."
    )
    expect(said(page)).to_have_text(
        "A: score 4 of 5, mean absolute error 1.5 °C. For 5: at most 1 °C."
    )
    room.desk.answer = RefusedError("a stone", "a model", "Train one.")
    hand_in(page, "E", "stone.keras")
    expect(card(page, "E").locator(".live-verdict")).to_have_text(
        "Not graded, and not counted. Got a stone; expected a model. Train one."
    )
    plot = page.get_by_role("img", name=re.compile("A: 4 of 5, after 1 hand-in"))
    expect(plot).to_be_visible()

    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", agree)
    page.get_by_role("button", name="Finish the exam").click()
    expect(page.get_by_role("heading", name="Your report")).to_be_focused()
    report = page.frame_locator("iframe.exam-report")
    expect(report.get_by_role("heading", level=1)).to_contain_text("8 of 40 points")
    link = report.locator("a[href*='lessons/']").first
    expect(link).to_have_attribute("target", "_blank")
    with page.expect_popup() as opened:
        link.click()
    expect(opened.value).to_have_url(re.compile(r"http://127\.0\.0\.1:\d+/lessons/"))
    assert asked[0].startswith("Nothing was handed in for E. Finish")
    assert room.desk.status().finished


def test_a_page_may_be_closed_while_a_model_is_graded(room: Hall, page: Page) -> None:
    """Another tab, or the same one after a reload, shows what goes on and its end."""
    room.desk.start()
    room.desk.save_model()
    page.reload()
    room.goes_on.clear()
    card(page, "A").get_by_role("button", name="Hand in model.keras").click()
    expect(card(page, "A")).to_have_attribute("aria-busy", "true")

    page.reload()
    expect(card(page, "A")).to_contain_text("is being graded")
    button = card(page, "E").get_by_role("button", name="Hand in this file")
    expect(button).to_have_attribute("aria-disabled", "true")
    room.goes_on.set()
    expect(card(page, "A").locator(".live-verdict")).to_contain_text("Score 5 of 5")


def test_what_happens_elsewhere_shows_here(room: Hall, page: Page) -> None:
    """A command hands in, the time runs out, the server stops: the page says so."""
    room.desk.start()
    page.reload()
    expect(card(page, "A")).to_contain_text("Nothing handed in yet.")
    expect(page.locator("#sitting")).not_to_contain_text("undefined")
    room.desk.save_model()
    room.desk.submit(3)
    look(page)
    expect(card(page, "A")).to_contain_text("3 of 5, which is 6 of 10 points")

    room.desk.clock.wait(301)
    look(page)
    expect(page.get_by_role("timer")).to_have_text("The time is over.")
    expect(card(page, "A").get_by_label("A model file")).to_be_hidden()
    expect(page.get_by_role("button", name="Finish the exam")).to_be_visible()

    room.server.stop()
    look(page)
    expect(page.locator(".live-bar")).to_contain_text("server doesn't answer")


def test_a_quick_end_leads_to_the_report_as_well(room: Hall, page: Page) -> None:
    """An answer that comes when all is done has no job; the heading has the focus."""
    room.desk.start()
    page.reload()

    def answer_at_the_end(route: Route) -> None:
        route.fetch()
        address = route.request.url.removesuffix("/finish")
        headers = route.request.headers
        while (sight := page.request.get(address, headers=headers).json())["job"]:
            page.wait_for_timeout(50)
        route.fulfill(json=sight)

    page.route("**/exam/finish", answer_at_the_end)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Finish the exam").click()

    expect(page.get_by_role("heading", name="Your report")).to_be_focused()


def test_a_file_that_changed_is_chosen_anew(
    room: Hall, page: Page, tmp_path: Path
) -> None:
    """A browser can't read it any more, which is no fault of the server."""
    room.desk.start()
    page.reload()
    model = tmp_path / "model.keras"
    model.write_bytes(b"PK")
    field = card(page, "A").get_by_label("A model file")
    field.set_input_files(model)
    field.evaluate("field => field.files[0].lastModified")  # it looks when asked
    model.write_bytes(b"PK trained anew")
    os.utime(model, (time.time() + 60,) * 2)  # a browser looks at whole seconds
    button = card(page, "A").get_by_role("button", name="Hand in this file")
    button.click()
    expect(card(page, "A")).to_contain_text("after you chose it: choose it again.")
    button.click()
    expect(card(page, "A")).to_contain_text("No file is chosen")
    assert room.graded == []


def test_what_was_cut_off_is_said(room: Hall, page: Page) -> None:
    """A server that was stopped while it graded has counted nothing."""
    room.desk.start()
    page.reload()
    expect(card(page, "A")).to_be_visible()

    def grades(route: Route) -> None:
        answer = route.fetch()
        job = {"kind": "hand-in", "task": TASK, "file": "my.keras", "waits": False}
        route.fulfill(response=answer, json={**answer.json(), "job": job})

    page.route("**/tfprep/exam", grades)
    look(page)
    expect(card(page, "A")).to_contain_text("my.keras is being graded")
    page.unroute("**/tfprep/exam")
    look(page)
    expect(card(page, "A")).to_contain_text("Nothing was counted: try again.")


def test_it_reads_well_narrow_and_dark(room: Hall, page: Page) -> None:
    """Nothing is wider than a phone, and every text has contrast."""
    room.desk.start()
    room.desk.save_model()
    room.desk.submit(3)
    page.reload()
    expect(page.get_by_role("heading", name="Scores over time")).to_be_visible()
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
        assert faint_texts(page, 4.5) == {}
