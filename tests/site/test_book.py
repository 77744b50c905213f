"""The course as one page: order, headings, links."""

from __future__ import annotations

from pathlib import Path

import pytest

from tfprep.problems import ProblemError
from tfprep.site.book import make_book

CONFIG = """site_name: Little
site_description: A little course.
copyright: Free.
nav:
  - Home: index.md
  - Lessons:
      - Deep:
          - lessons/deep/one.ipynb
      - lessons/index.md
"""
PAGE = """<html><head>{head}</head><body>
<article class="md-content__inner md-typeset"><noscript><p>No script</p></noscript>
<h1 id="t">{title}<a class="headerlink" href="#t">¶</a></h1>{content}</article></body>
</html>"""


def write(folder: Path, path: str, title: str, content: str, head: str = "") -> None:
    """A page of the site."""
    file = folder / "site" / path / "index.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE.format(title=title, content=content, head=head))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a site of three pages."""
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    home = '<a href="lessons/deep/one/#b">1</a>'
    base = '<link rel="canonical" href="https://tfprep.example/">'
    write(tmp_path, "", "Welcome", home, base)
    one = (
        '<h2 id="b">B</h2><a href="#b">2</a><a href="../../../">3</a><img src="x.svg">'
    )
    write(tmp_path, "lessons/deep/one", "One & only", one)
    write(tmp_path, "lessons", "All", '<a href="deep/one/one.py">4</a>')
    return tmp_path


def book(project: Path) -> str:
    """The document."""
    return str(make_book(project, project / "site", "today"))


def test_pages_stand_in_the_order_of_the_menu(project: Path) -> None:
    """Below the title of their part, with headings one level lower, and no notice."""
    text = book(project)

    places = [text.index(words) for words in (">Little<", "Welcome", ">Lessons<")]
    places += [text.index(f'id="{key}"') for key in ("lessons-deep-one", "lessons")]
    assert places == sorted(places)
    assert "<h1>Lessons</h1>" in text
    assert '<h2 id="lessons-deep-one--t">One & only' in text
    assert '<h3 id="lessons-deep-one--b">B</h3>' in text
    assert "No script" not in text
    assert '<a href="#lessons-deep-one">One &amp; only</a>' in text


def test_links_stay_in_the_document(project: Path) -> None:
    """To a page, to a place on it, and, for a file, to where the site is published."""
    text = book(project)

    assert '<a href="#lessons-deep-one--b">1</a>' in text
    assert '<a href="#lessons-deep-one--b">2</a>' in text
    assert '<a href="#home">3</a>' in text
    assert '<img src="/lessons/deep/one/x.svg">' in text
    assert '<a href="https://tfprep.example/lessons/deep/one/one.py">4</a>' in text


def test_a_page_that_was_not_built_is_named(project: Path) -> None:
    """With what to do."""
    (project / "site/lessons/index.html").unlink()

    with pytest.raises(
        ProblemError, match=r"lessons: the menu names a page .* make site"
    ):
        book(project)
