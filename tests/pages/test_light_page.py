"""From mkdocs-jupyter's page to a light one."""

from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from mkdocs_jupyter.convert import nb2html
from our_template import borrow_our_template
from projects import EXERCISE, TinyCourse, executed

from tfprep.execution.cache import Entry, Refusals
from tfprep.lessons.lesson import Lesson
from tfprep.pages.light_page import LightPage, light_page
from tfprep.pages.page_notebook import PageNotebook

BODY = (
    """
# %% [markdown]
# ## Doubling
# Again with $x^2$ and [the first](../basics/first.ipynb).
#
# ```python
# print("a fence")
# ```

# %%
x = 1  # <tag> & "quotes"
"""
    + EXERCISE
)


@pytest.fixture(autouse=True)
def ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """mkdocs-jupyter with our template, and afterwards with its own again."""
    borrow_our_template(monkeypatch, tmp_path)


def rendered(lesson: Lesson, folder: Path, entry: Entry | None = None) -> str:
    """What mkdocs-jupyter makes of a lesson."""
    path = folder / "page.ipynb"
    nbformat.write(PageNotebook(lesson, entry).node, path)
    return str(nb2html(str(path)))


def page(lesson: Lesson, folder: Path) -> tuple[LightPage, BeautifulSoup]:
    """The page, and its parts."""
    light = light_page(rendered(lesson, folder))
    return light, BeautifulSoup(light.html, "html.parser")


def test_code_looks_like_materials_own(course: TinyCourse, tmp_path: Path) -> None:
    """Cells and fences have Material's markup, so that its copy button finds them."""
    _, soup = page(course.lesson("basics/shown", BODY), tmp_path)

    blocks = soup.select("div.highlight > pre > code")

    texts = [block.get_text() for block in blocks]
    assert texts[0] == 'print("a fence")\n'
    assert texts[1].rstrip() == 'x = 1  # <tag> & "quotes"'


def test_an_exercise_is_one_card(course: TinyCourse, tmp_path: Path) -> None:
    """Task, stub, hint, solution, check stand in one section, in this order."""
    _, soup = page(course.lesson("basics/shown", BODY), tmp_path)

    (card,) = soup.select("section.exercise")
    folds = [fold.get_text() for fold in card.select("details > summary")]
    text = card.get_text()

    assert folds == ["Show hint 1", "Show the solution"]
    positions = [
        text.index(words)
        for words in ("Double it", "...", "Multiply.", "return 2 * x", "The check")
    ]
    assert positions == sorted(positions)
    assert "return 2 * x" in card.select("details")[1].get_text()


def test_a_check_stands_below_what_it_was_tried_on(
    course: TinyCourse, tmp_path: Path
) -> None:
    """One sentence between the label and the code; none before the lesson has run."""
    lesson = course.lesson("basics/shown", BODY)
    said = Refusals(title="Double it", stub="Not attempted", wrong=("No.",))
    entry = executed(lesson.slug).model_copy(update={"refusals": (said,)})

    html = light_page(rendered(lesson, tmp_path, entry)).html
    _, without = page(lesson, tmp_path)

    (proof,) = BeautifulSoup(html, "html.parser").select("section > .exercise-proof")
    assert proof.get_text() == "This check refuses 1 wrong answer."
    assert "The check</p>" in html.partition('<p class="exercise-proof">')[0]
    assert without.select(".exercise-proof") == []


def test_a_live_page_knows_what_stands_where(
    course: TinyCourse, tmp_path: Path
) -> None:
    """A shown block has its cell's place, an exercise its id, and its stub a mark."""
    lesson = course.lesson("basics/shown", BODY)
    _, soup = page(lesson, tmp_path)
    (exercise,) = lesson.exercises

    (block,) = soup.select(".example[data-cell]")
    (card,) = soup.select("section.exercise[data-exercise]")
    (stub,) = card.select(".example[data-stub]")

    shown = next(cell for cell in lesson.code_cells if cell.source.startswith("x = 1"))
    assert block["data-cell"] == str(shown.place)
    assert block.get_text().strip() == shown.source
    assert card["data-exercise"] == exercise.id
    assert stub.get_text().strip() == exercise.cell.stub.strip()


def test_headings_have_unique_ids_and_links(course: TinyCourse, tmp_path: Path) -> None:
    """Two headings of one name can both be linked to; both are below the title."""
    light, soup = page(course.lesson("basics/shown", BODY), tmp_path)

    ids = [str(heading["id"]) for heading in soup.select("h2")]
    (title,) = light.contents

    assert ids == ["doubling", "doubling_1"]
    assert [token["id"] for token in title["children"]] == ids
    assert title["children"][1]["children"][0]["name"] == "Double it"
    assert all(heading.select("a.headerlink") for heading in soup.select("h2"))


def test_relative_links_are_resolved_and_formulas_rendered(
    course: TinyCourse, tmp_path: Path
) -> None:
    """A link to a lesson becomes a link of the site; $...$ becomes MathML."""
    light, soup = page(course.lesson("basics/shown", BODY), tmp_path)

    html = light.linked(lambda href: f"/resolved/{href}")
    assert 'href="/resolved/../basics/first.ipynb"' in html
    assert "lesson:" not in html
    assert soup.find("math") is not None
