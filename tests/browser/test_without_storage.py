"""Where the browser blocks storage: all works but memory, and the page says so."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from reader import BLOCK_STORAGE, NULL_STORAGE, SAMPLE, Reader, page_path

from tfprep.site.plugin import THEME

pytestmark = pytest.mark.slow


def test_the_stand_in_is_small() -> None:
    """What every page carries for it has at most 700 bytes."""
    text = (THEME / "partials/storage.html").read_text("utf-8")

    assert len(text.partition("-#}")[2].encode()) <= 700


@pytest.mark.parametrize(
    "blocked", [BLOCK_STORAGE, NULL_STORAGE], ids=["throws", "is null"]
)
def test_search_copying_and_scheme_work(reader: Reader, blocked: str) -> None:
    """The theme's own script runs, whether storage throws or isn't there."""
    page = reader.open("404.html", permissions=["clipboard-write"])
    page.add_init_script(blocked)
    page.goto(f"{page.url.removesuffix('404.html')}{page_path(SAMPLE)}")

    page.locator("article").get_by_role("button", name="Copy").first.click()
    expect(page.locator(".md-dialog")).to_contain_text("Copied")
    page.locator("header label[for^=__palette]:visible").click()
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("barrel")

    expect(page.locator(".md-search-result a[href*='barrel']").first).to_be_visible()


def test_a_quiz_says_that_nothing_is_kept(reader: Reader) -> None:
    """An answer is judged, and the page says what it can't do, and what to do."""
    page = reader.open("404.html")
    page.add_init_script(BLOCK_STORAGE)
    page.goto(f"{page.url.removesuffix('404.html')}quiz/developer/")
    page.locator("details.quiz-group").first.evaluate("e => { e.open = true; }")
    question = page.locator("form.quiz").first

    question.get_by_role("radio").or_(question.get_by_role("checkbox")).first.check()
    question.get_by_role("button", name="Check").click()

    expect(question).to_contain_text("ight")
    trouble = page.locator(".progress-trouble")
    expect(trouble).to_contain_text("Your progress can't be kept: this browser blocks")
    expect(trouble).to_have_count(1)
