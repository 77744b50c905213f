"""The memory in the browser: the same as in the file, and two tabs lose nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from projects import REPOSITORY
from reader import BLOCK_STORAGE, Profiles, Reader

pytestmark = pytest.mark.slow

SCRIPT = REPOSITORY / "docs/assets/progress.js"
CASES = json.loads((REPOSITORY / "tests/practice/merge_cases.json").read_text("utf-8"))
PAGE = """<!doctype html><html lang="en"><title>Blank</title>
<link rel="icon" href="data:,">
<script type="module">
  import("./progress.js").then((all) => Object.assign(window, all));
</script><article></article></html>
"""
AT = "2026-11-27T12:00:00.000Z"
KEPT = "() => JSON.parse(localStorage.getItem('tfprep-progress'))"
KEEP = "kept => localStorage.setItem('tfprep-progress', kept)"
FULL = """
const real = Storage.prototype.setItem;
Storage.prototype.setItem = function (...words) {
  if (window.isFull !== false) throw new DOMException("full", "QuotaExceededError");
  return real.apply(this, words);
};
"""


@pytest.fixture
def blank(profiles: Profiles, tmp_path: Path) -> Iterator[Reader]:
    """A site of one page that has nothing but the script."""
    (tmp_path / "index.html").write_text(PAGE)
    shutil.copy(SCRIPT, tmp_path)
    reader = Reader(profiles, tmp_path)
    yield reader
    reader.close()
    assert reader.problems == []


def load(page: Page) -> Page:
    """Load the page anew, as it is once its script has run."""
    page.reload()
    page.wait_for_function("window.progress")
    return page


def opened(reader: Reader, script: str = "", **kept: str) -> Page:
    """The page, with a script that runs before all others and things in storage."""
    page = reader.open("")
    page.evaluate("kept => Object.assign(localStorage, kept)", kept)
    if script:
        page.add_init_script(script)
    return load(page)


def told(page: Page) -> str:
    """What the page says of its memory."""
    return " ".join(page.locator(".progress-trouble").all_inner_texts())


def test_merging_is_the_same_as_in_python(blank: Reader) -> None:
    """The cases that Python is held to hold in the browser too, in both directions."""
    page = opened(blank)

    for case in CASES:
        for pair in ([case["one"], case["other"]], [case["other"], case["one"]]):
            assert page.evaluate("([a, b]) => merge(a, b)", pair) == case["merged"]


def test_what_was_done_is_kept_and_can_be_forgotten(blank: Reader) -> None:
    """Each thing comes back after a reload, until it is reset or all is deleted."""
    page = opened(blank)
    page.evaluate(
        """async () => {
          await progress.question("nn-1-types", true, ["b"]);
          await progress.ticked("set-up", true);
          await progress.opened("basics/first-model");
          await progress.placed("basics/shapes", ["NN-1"]);
          await progress.update((state) => {
            const at = "2026-11-27T12:00:00.000Z";
            state.exercises = {
              "basics/a/b": { attempts: [{ at, outcome: "correct", hints: 0 }] },
              "basics/a/c": { answer: { text: "x", at } },
            };
          });
        }"""
    )
    state = load(page).evaluate("progress.read()")

    assert state["questions"]["nn-1-types"]["attempts"][0]["chosen"] == ["b"]
    assert state["steps"]["set-up"]["done"] is True
    assert state["placement"]["known"] == ["NN-1"]
    states = "['basics/a/b', 'basics/a/c', 'basics/a/d'].map(progress.exerciseState)"
    assert page.evaluate(states) == ["done", "begun", ""]
    page.evaluate("progress.reset(['basics/a/b'])")
    assert page.evaluate(states) == ["", "begun", ""]
    page.evaluate("progress.reset()")
    after = page.evaluate("progress.read()")
    assert page.evaluate(states) == ["", "", ""]
    assert list(after["questions"]["nn-1-types"]) == ["reset"]
    assert after["steps"] == state["steps"]
    page.evaluate("old => progress.erase().then(() => progress.merge(old))", state)
    assert set(page.evaluate(KEPT)) == {"schema", "erased"}


def test_two_tabs_do_not_overwrite_each_other(blank: Reader) -> None:
    """What two tabs write at once is kept whole, and each hears of the other."""
    one = opened(blank)
    two = one.context.new_page()
    two.goto(one.url)
    two.wait_for_function("window.progress")
    listen = "() => { window.heard = 0; progress.subscribe(() => { heard += 1; }); }"
    two.evaluate(listen)
    write = """name => { window.written = Promise.all([...Array(20).keys()].map(
      (n) => progress.ticked(`${name}-${n}`, true))).then(() => true); }"""
    one.evaluate(write, "one")
    two.evaluate(write, "two")

    assert one.evaluate("written")
    assert two.evaluate("written")
    for tab in (one, two):
        tab.wait_for_function("Object.keys(progress.read().steps).length === 40")
    two.wait_for_function("heard > 20")


def test_what_another_tab_wrote_over_comes_back(blank: Reader) -> None:
    """A tab that had not seen the last writing takes nothing away for long."""
    one = opened(blank)
    two = one.context.new_page()
    two.goto(one.url)
    two.wait_for_function("window.progress")
    one.evaluate("progress.ticked('mine', true)")
    stale = {"schema": 1, "steps": {"other": {"done": True, "at": AT}}}

    two.evaluate(KEEP, json.dumps(stale))

    for tab in (one, two):
        tab.wait_for_function("Object.keys(progress.read().steps).length === 2")
    two.evaluate("progress.erase()")  # but what was deleted stays deleted
    one.wait_for_function("progress.read().erased")
    two.evaluate("progress.ticked('later', true)")
    one.wait_for_function("progress.read().steps?.later")
    assert list(one.evaluate(KEPT)["steps"]) == ["later"]


def test_what_is_done_is_kept_at_once(blank: Reader) -> None:
    """Whoever leaves the page right after a click loses nothing."""
    page = opened(blank)

    text = page.evaluate(
        "() => { progress.ticked('set-up', true);"
        " return localStorage.getItem('tfprep-progress'); }"
    )

    assert json.loads(text)["steps"]["set-up"]["done"] is True


def test_blocked_storage_costs_nothing_but_the_memory(blank: Reader) -> None:
    """Where a browser refuses storage, the page works, and says so once."""
    page = opened(blank, BLOCK_STORAGE)

    page.evaluate("progress.opened('basics/first-model')")
    assert told(page) == ""  # whoever only reads isn't bothered
    page.evaluate("progress.ticked('set-up', true)")
    page.evaluate("progress.ticked('other', true)")

    assert page.evaluate("[progress.isKept, progress.read().steps['set-up'].done]") == [
        False,
        True,
    ]
    assert told(page).startswith("Your progress can't be kept: this browser blocks")
    expect(page.locator(".progress-trouble")).to_have_count(1)


def test_what_finds_no_room_is_kept_as_soon_as_there_is_some(blank: Reader) -> None:
    """A full storage loses nothing as long as the page is open."""
    page = opened(blank, FULL)
    page.evaluate("progress.ticked('set-up', true)")
    assert page.evaluate("progress.isKept") is False
    assert page.evaluate(KEPT) is None

    page.evaluate("isFull = false")
    page.evaluate("progress.ticked('other', true)")

    assert page.evaluate("progress.isKept") is True
    assert set(page.evaluate(KEPT)["steps"]) == {"set-up", "other"}


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"schema": 1, "exercises": {"a/b/c": {"attempts": "x"}}}']
)
def test_what_is_broken_is_set_aside_and_said(blank: Reader, text: str) -> None:
    """Nothing is thrown away, and the page goes on with a new memory."""
    page = opened(blank, **{"tfprep-progress": text})

    page.evaluate("progress.ticked('set-up', true)")

    assert "could not be read" in told(page)
    keys = page.evaluate("Object.keys(localStorage)")
    (aside,) = (key for key in keys if key.startswith("tfprep-progress-broken-"))
    assert page.evaluate("key => localStorage.getItem(key)", aside) == text
    assert set(page.evaluate(KEPT)["steps"]) == {"set-up"}


def test_what_a_later_version_wrote_is_left_alone(blank: Reader) -> None:
    """An old page in a cache doesn't destroy what a newer one keeps."""
    text = '{"schema": 2, "exercises": "another form"}'
    page = opened(blank, **{"tfprep-progress": text})

    page.evaluate("progress.ticked('set-up', true)")

    assert "got schema 2, expected 1" in told(page)
    assert page.evaluate("localStorage.getItem('tfprep-progress')") == text
    assert page.evaluate("progress.read().steps['set-up'].done") is True
    assert page.evaluate("progress.isKept") is False


def test_the_old_planner_s_plan_moves_once(blank: Reader) -> None:
    """Ticks from before there was one memory are in it now."""
    old = {"path": "new", "hours": 6, "date": "2026-10-19", "done": ["set-up"]}
    page = opened(blank, **{"tfprep-planner": json.dumps(old)})

    state: dict[str, Any] = page.evaluate(KEPT)

    assert state["steps"]["set-up"]["done"] is True
    assert {key: state["plan"][key] for key in ("path", "hours", "date")} == {
        "path": "new",
        "hours": 6,
        "date": "2026-10-19",
    }
    assert page.evaluate("localStorage.getItem('tfprep-planner')") is None


def test_a_clock_that_was_set_back_hides_nothing(blank: Reader) -> None:
    """A tick of today comes after one that another machine dated tomorrow."""
    later = {
        "schema": 1,
        "steps": {"set-up": {"done": True, "at": "2199-01-01" + AT[10:]}},
    }
    page = opened(blank, **{"tfprep-progress": json.dumps(later)})

    page.evaluate("progress.ticked('set-up', false)")

    assert page.evaluate("progress.read().steps['set-up'].done") is False


def test_what_a_file_holds_is_checked(blank: Reader) -> None:
    """A file that is none is refused with words, and changes nothing."""
    page = opened(blank)
    refuse = "text => progress.fromText(text).then(() => '', (error) => error.message)"

    assert "got something else, expected what" in page.evaluate(refuse, "hello")
    assert "got schema 9, expected 1" in page.evaluate(refuse, '{"schema": 9}')
    assert page.evaluate("progress.toText()") == '{\n "schema": 1\n}\n'


def test_the_script_is_light() -> None:
    """It is on every page: less than 10 kB before compression."""
    assert len(SCRIPT.read_bytes()) < 10_000
