"""A lesson's page: what it shows, folds, copies and hands out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect
from reader import Reader, page_path

from tfprep.lessons.cells import HIDDEN, Cell, Exercise, Role
from tfprep.lessons.lesson import Lesson

pytestmark = pytest.mark.slow

FOLDED = "details.fold"


def open_lesson(reader: Reader, lesson: Lesson) -> Page:
    return reader.open(page_path(lesson.slug))


def card_of(page: Page, exercise: Exercise) -> Locator:
    """The framed card of an exercise, found by its heading."""
    cards = page.locator("section.exercise")
    return cards.filter(has=page.get_by_role("heading", name=exercise.title))


def shown_code(lesson: Lesson) -> Iterator[str]:
    """The code blocks of a lesson's page, from top to bottom."""
    checks = {exercise.check.index for exercise in lesson.exercises}
    for cell in lesson.cells:
        if cell.role is Role.EXERCISE:
            yield from (cell.stub, cell.solution)
        elif cell.role is Role.CODE or cell.index in checks:
            yield cell.source


def hidden_lines(lesson: Lesson) -> set[str]:
    """Lines that only claims, stored answers and solutions have."""
    shown = {line for cell in lesson.cells for line in _learner_sees(cell).splitlines()}
    every = {line for cell in lesson.cells for line in cell.source.splitlines()}
    return every - shown


def _learner_sees(cell: Cell) -> str:
    if cell.role in HIDDEN:
        return ""
    return cell.stub if cell.role is Role.EXERCISE else cell.source


def test_frame(reader: Reader, lesson: Lesson) -> None:
    """Around a lesson stand its title, its facts, and what it was executed with."""
    page = open_lesson(reader, lesson)

    expect(page.get_by_role("heading", level=1)).to_have_text(lesson.header.title)
    expect(page).to_have_title(re.compile(re.escape(lesson.header.title)))
    facts = page.locator(".lesson-facts")
    expect(facts).to_contain_text(f"{lesson.minutes} minutes")
    assert facts.locator(".skill").all_inner_texts() == list(lesson.header.skills)
    stamp = r"Executed on .+ TensorFlow 2\.\d+\.\d+.*, Keras 3\.\S+, Python 3\.\d+\.\d+"
    expect(page.locator(".lesson-stamp")).to_have_text(re.compile(stamp))


def test_chips(reader: Reader, lesson: Lesson) -> None:
    """A skill's chip leads to that skill on its topic's page."""
    page = open_lesson(reader, lesson)
    skill = lesson.header.skills[-1]

    page.locator(".lesson-facts").get_by_text(skill, exact=True).click()

    target = page.locator(":target")
    expect(target).to_contain_text(f"{skill}: ")
    expect(target).to_be_in_viewport()


def test_folds_by_mouse(reader: Reader, lesson: Lesson) -> None:
    """Hints and solution are folded until they are clicked, each one on its own."""
    page = open_lesson(reader, lesson)
    exercise = lesson.exercises[0]
    card = card_of(page, exercise)
    names = [f"Show hint {i + 1}" for i in range(len(exercise.hints))]

    assert card.locator("summary").all_inner_texts() == [*names, "Show the solution"]
    for fold in card.locator(FOLDED).all():
        content = fold.locator("summary + *")
        expect(content).to_be_hidden()
        fold.locator("summary").click()
        expect(content).to_be_visible()
        fold.locator("summary").click()
        expect(content).to_be_hidden()


def test_folds_by_keyboard(reader: Reader, lesson: Lesson) -> None:
    """Tab leads from fold to fold, Enter opens and closes, and the focus is visible."""
    page = open_lesson(reader, lesson)
    folds = card_of(page, lesson.exercises[0]).locator(FOLDED)
    folds.nth(0).locator("summary").focus()

    page.keyboard.press("Tab")

    summary = folds.nth(1).locator("summary")
    expect(summary).to_be_focused()
    assert summary.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(folds.nth(1)).to_have_attribute("open", "")
    page.keyboard.press("Enter")
    expect(folds.nth(1)).not_to_have_attribute("open", "")


def test_stubs(reader: Reader, lesson: Lesson) -> None:
    """What an exercise shows unasked is its stub, without a line of the solution."""
    page = open_lesson(reader, lesson)

    for exercise in lesson.exercises:
        card = card_of(page, exercise)
        stub = card.locator(".highlight code").first.inner_text()
        assert stub.rstrip("\n") == exercise.cell.stub
        assert not hidden_lines(lesson) & set(card.inner_text().splitlines())


def test_copy(reader: Reader, lesson: Lesson) -> None:
    """Each code block's button copies exactly the code of its cell."""
    rights = ["clipboard-read", "clipboard-write"]
    page = reader.open(page_path(lesson.slug), permissions=rights)
    page.locator(FOLDED).evaluate_all("all => all.forEach(e => { e.open = true })")

    copied = []
    for button in page.locator("button[data-md-type=copy]").all():
        button.click()
        copied.append(page.evaluate("navigator.clipboard.readText()"))

    assert copied == list(shown_code(lesson))


def test_download(reader: Reader, lesson: Lesson) -> None:
    """The notebook to download is valid, and has no solution, claim or wrong answer."""
    page = open_lesson(reader, lesson)

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the notebook").click()

    # Chromium asks for downloads behind the page's back, so we read the file itself.
    assert download.value.suggested_filename == f"{lesson.name}.ipynb"
    text = reader.file(download.value.url).read_text("utf-8")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    lines = {line for cell in notebook.cells for line in cell.source.splitlines()}
    assert not hidden_lines(lesson) & lines
    assert "### BEGIN SOLUTION" not in text


def test_figures(reader: Reader, lesson: Lesson) -> None:
    """A figure says in words what it shows, waits until it is near, and then loads."""
    page = open_lesson(reader, lesson)
    alts = [alt for cell in lesson.cells if cell.role is Role.CODE for alt in cell.alt]
    figures = page.locator("article .output img")

    expect(figures).to_have_count(len(alts))
    for figure, alt in zip(figures.all(), alts, strict=True):
        expect(figure).to_have_attribute("alt", alt)
        expect(figure).to_have_attribute("loading", "lazy")
        figure.scroll_into_view_if_needed()
        expect(figure).not_to_have_js_property("naturalWidth", 0)
