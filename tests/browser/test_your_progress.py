"""The buttons of guide/your-progress, and the way of a copy through the command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect
from projects import REPOSITORY
from reader import Profiles, Reader

from tfprep.practice.progress_commands import progress
from tfprep.practice.progress_file import ProgressFile

pytestmark = pytest.mark.slow

ASSETS = REPOSITORY / "docs/assets"
PAGE = """<!doctype html><html lang="en"><title>Your progress</title>
<link rel="icon" href="data:,"><article><div id="progress-box" hidden></div></article>
<script type="module" src="./your-progress.js"></script>
<script type="module">
  import("./progress.js").then((all) => Object.assign(window, all));
</script></html>
"""
AT = "2026-11-27T12:00:00.000Z"
STATE: dict[str, Any] = {
    "schema": 1,
    "exercises": {
        "basics/a/b": {
            "attempts": [
                {"at": AT, "outcome": "correct", "hints": 1, "solution": False},
            ],
            "hints": [AT],
            "answer": {"text": "x = 'é 😀'\n", "at": AT},
        },
        "gone/for/good": {"solution": AT, "unknown": [1, 2.5, "x"]},
    },
    "questions": {
        "nn-1-types": {"attempts": [{"at": AT, "right": True, "chosen": ["b"]}]}
    },
    "steps": {"set-up": {"done": True, "at": AT}},
    "plan": {"path": "new", "hours": 6.5, "date": "2026-11-30", "at": AT},
    "lessons": {"basics/a": {"opened": AT}},
    "exams": {
        "x": {
            "form": 1,
            "started": AT,
            "points": 87,
            "of": 100,
            "tasks": {"a": 5},
            "at": AT,
        }
    },
    "later": {"unknown": {"at": AT, "deep": {"list": [None, True]}}},
}


@pytest.fixture
def page(profiles: Profiles, tmp_path: Path) -> Iterator[Page]:
    """The buttons, in a browser that has kept something of everything."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text(PAGE)
    for name in ("elements.js", "progress.js", "your-progress.js"):
        shutil.copy(ASSETS / name, site)
    reader = Reader(profiles, site)
    page = reader.open("")
    page.evaluate(
        "kept => localStorage.setItem('tfprep-progress', kept)", json.dumps(STATE)
    )
    page.reload()
    page.wait_for_function("window.progress")
    yield page
    reader.close()
    assert reader.problems == []


def click(page: Page, name: str) -> None:
    """Press a button, and say yes to what it asks."""
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=name).click()


def take(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(file)


def said(page: Page) -> Any:
    return expect(page.get_by_role("status"))


def test_a_copy_goes_through_the_command_and_back(page: Page, tmp_path: Path) -> None:
    """Browser, file, command, file, browser: nothing is lost, known or not."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    assert download.value.suggested_filename.startswith("tfprep-progress-20")
    saved, back = tmp_path / "saved.json", tmp_path / "back.json"
    # Chromium asks for downloads behind the page's back: its text is taken instead.
    saved.write_text(page.evaluate("progress.toText()"), "utf-8")
    for words in (["--import", str(saved)], ["--export", str(back)]):
        assert CliRunner().invoke(progress, words).exit_code == 0
    ProgressFile().ticked("more", True)
    CliRunner().invoke(progress, ["--export", str(back)])

    page.evaluate("localStorage.clear()")
    page.reload()
    take(page, back)

    said(page).to_have_text("Taken in: back.json.")
    state = page.evaluate("progress.read()")
    assert state["steps"].pop("more")["done"]
    assert state == page.evaluate("state => merge(state, null)", STATE)


def test_it_says_what_is_kept(page: Page) -> None:
    """In numbers, as far as there is something."""
    expect(page.locator("#progress-box p").first).to_have_text(
        "This browser has kept: 2 exercises, 1 question, 1 planner step, 1 lesson, "
        "1 exam, a plan."
    )


def test_reset_and_delete_ask_first(page: Page) -> None:
    """A no keeps all; then what was deleted doesn't come back from a file."""
    page.get_by_role("button", name="Delete everything").click()  # dismissed
    assert set(page.evaluate("progress.read()")) == set(STATE)

    click(page, "Reset exercises and questions")
    said(page).to_have_text("All exercises and questions are as new.")
    assert page.evaluate("progress.exerciseState('basics/a/b')") == ""
    assert page.evaluate("progress.read().steps") == STATE["steps"]
    click(page, "Delete everything")
    said(page).to_have_text("Everything is deleted.")
    expect(page.locator("#progress-box p").first).to_have_text(
        "This browser has kept: nothing yet."
    )


def test_a_file_from_before_a_deletion_brings_nothing_back(
    page: Page, tmp_path: Path
) -> None:
    """And the page says why, as it does of a file that is none."""
    old, other = tmp_path / "old.json", tmp_path / "thesis.json"
    dated = {key: STATE[key] for key in ("schema", "questions", "plan", "exams")}
    old.write_text(json.dumps(dated))
    other.write_text("Five years of work")
    click(page, "Delete everything")
    said(page).to_have_text("Everything is deleted.")

    take(page, old)
    said(page).to_contain_text("Nothing new came in from old.json. You deleted")
    take(page, other)
    said(page).to_contain_text("thesis.json was not taken in: got something else")
