"""The planner of guide/prepare: weeks with dates, made from the lists on the page."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from contrast import faint_texts
from playwright.sync_api import Locator, Page, expect
from projects import REPOSITORY
from reader import NARROW, REFUSE_STORAGE, Reader, settle

pytestmark = pytest.mark.slow

PAGE = "guide/prepare/"
KEEP = "kept => localStorage.setItem('tfprep-progress', kept)"
START = "2026-10-19"  # a Monday; clocks change in the weeks that follow
NOW = datetime(2026, 11, 11, 12, tzinfo=UTC)  # a Wednesday, in the fourth week after it
NOTES = """
[...document.querySelectorAll("#planner ul")]
  .map(week => [...week.querySelectorAll("small")].map(note => note.textContent))
"""


TICK = {"done": True, "at": "2026-11-10T10:00:00.000Z"}


def kept(**parts: object) -> str:
    """What the browser keeps of somebody with a plan."""
    plan = {"path": "knows", "hours": 5, "date": START, "at": TICK["at"]}
    return json.dumps({"schema": 1, "plan": plan, **parts})


def opened(reader: Reader, **options: Any) -> Page:
    """The planner's page, as it is on that Wednesday."""
    reader.now = NOW
    return reader.open(PAGE, **options)


def plan_by_day(page: Page, until: str, start: str = START) -> None:
    """Ask for a plan that is done by a day."""
    page.get_by_label("Plan by").select_option("until")
    page.get_by_label("First day").fill(start)
    page.get_by_label("Done by").fill(until)
    page.get_by_role("button", name="Make the plan").click()


def make_plan(page: Page, hours: str, start: str = START) -> None:
    """Fill in the form and hand it in."""
    page.get_by_label("Hours a week").fill(hours)
    page.get_by_label("First day").fill(start)
    page.get_by_role("button", name="Make the plan").click()


def weeks(page: Page) -> list[str]:
    """The headings of the weeks."""
    return page.locator("#planner h3").all_inner_texts()


def boxes(page: Page) -> Locator:
    """The boxes to tick steps off."""
    return page.locator("#planner").get_by_role("checkbox")


def steps(page: Page, path: str) -> int:
    """How many steps a path has on the page."""
    return page.locator(f'ol.path[data-path="{path}"] > li').count()


def test_the_script_and_its_style_are_light() -> None:
    """The planner costs a reader less than 16 kB, beside what all pages share."""
    assets = REPOSITORY / "docs/assets"

    scripts = ("planner.js", "weeks.js")  # calendar.js is loaded when it is asked for
    assert sum(len((assets / name).read_bytes()) for name in scripts) < 13_000
    assert len((assets / "planner.css").read_bytes()) < 3_000


def test_the_plan_follows_the_hours(reader: Reader) -> None:
    """With twice the hours a week, the plan has about half the weeks."""
    page = opened(reader)
    expect(page.locator("#planner h3")).to_have_count(0)

    make_plan(page, "5")
    slow = weeks(page)
    make_plan(page, "10")
    fast = weeks(page)

    assert 0.4 < len(fast) / len(slow) < 0.6
    assert fast[:2] == ["Week 1, from 19 October 2026", "Week 2, from 26 October 2026"]
    expect(page.locator("#planner").get_by_role("status")).to_contain_text(
        f"You know deep learning already: {len(fast)} weeks, 19 October 2026 to "
    )


def test_the_plan_holds_every_step_once(reader: Reader) -> None:
    """Each step has one box, no week is too full, and no minute is lost."""
    page = opened(reader)
    page.get_by_label("Path").select_option("beginner")
    listed = page.locator('ol.path[data-path="beginner"] > li').evaluate_all(
        "items => items.map(item => Number(item.dataset.minutes))"
    )

    for hours in ("1", "2.5", "7", "40"):
        make_plan(page, hours)
        assert boxes(page).count() == steps(page, "beginner")
        planned = [sum(map(minutes, notes)) for notes in page.evaluate(NOTES)]
        assert sum(planned) == sum(listed)
        assert all(0 < week <= float(hours) * 60 for week in planned)


def minutes(note: str) -> int:
    """The time in a note such as (2 hours 5 minutes, continued)."""
    parts = re.findall(r"(\d+) (hour|minute)", note)
    return sum(int(number) * {"hour": 60, "minute": 1}[unit] for number, unit in parts)


def test_a_long_step_goes_on_in_the_next_week(reader: Reader) -> None:
    """A step that is split says so in both weeks, and is ticked off in the last."""
    page = opened(reader)
    make_plan(page, "5")

    parts = page.locator("#planner li")
    texts = parts.all_inner_texts()
    split = next(i for i, text in enumerate(texts) if "goes on next week" in text)

    expect(parts.nth(split).get_by_role("checkbox")).to_have_count(0)
    expect(parts.nth(split + 1)).to_contain_text("continued")
    expect(parts.nth(split + 1).get_by_role("checkbox")).to_have_count(1)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
def test_dates_are_the_readers_own(reader: Reader, zone: str) -> None:
    """A week starts on the chosen day, in any time zone, when clocks change too."""
    page = opened(reader, timezone_id=zone)
    first = date.fromisoformat(page.get_by_label("First day").input_value())

    make_plan(page, "5")

    assert first.isoweekday() == 1
    assert weeks(page)[1:4] == [
        "Week 2, from 26 October 2026",
        "Week 3, from 2 November 2026",
        "Week 4, from 9 November 2026 (this week)",
    ]


def test_the_plan_is_kept(reader: Reader) -> None:
    """A reload keeps path, hours, days and ticks, and other hours keep the ticks."""
    page = opened(reader)
    page.get_by_label("Path").select_option("You are a complete beginner")
    make_plan(page, "7.5")
    before = weeks(page)
    boxes(page).nth(2).check()

    page.reload()

    expect(page.get_by_label("Path")).to_have_value("beginner")
    expect(page.get_by_label("Hours a week")).to_have_value("7.5")
    expect(page.get_by_label("First day")).to_have_value(START)
    assert weeks(page) == before
    expect(boxes(page).nth(2)).to_be_checked()
    expect(page.locator("#planner input:checked")).to_have_count(1)
    expect(page.locator("#planner")).to_contain_text(
        f"1 of {steps(page, 'beginner')} steps done"
    )
    make_plan(page, "12")
    expect(boxes(page).nth(2)).to_be_checked()


def test_ticks_survive_other_steps(reader: Reader) -> None:
    """A tick of a step that is gone is dropped, and a new step isn't ticked."""
    page = opened(reader)
    page.evaluate(KEEP, kept(steps={"gone": TICK, "set-up": TICK}))
    page.reload()

    expect(page.locator("#planner input:checked")).to_have_count(1)
    expect(page.locator("#planner")).to_contain_text("1 of")


def test_a_lesson_is_ticked_off_with_its_exercises(reader: Reader) -> None:
    """Once all of them are done, and the step says so; it can be taken back."""
    page = opened(reader)
    step = page.locator('ol.path[data-path="knows"] > li[data-exercises]').first
    ids = (step.get_attribute("data-exercises") or "").split()
    attempt = {"at": "2026-11-10T10:00:00.000Z", "outcome": "correct"}
    solved = {"attempts": [attempt]}

    page.evaluate(KEEP, kept(exercises=dict.fromkeys(ids[1:], solved)))
    page.reload()
    expect(page.locator("#planner input:checked")).to_have_count(0)
    page.evaluate(KEEP, kept(exercises=dict.fromkeys(ids, solved)))
    page.reload()

    ticked = page.locator("#planner li").filter(has=page.locator(":checked"))
    expect(ticked).to_have_count(1)
    expect(ticked).to_contain_text("Its exercises are done.")
    ticked.get_by_role("checkbox").uncheck()
    page.reload()
    expect(page.locator("#planner input:checked")).to_have_count(0)


def test_two_tabs_agree(reader: Reader) -> None:
    """What is planned or ticked off in one shows in the other."""
    one = opened(reader)
    two = one.context.new_page()
    two.goto(one.url)

    make_plan(one, "5")
    expect(two.locator("#planner h3").first).to_be_visible()
    boxes(one).nth(1).check()
    boxes(two).nth(2).check()

    for page in (one, two):
        expect(boxes(page).nth(1)).to_be_checked()
        expect(boxes(page).nth(2)).to_be_checked()


def test_a_broken_plan_is_forgotten(reader: Reader) -> None:
    """Whatever the browser has kept, the form is there."""
    page = opened(reader)

    for plan in ({"path": "none", "hours": 5}, {"path": "knows"}, {}, {"date": 3}):
        page.evaluate(KEEP, kept(plan={**plan, "at": TICK["at"]}))
        page.reload()

        expect(page.get_by_role("button", name="Make the plan")).to_be_visible()
        assert weeks(page) == [], plan


def test_without_storage(reader: Reader) -> None:
    """Where the browser keeps nothing, the plan lasts as long as the page."""
    page = opened(reader)
    page.add_init_script(REFUSE_STORAGE)
    page.goto(page.url)

    make_plan(page, "5")
    boxes(page).first.check()

    expect(page.locator("#planner")).to_contain_text("1 of")


def test_bad_hours_are_refused(reader: Reader) -> None:
    """The field says what it got and expected, and the last good plan stays."""
    page = opened(reader)
    make_plan(page, "5")
    before = weeks(page)
    field = page.get_by_label("Hours a week")

    for got in ("0", "41", "-3", "six", "1e1", ""):
        make_plan(page, got)

        said = (
            f"Got {got or 'nothing'}, expected a number from 1 to 40. "
            "Type the hours that you have in a week, such as 6 or 7.5."
        )
        expect(field).to_have_accessible_description(said)
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        assert weeks(page) == before
        make_plan(page, "6,5")
        expect(field).to_have_accessible_description("")
        make_plan(page, "5")


def test_a_bad_date_is_refused(reader: Reader) -> None:
    """Without a whole date of our days the field says so, and what stands is named."""
    page = opened(reader)
    make_plan(page, "5")
    before = weeks(page)

    for got in ("", "1926-11-22", "2025-11-10", "2031-11-11", "10000-01-01"):
        make_plan(page, "5", got)
        expect(page.get_by_label("First day")).to_have_accessible_description(
            f"Got {got or 'no whole date'}, expected a day from 11 November 2025 to "
            "10 November 2031. Choose the day on which your first week begins."
        )
        expect(page.locator("#planner").get_by_role("status")).to_have_text(
            "Nothing has changed: below is still your plan with 5 hours a week "
            "from 19 October 2026."
        )

    assert weeks(page) == before


def test_a_day_to_be_done_by(reader: Reader) -> None:
    """The hours follow from it: by then all is done, and with less it wouldn't be."""
    page = opened(reader)
    plan_by_day(page, "2027-02-07")

    status = page.locator("#planner").get_by_role("status")
    expect(status).to_contain_text("16 weeks, 19 October 2026 to 7 February 2027, with")
    hours = float(re.findall(r"([\d.]+) hours in", status.inner_text())[0])
    page.reload()
    expect(page.get_by_label("Done by")).to_have_value("2027-02-07")
    expect(page.get_by_label("Hours a week")).to_be_hidden()

    page.get_by_label("Plan by").select_option("hours")
    expect(page.get_by_label("Hours a week")).to_have_value(f"{hours:g}")
    make_plan(page, f"{hours - 0.5:g}")
    assert len(weeks(page)) > 16


def test_a_day_that_is_too_early_is_refused(reader: Reader) -> None:
    """The field names the first day that can be kept, and that day is taken."""
    page = opened(reader)
    field = page.get_by_label("Done by")

    plan_by_day(page, "2026-10-01")
    expect(field).to_have_accessible_description(
        re.compile("Got 1 October 2026, expected .* or later, which takes 40 hours")
    )
    said = page.locator("#planner-until-error").inner_text()
    earliest = re.findall(r"expected (.*) or later", said)[0]
    plan_by_day(page, datetime.strptime(earliest, "%d %B %Y").date().isoformat())

    expect(field).to_have_accessible_description("")
    expect(page.locator("#planner").get_by_role("status")).to_contain_text(earliest)
    plan_by_day(page, "")
    expect(field).to_have_accessible_description(re.compile("Got no whole date, "))


def test_this_week_is_marked(reader: Reader) -> None:
    """The week of today is named, in its heading too; a plan that is over says so."""
    page = opened(reader)
    status = page.locator("#planner").get_by_role("status")
    now = page.get_by_role("heading", name="(this week)")

    make_plan(page, "5")
    expect(now).to_have_text("Week 4, from 9 November 2026 (this week)")
    expect(status).to_contain_text("This is week 4.")
    make_plan(page, "5", "2026-11-12")
    expect(now).to_have_count(0)
    make_plan(page, "40", "2026-01-05")
    expect(now).to_have_count(0)
    expect(status).to_contain_text("All its weeks are over")


def test_a_tick_is_announced(reader: Reader) -> None:
    """A live region, which was there before, tells how many steps are done."""
    page = opened(reader)
    region = page.locator("#planner > [aria-live=polite]")
    expect(region).to_have_text("")
    make_plan(page, "5")

    boxes(page).first.check()

    expect(region).to_have_text(f"1 of {steps(page, 'knows')} steps done.")


def test_the_calendar_s_file(reader: Reader) -> None:
    """RFC 5545: an all-day event for each week, folded lines, all steps in it."""
    page = opened(reader)
    make_plan(page, "5")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save for your calendar").click()

    assert download.value.suggested_filename == "tfprep-plan.ics"
    raw = download.value.path().read_bytes()
    lines = raw.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    text = raw.decode().replace("\r\n ", "")
    events = text.split("BEGIN:VEVENT\r\n")[1:]
    assert len(events) == len(weeks(page))
    assert len(set(re.findall("UID:(.*)\r", text))) == len(events)
    assert "DTSTAMP:20261111T120000Z\r\n" in events[0]
    assert "DTSTART;VALUE=DATE:20261026\r\nDTEND;VALUE=DATE:20261102\r\n" in events[1]
    assert f"SUMMARY:tfprep\\, week 2 of {len(events)}\r\n" in events[1]
    listed = page.locator("#planner li").all_inner_texts()
    told = re.findall(r"(?:DESCRIPTION:|\\n)- ", text)
    assert len(told) == len(listed)


def test_by_keyboard(reader: Reader) -> None:
    """The form, the boxes and the buttons can be used without a mouse."""
    page = opened(reader)
    page.get_by_label("Path").focus()

    page.keyboard.press("ArrowDown")
    for _ in range(8):  # past the way to plan and the parts of the date
        page.keyboard.press("Tab")
        if page.get_by_label("Hours a week").evaluate(
            "e => e == document.activeElement"
        ):
            break
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    status = page.locator("#planner").get_by_role("status")
    expect(status).to_contain_text("You are a complete beginner: ")
    for _ in range(20):  # past the parts of the date, the buttons and a link
        page.keyboard.press("Tab")
        if boxes(page).first.evaluate("e => e == document.activeElement"):
            break
    page.keyboard.press("Space")

    expect(boxes(page).first).to_be_checked()


def test_start_over(reader: Reader) -> None:
    """The plan is forgotten, but only after a question if something was ticked off."""
    page = opened(reader)
    make_plan(page, "9")
    boxes(page).first.check()

    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Start over").click()
    assert weeks(page)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Start over").click()

    assert weeks(page) == []
    expect(page.get_by_label("Path")).to_be_focused()
    page.reload()
    assert weeks(page) == []
    expect(page.get_by_label("Hours a week")).not_to_have_value("9")


def test_print(reader: Reader) -> None:
    """The button prints the plan alone; after it the page is whole again."""
    page = opened(reader)
    make_plan(page, "5")
    page.evaluate("window.print = () => {}")
    page.emulate_media(media="print")
    title = page.get_by_role("heading", level=1)
    expect(title).to_be_visible()

    page.get_by_text("Print the plan").dispatch_event("click")  # hidden on paper

    expect(title).to_be_hidden()
    expect(page.locator("#planner h3").first).to_be_visible()
    expect(page.locator("#planner form")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(title).to_be_visible()


def test_looks(reader: Reader) -> None:
    """A plan fits a narrow window, and can be read in either scheme."""
    page = opened(reader, viewport=NARROW)
    make_plan(page, "")
    make_plan(page, "5")
    boxes(page).first.check()

    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    page.set_viewport_size({"width": 1300, "height": 900})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert faint_texts(page, 4.5) == {}


def test_without_javascript(reader: Reader) -> None:
    """Without JavaScript both lists are there, and no form is."""
    page = opened(reader, java_script_enabled=False)

    for path in ("knows", "beginner"):
        expect(page.locator(f'ol.path[data-path="{path}"]')).to_be_visible()
    expect(page.locator("#planner")).to_be_hidden()
    expect(page.locator("#planner > *")).to_have_count(0)
    expect(page.locator("article")).to_contain_text("Without JavaScript")
