"""Data in Markdown shows as it stands."""

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown
from markupsafe import Markup

from tfprep.pages.markdown_text import cell, href, inline, plain

EXTENSIONS = ["attr_list", "footnotes", "md_in_html", "tables"]
NASTY = (
    'a "quoted" title',
    "it's",
    "1 < 2 & <b>3</b>",
    "left | right",
    "`code`",
    "[x](y)",
    "{{ macro }} { .class }",
    "*a* _b_ \\ ~c~ ^d^ $e$ #f",
    "two\nlines",
    "[^note]",
    "&amp; &#124;",
)


def row(first: str, second: str) -> list[Tag]:
    """The cells of a table with one row, as a page shows them."""
    html = markdown(
        f"| A | B |\n|---|---|\n| {first} | {second} |", extensions=EXTENSIONS
    )
    return BeautifulSoup(html, "html.parser").select("tbody td")


def shown(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("text", NASTY)
def test_text_shows_as_it_stands(text: str) -> None:
    """In a cell, in the text of a link and in its title, whatever it holds."""
    first, second = row(f'[{plain(text)}](page.md "{plain(text)}"){{ .chip }}', "end")

    link = first.select_one("a.chip")
    assert link is not None
    assert [len(first.contents), second.get_text()] == [1, "end"]
    assert link.get_text() == link["title"] == shown(text)
    assert (link["href"], link.find()) == ("page.md", None)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"])))
def test_any_text_shows_as_it_stands(text: str) -> None:
    """There is no text that ends a cell or becomes markup."""
    first, second = row(f"x{plain(text)}x", "end")

    assert (first.get_text(), first.find(), second.get_text()) == (
        f"x{text}x",
        None,
        "end",
    )


def test_markup_stays_itself() -> None:
    """What was made by a template isn't escaped again."""
    assert plain(Markup("<b>*</b>")) == "<b>*</b>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("The `|` of *two*", "The <code>|</code> of <em>two</em>"),
        ("`a*b*c` and [a link](x.md)", "<code>a*b*c</code> and a link"),
        ("1 < 2 & 3 \\* 4 | 5", "1 &lt; 2 &amp; 3 * 4 | 5"),
    ],
)
def test_a_heading_becomes_the_text_of_a_link(text: str, html: str) -> None:
    """Its own markup counts, but no link stands in a link, and no cell ends."""
    first, second = row(f"[{inline(text)}](page.md)", "end")

    link = first.select_one("a")
    assert link is not None
    assert link.decode_contents() == html
    assert second.get_text() == "end"


def test_commonmark_fits_into_a_cell() -> None:
    """Bars and line ends do no harm, and links stay links."""
    first, second = row(cell("Use `a | b` | [this](x.md)\nor that"), "end")

    assert first.get_text() == "Use a | b | this or that"
    assert [tag.name for tag in first.find_all()] == ["code", "a"]
    assert second.get_text() == "end"


@pytest.mark.parametrize("address", ["a b.md", "a).md", 'a".md', "a|b.md", "ü<.md"])
def test_an_address_ends_no_link(address: str) -> None:
    """What would end it is written as a percent code."""
    first, second = row(f"[x]({href(address)})", "end")

    assert [len(first.contents), first.get_text(), second.get_text()] == [1, "x", "end"]
