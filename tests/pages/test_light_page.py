"""From mkdocs-jupyter's page to a light one."""

import gzip
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup
from mkdocs_jupyter.convert import nb2html
from projects import EXERCISE, TinyCourse

from tfprep.lessons.lesson import Lesson
from tfprep.pages.light_page import lighten
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


def page(lesson: Lesson, folder: Path) -> tuple[str, BeautifulSoup]:
    """What mkdocs-jupyter makes of a lesson, and what we make of that."""
    path = folder / "page.ipynb"
    nbformat.write(PageNotebook(lesson, None).node, path)
    heavy = nb2html(str(path))
    return heavy, BeautifulSoup(lighten(heavy).html, "html.parser")


def test_the_page_is_light(course: TinyCourse, tmp_path: Path) -> None:
    """Style sheets, scripts and prompts are gone: hundreds of kilobytes less."""
    heavy, soup = page(course.lesson("basics/shown", BODY), tmp_path)

    light = str(soup)
    assert not soup.find(["script", "style", "svg"])
    assert "jp-" not in light
    assert "In [" not in light
    assert len(gzip.compress(light.encode())) * 20 < len(gzip.compress(heavy.encode()))


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


def test_headings_have_unique_ids_and_links(course: TinyCourse, tmp_path: Path) -> None:
    """Two headings of one name can both be linked to; the contents list both."""
    heavy, soup = page(course.lesson("basics/shown", BODY), tmp_path)

    ids = [str(heading["id"]) for heading in soup.select("h2")]
    tokens = lighten(heavy).contents

    assert ids == ["doubling", "doubling_1"]
    assert [token["id"] for token in tokens] == ids
    assert tokens[1]["children"][0]["name"] == "Double it"
    assert all(heading.select("a.headerlink") for heading in soup.select("h2"))


def test_relative_links_are_resolved_and_formulas_rendered(
    course: TinyCourse, tmp_path: Path
) -> None:
    """A link to a lesson becomes a link of the site; $...$ becomes MathML."""
    heavy, soup = page(course.lesson("basics/shown", BODY), tmp_path)

    html = lighten(heavy).linked(lambda href: f"/resolved/{href}")
    assert 'href="/resolved/../basics/first.ipynb"' in html
    assert "lesson:" not in html
    assert soup.find("math") is not None
