"""The site from files, as somebody opens it who unpacked the zip of a release."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from reader import SAMPLE

from tfprep.site.offline import dead_links, make_offline

pytestmark = pytest.mark.slow


def test_it_works_without_a_server(
    chromium: Browser, built_site: Path, tmp_path: Path
) -> None:
    """No link is dead; a quiz judges; what was done is known on other pages."""
    folder = tmp_path / "tfprep-site"
    make_offline(built_site, folder)
    assert list(dead_links(folder)) == []
    page = chromium.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))

    page.goto((folder / "quiz/developer/index.html").as_uri())
    page.locator("details.quiz-group").first.evaluate("e => { e.open = true; }")
    question = page.locator("form.quiz").first
    question.get_by_role("radio").or_(question.get_by_role("checkbox")).first.check()
    question.get_by_role("button", name="Check").click()
    expect(question.locator(".feedback")).not_to_be_empty()
    page.reload()
    assert page.evaluate("localStorage.getItem('tfprep-progress')")

    page.goto((folder / f"lessons/{SAMPLE}/index.html").as_uri())
    page.wait_for_function("localStorage.getItem('tfprep-progress').includes('opened')")
    page.goto((folder / "index.html").as_uri())
    page.locator("#go-on a").first.click()
    expect(page).to_have_url((folder / f"lessons/{SAMPLE}/index.html").as_uri())
    page.wait_for_load_state()  # before that, nobody listens to a key
    page.keyboard.press("/")
    page.keyboard.type("early stopping")
    page.locator(".md-search-result a[href*='#early-stopping']").first.click()
    page.wait_for_url("**/overfitting/index.html?h=*#early-stopping")
    assert problems == []
    page.close()
