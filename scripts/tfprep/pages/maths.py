r"""Formulas as MathML, made at build time: no script, no foreign host.

Lessons write $inline$ and $$display$$; in pages, pymdownx.arithmatex marks formulas.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from latex2mathml.converter import convert

_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(?![\s$])([^$]+?)(?<!\s)\$", re.DOTALL)
_LITERAL = ("code", "pre", "script", "style", "math")


def render_dollars(soup: BeautifulSoup) -> None:
    """Replace $...$ and $$...$$ in the text of a page, but not in its code."""
    for node in list(soup.find_all(string=_FORMULA)):
        if node.find_parent(_LITERAL) is None:
            node.replace_with(*_pieces(str(node)))


def render_arithmatex(html: str) -> str:
    r"""Replace the \(...\) and \[...\] that pymdownx.arithmatex has marked."""
    if 'class="arithmatex"' not in html:
        return html
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.select(".arithmatex"):
        latex = tag.get_text().strip()
        tag.replace_with(_math(latex[2:-2], display=latex.startswith(r"\[")))
    return str(soup)


def _pieces(text: str) -> list[Tag | NavigableString]:
    pieces: list[Tag | NavigableString] = []
    end = 0
    for match in _FORMULA.finditer(text):
        pieces.append(NavigableString(text[end : match.start()]))
        block, inline = match.groups()
        pieces.append(_math(block or inline, display=block is not None))
        end = match.end()
    pieces.append(NavigableString(text[end:]))
    return pieces


def _math(latex: str, *, display: bool) -> Tag:
    mathml = convert(latex.strip(), display="block" if display else "inline")
    tag = BeautifulSoup(mathml, "html.parser").math
    assert tag is not None
    return tag
