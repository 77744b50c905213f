"""What somebody has done, in the menu, in lists, in lessons and on the map."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from contrast import faint_texts
from playwright.sync_api import Page, Route, expect
from projects import LIBRARY, REPOSITORY
from reader import (
    HOST,
    MOVED,
    NARROW,
    REFUSE_STORAGE,
    WIDE,
    Reader,
    page_path,
    settle,
)

from tfprep.lessons.parse import read_lesson
from tfprep.practice.progress import to_text

pytestmark = pytest.mark.slow

WHEN = "2026-11-20T10:00:00.000Z"
SOLVED = {"attempts": [{"at": WHEN, "outcome": "correct"}]}
TRIED = {"attempts": [{"at": WHEN, "outcome": "incorrect"}]}
PLAN = {"path": "beginner", "hours": 6, "date": "2026-11-16", "at": WHEN}
CUT = """box => [...box.querySelectorAll("td")].filter(cell =>
  cell.getBoundingClientRect().right > box.getBoundingClientRect().right + 1
  || cell.scrollWidth > cell.clientWidth + 1
).length
"""
"""How many cells stand out of their table's place, or what they hold out of them."""
SHOW_WHAT_WAS_DONE = (
    *("quiz/basics/", "topics/skill-map/", "quiz/basics/#nn-3"),
    *("guide/prepare/#plan-your-weeks", "guide/your-progress/"),
)
"""Pages that a script changes right where somebody looks."""
PAPER = {"width": 718, "height": 1000}  # A4 between margins of a centimeter

EXAMPLES = REPOSITORY / "examples"
DONE = read_lesson(EXAMPLES / "basics/first-model.py", EXAMPLES)
BEGUN = read_lesson(EXAMPLES / "basics/tables-and-json.py", EXAMPLES)


def state() -> dict[str, Any]:
    """Of somebody who is through with one lesson, and in the midst of the next."""
    first, second = BEGUN.exercises[:2]
    return {
        "schema": 1,
        "exercises": {
            **{exercise.id: SOLVED for exercise in DONE.exercises},
            first.id: SOLVED,
            second.id: TRIED,
        },
        "lessons": {
            DONE.slug: {"opened": "2026-11-19T10:00:00.000Z"},
            BEGUN.slug: {"opened": WHEN},
        },
    }


def come_back(reader: Reader, path: str, **parts: object) -> Page:
    """A page, opened by somebody who has done something before."""
    page = reader.open("guide/certificate/")
    kept = json.dumps({**state(), **parts})
    page.evaluate("kept => localStorage.setItem('tfprep-progress', kept)", kept)
    page.goto(HOST + path)
    return page


def test_the_menu_says_what_is_done(reader: Reader) -> None:
    """By a sign with a word for who doesn't see it; other lessons have none."""
    page = come_back(reader, page_path(BEGUN.slug))
    menu = page.locator(".md-nav--primary")

    done = menu.get_by_role("link", name=f"{DONE.header.title} done")
    expect(done).to_have_attribute("href", re.compile(DONE.name))
    expect(menu.get_by_role("link", name=f"{BEGUN.header.title} begun")).to_be_visible()
    expect(menu.locator(".state")).to_have_count(2)


def test_the_list_of_lessons_counts_exercises(reader: Reader) -> None:
    """In words, below the lesson's title."""
    page = come_back(reader, "lessons/")

    every = len(DONE.exercises)
    row = page.locator(".lessons > li").filter(has_text=DONE.header.title)
    expect(row).to_contain_text(f"✓ {every} of {every} exercises done")
    row = page.locator(".lessons > li").filter(has_text=BEGUN.header.title)
    expect(row).to_contain_text(f"◐ 1 of {len(BEGUN.exercises)} exercises done")


def test_each_exercise_shows_its_state(reader: Reader) -> None:
    """Done, begun, or nothing; and it changes while the page is open."""
    page = come_back(reader, page_path(BEGUN.slug))
    frames = page.locator("section.exercise")

    for place, words in enumerate(("✓ Done", "◐ Begun", "")):
        expect(frames.nth(place).locator(".exercise-state")).to_have_text(words)
    other = page.context.new_page()
    other.goto(f"{HOST}guide/certificate/")
    solved = {**state()["exercises"], BEGUN.exercises[1].id: SOLVED}
    kept = json.dumps({**state(), "exercises": solved})
    other.evaluate("kept => localStorage.setItem('tfprep-progress', kept)", kept)
    expect(frames.nth(1).locator(".exercise-state")).to_have_text("✓ Done")


def test_a_lesson_that_is_opened_is_where_you_go_on(reader: Reader) -> None:
    """The start page leads to the lesson and to its first exercise that isn't done."""
    page = reader.open(page_path(DONE.slug))
    kept = "localStorage.getItem('tfprep-progress') ?? ''"
    page.wait_for_function(f"({kept}).includes('{DONE.slug}')")

    page.goto(HOST)

    first = DONE.exercises[0].title.replace("`", "")
    place = page.locator("#go-on")
    expect(place).to_contain_text(f"Go on where you were: {DONE.header.title}")
    place.get_by_role("link", name=first).click()
    expect(page.locator(":target")).to_contain_text(first)


def test_after_a_lesson_comes_the_next(reader: Reader) -> None:
    """Who has done all exercises of the last lesson is led on."""
    opened = {DONE.slug: {"opened": WHEN}}
    page = come_back(reader, "", lessons=opened)

    expect(page.locator("#go-on")).to_contain_text(BEGUN.header.title)


def test_the_topics_say_how_far_you_are(reader: Reader) -> None:
    """Exercises and questions; a topic that isn't begun says nothing."""
    page = come_back(reader, "")

    solved = len(DONE.exercises) + 1
    line = page.locator(".part-progress:not(:empty)")
    expect(line).to_have_count(1)
    expect(line).to_contain_text(f"{solved} of ")
    assert faint_texts(page, 4.5) == {}


def questions(skill: str) -> dict[str, object]:
    """Right answers to all that asks for a skill."""
    right = {"attempts": [{"at": WHEN, "right": True, "chosen": ["x"]}]}
    quiz = LIBRARY.quizzes["basics"]
    return {each.id: right for each in quiz.questions if each.skill == skill}


def test_the_map_fills(reader: Reader) -> None:
    """A tile says in words what was shown of its skill, and leads to it."""
    one, *others = questions("NN-3").items()
    page = come_back(
        reader, "topics/skill-map/", questions={**questions("NN-1"), one[0]: one[1]}
    )
    tiles = page.locator(".tile")
    assert others
    expect(tiles).to_have_count(len(LIBRARY.syllabus.skills))

    def tile(skill: str) -> str:
        return tiles.filter(has=page.get_by_text(skill, exact=True)).inner_text()

    assert "read, practiced, quiz" in tile("NN-1")
    assert "quiz" not in tile("NN-3")
    assert "nothing yet" in tile("TS-1")
    expect(page.locator("#skills-shown")).to_contain_text("of 52 skills")
    tiles.filter(has=page.get_by_text("NN-1", exact=True)).click()
    expect(page.locator(":target")).to_contain_text("NN-1: ")


def test_a_task_of_the_exam_shows_its_skills(reader: Reader) -> None:
    """From 4 of 5 on."""
    exam = {"form": 1, "started": WHEN, "points": 50, "of": 100, "at": WHEN}
    scores = {"heating-demand": 4, "well-levels": 3}
    page = come_back(
        reader, "topics/skill-map/", exams={"x": {**exam, "tasks": scores}}
    )

    shown = page.locator(".tile", has_text=re.compile(r"\bexam\b"))
    expect(shown.first).to_be_visible()
    for tasks in shown.evaluate_all("all => all.map(e => e.dataset.tasks)"):
        assert "heating-demand" in tasks.split()


@pytest.mark.parametrize("path", ["topics/skill-map/", "topics/basics/"])
def test_no_column_is_cut(reader: Reader, path: str) -> None:
    """In a narrow window each skill is a card that names its columns; paper has all."""
    page = reader.open(path)
    table = page.locator(".skills")
    settle(page)

    assert table.evaluate(CUT) == 0
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    assert table.evaluate(CUT) == 0
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.emulate_media(media="screen")
    assert table.evaluate(CUT) == 0
    cells = page.locator(".skills tbody tr").first.locator("td")
    named = cells.last.evaluate("e => getComputedStyle(e, '::before').content")
    assert named == '"Quiz and exam: "'


def test_the_map_can_be_read(reader: Reader) -> None:
    """In either scheme, with tiles that are filled and tiles that are not."""
    page = come_back(reader, "topics/skill-map/")

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert faint_texts(page, 4.5) == {}


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_moves_when_what_was_done_is_shown(
    reader: Reader, width: dict[str, int]
) -> None:
    """Also where the page is painted long before its scripts have come."""
    page = come_back(reader, "404.html", questions=questions("NN-1"), plan=PLAN)
    page.set_viewport_size(width)  # type: ignore[arg-type]
    page.route("**/assets/progress.js", wait)

    for path in SHOW_WHAT_WAS_DONE:
        page.goto(HOST + path)
        assert page.evaluate(MOVED) == [], path


def wait(route: Route) -> None:
    time.sleep(0.2)
    route.fallback()


def test_where_storage_is_blocked_pages_read_as_before(reader: Reader) -> None:
    """No mark, no error, and every tile is there."""
    page = reader.open("lessons/")
    page.add_init_script(REFUSE_STORAGE)

    for path in ("", "lessons/", page_path(BEGUN.slug), "topics/skill-map/"):
        page.goto(HOST + path)
        expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".tile").first).to_contain_text("nothing yet")


def test_what_is_due_stands_on_the_start_page(reader: Reader) -> None:
    """Exercises and questions of long ago with a link; a newcomer loads nothing."""
    page = reader.open("")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    place = page.locator("#due")
    expect(place).to_be_hidden()
    assert not any("review.js" in url or "vendor" in url for url in asked)
    exercise = DONE.exercises[0]
    question = LIBRARY.quizzes["images"].questions[0]
    ago = to_text(datetime.now(UTC) - timedelta(days=100))
    kept = {
        "schema": 1,
        "exercises": {exercise.id: {"attempts": [{"at": ago, "outcome": "correct"}]}},
        "questions": {question.id: {"attempts": [{"at": ago, "right": True}]}},
    }
    page.evaluate(
        "kept => localStorage.setItem('tfprep-progress', kept)", json.dumps(kept)
    )
    page.reload()

    title = LIBRARY.syllabus.topic("images").title
    expect(place).to_have_text(
        f"Due again today: {exercise.title}, 1 question on {title}."
    )
    links = place.get_by_role("link").evaluate_all("all => all.map(a => a.href)")
    assert links[0].startswith(f"https://tfprep.test/lessons/{DONE.slug}/#")
    skill = question.skill.lower()
    assert links[1] == f"https://tfprep.test/quiz/images/#{skill}"
    page.evaluate('import("/assets/progress.js").then(x => x.progress.reset())')
    expect(place).to_be_hidden()


def test_the_placement_tells_a_newcomer_where_to_begin(reader: Reader) -> None:
    """Until a lesson was opened: then that one is where they go on."""
    page = reader.open("")
    keep = 'import("/assets/progress.js").then(x => x.progress.placed(%r, []))'

    page.evaluate(keep % "text/two-classes")

    expect(page.locator("#go-on")).to_contain_text("Your next lesson: Two classes")
