"""Code as pages show it."""

from bs4 import BeautifulSoup

from tfprep.pages.code_blocks import code_block


def test_code_has_materials_markup() -> None:
    """So that Material's style and its copy button find it; what is code is escaped."""
    block = BeautifulSoup(code_block('x = "<b>"'), "html.parser")

    (code,) = block.select("div.language-python.highlight > pre > code")
    assert code.get_text() == 'x = "<b>"\n'
    assert code.find("span", class_="s2")


def test_an_unknown_language_stays_plain() -> None:
    """Its code is shown as it stands, without the language's name in it."""
    assert code_block("<a>", "no-such") == "<pre><code>&lt;a&gt;\n</code></pre>"
    assert code_block("a", "") == "<pre><code>a\n</code></pre>"
