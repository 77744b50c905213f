"""The PDF of the course, here of two of its pages."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from course_pdf import BOOK, pack, print_book
from playwright.sync_api import Browser
from reader import SAMPLE

from tfprep.site.book import make_book

pytestmark = pytest.mark.slow

CONFIG = f"""site_name: tfprep
site_description: A course.
copyright: Free.
nav:
  - Start: topics/skill-map.md
  - Lessons:
      - lessons/{SAMPLE}.ipynb
      - lessons/index.md
"""


def test_a_pdf_has_bookmarks_and_links_inside(
    chromium: Browser, built_site: Path, tmp_path: Path
) -> None:
    """No link leads to the address that the browser saw; packed, it holds the same."""
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    pdf = tmp_path / "course.pdf"

    book = make_book(tmp_path, built_site, "today")
    assert print_book(chromium, book, built_site, pdf) == []

    raw = pdf.read_bytes()
    titles = re.findall(rb"/Title \(([^)]*)\)", raw)
    assert b"Lessons" in titles
    assert b"A first model, from one neuron to several layers" in titles
    assert b"Define, compile, fit" in titles
    assert raw.count(b"/Dest ") > len(titles)
    assert BOOK.partition("/book")[0].encode() not in raw
    pages = len(re.findall(rb"/Type /Page\b", raw))
    assert pages > 10

    pack(pdf)

    assert pdf.stat().st_size < 0.6 * len(raw)
    with pikepdf.open(pdf) as packed, packed.open_outline() as outline:
        assert len(packed.pages) == pages
        assert packed.Root.StructTreeRoot.K
        assert [entry.title for entry in outline.root] == ["tfprep", "Lessons"]
