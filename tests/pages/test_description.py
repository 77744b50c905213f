"""What a page says of itself where its front matter doesn't."""

import pytest

from tfprep.pages.description import LONGEST, opening, shortened


def test_a_page_is_described_by_its_first_paragraph() -> None:
    """Tags, footnotes and what only frames the text are left out."""
    html = (
        '<h1>Sums</h1><p class="reviewed">Last reviewed</p>\n'
        '<p>You add <code>1 &lt; 2</code>.<sup id="fnref:a"><a>1</a></sup>\n'
        "Then <b>more</b>.</p><p>Second.</p>"
    )

    assert opening(html) == "You add 1 < 2. Then more."
    assert opening("<h1>Empty</h1>") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Short. And whole.", "Short. And whole."),
        ("It has 2.5 parts. " * 20, ("It has 2.5 parts. " * 8).strip()),
        ("x" * 150 + ", and more words", "x" * 150 + ", and…"),
        ("x" * 158 + ", more", "x" * 158 + "…"),
        ("x" * 200, "x" * 159 + "…"),
    ],
)
def test_a_description_ends_with_a_sentence_or_a_word(text: str, expected: str) -> None:
    """Sentences that don't fit go; a first one that is too long ends at a word."""
    assert shortened(text) == expected
    assert len(expected) <= LONGEST
