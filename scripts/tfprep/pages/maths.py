r"""Formulas as MathML, made at build time: no script, no foreign host.

What the converter would pass over in silence, such as a command that it doesn't know,
is refused: a formula is shown as its author meant it, or its page isn't made.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree as ET

from bs4 import BeautifulSoup
from latex2mathml import commands
from latex2mathml.converter import convert
from markupsafe import Markup, escape

_COMMENT = re.compile(r"(?<!\\)%.*")
_INVISIBLE = re.compile(r"\\(?:label\{[^}]*\}|nonumber|notag)(?![a-zA-Z])")
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([^}]*)\}")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_KNOWN = {name.removeprefix("\\") for name in commands.MATRICES}
_SAME_AS = {
    **dict.fromkeys(("align", "alignat", "alignat*", "flalign", "flalign*"), "align*"),
    **dict.fromkeys(("aligned", "eqnarray", "eqnarray*"), "split"),
    **dict.fromkeys(("gather", "gather*", "gathered"), "matrix"),
    **dict.fromkeys(("dcases", "rcases"), "cases"),
}
"""Environments that the converter lacks, or would number, by one that it has."""
_BARE = {"equation", "equation*", "displaymath", "math"}
"""Environments that hold one formula."""
_CHILDREN = {
    **dict.fromkeys(("mfrac", "mroot", "msub", "msup", "munder", "mover"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
_AMPERSAND = "a & outside of an environment; expected aligned or a matrix around it"
_REFERENCE = re.compile(r"&#x([0-9A-F]+);")
_XML = "{http://www.w3.org/1998/Math/MathML}"


class MathError(ValueError):
    """A formula that can't be shown; the message says what was got and expected."""

    def __init__(self, latex: str, text: str) -> None:
        self.latex = latex.strip()
        shown = " ".join(self.latex.split())
        super().__init__(f'in the formula "{shown}": {text}')


@lru_cache(maxsize=4096)
def to_mathml(latex: str, *, display: bool) -> Markup:
    r"""A formula, without the marks around it, as MathML.

    Args:
        latex: such as `x^2` or `\begin{align} … \end{align}`.
        display: whether it stands in a line of its own.

    Raises:
        MathError: it is broken, or holds what the converter doesn't know.
    """
    source = _prepared(latex)
    try:
        mathml = convert(source, display="block" if display else "inline")
        bare = "<mi>&</mi>" in mathml
        tree = ET.fromstring(mathml.replace("&</", "&amp;</"))  # noqa: S314 (made here)
    except Exception as error:  # noqa: BLE001 (StopIteration and IndexError, too)
        said = _words(type(error).__name__) + (f": {error}" if str(error) else "")
        text = f"it is broken ({said}); expected a whole formula in LaTeX"
        raise MathError(latex, text) from None
    if wrong := _AMPERSAND if bare else _wrong(tree):
        raise MathError(latex, f"got {wrong}")
    mathml = _REFERENCE.sub(lambda match: escape(chr(int(match[1], 16))), mathml)
    return Markup(mathml)  # noqa: S704 (the converter escapes; _wrong looked at it)


def render_arithmatex(html: str) -> str:
    r"""Replace the formulas that pymdownx.arithmatex has marked in a page.

    Raises:
        MathError: one of them can't be shown.
    """
    if 'class="arithmatex"' not in html:
        return html
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.select(".arithmatex"):
        latex = tag.get_text().strip()
        display = latex.startswith((r"\[", r"\begin"))
        bare = latex[2:-2] if latex.startswith((r"\[", r"\(")) else latex
        mathml = to_mathml(bare, display=display)
        tag.replace_with(BeautifulSoup(mathml, "html.parser"))
    return str(soup)


def _prepared(latex: str) -> str:
    """The formula in the converter's words."""
    source = _INVISIBLE.sub("", _COMMENT.sub("", latex)).strip()
    plain = _ESCAPED.sub("", source)
    if (opened := plain.count("{")) != (closed := plain.count("}")):
        got = f"got {opened} opening and {closed} closing braces"
        raise MathError(latex, f"{got}, expected as many of each")

    def in_its_words(match: re.Match[str]) -> str:
        edge, name = match.groups()
        if name in _BARE:
            return ""
        name = _SAME_AS.get(name, name)
        if name not in _KNOWN:
            known = "align, aligned, cases, array or a matrix"
            raise MathError(latex, f"got the environment {name}, expected {known}")
        return rf"\{edge}{{{name}}}"

    source = re.sub(r"(\\begin\{alignat\*?\})\{\d+\}", r"\1", source)
    return _ENVIRONMENT.sub(in_its_words, source)


def _wrong(tree: ET.Element) -> str:
    """What the converter has passed on without understanding it, or nothing."""
    for element in tree.iter():
        name, text = element.tag.removeprefix(_XML), element.text or ""
        if text.startswith("\\") and name in ("mi", "mo"):
            return f"{text}, which no page can show; use a command of LaTeX's own"
        if element.attrib.get("linebreak") == "newline":
            return r"\\ outside of an environment; expected aligned or cases around it"
        if len(element) != _CHILDREN.get(name, len(element)):
            return f"{len(element)} parts for {name}, expected {_CHILDREN[name]}"
        if {"href", "src", "class", "style"} & element.attrib.keys():
            return "a link or a style, expected a formula that only shows"
    return ""


def _words(name: str) -> str:
    """An exception's name as words: `MissingEndError` becomes `missing end`."""
    split = re.sub(r"(?<!^)(?=[A-Z])", " ", name.removesuffix("Error"))
    return split.lower()
