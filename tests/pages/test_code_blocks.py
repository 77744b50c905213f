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


def test_only_what_has_a_color_is_an_element() -> None:
    """Names, operators, brackets are plain text; a run of one kind is one element."""
    block = BeautifulSoup(code_block("x = f(y, [1, 2.5]) + 'a\\n'\n"), "html.parser")

    found = [(span["class"], span.get_text()) for span in block.select("code span")]
    assert found == [
        (["mi"], "1"),
        (["mf"], "2.5"),
        (["s1"], "'a"),
        (["se"], "\\n"),
        (["s1"], "'"),
    ]
    assert block.get_text() == "x = f(y, [1, 2.5]) + 'a\\n'\n"
