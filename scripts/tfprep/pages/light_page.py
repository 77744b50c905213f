"""Make the page that mkdocs-jupyter renders light, and put its exercises together.

mkdocs-jupyter brings about 600 kB of style sheets and two scripts from a foreign host
into every page; what we keep of it is the text, the highlighted code and the outputs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag

from tfprep.pages.maths import render_dollars

LinkResolver = Callable[[str], str]

_WEIGHT = re.compile(r"<(style|script)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_RELATIVE = re.compile(r'href="lesson:([^"]*)"')
_EXERCISE = ("brief", "stub", "hint", "solution", "check")


@dataclass(frozen=True)
class LightPage:
    """A lesson page without the weight."""

    html: str
    contents: tuple[dict[str, Any], ...]
    """The headings below the title as MkDocs' table-of-contents tokens."""

    def linked(self, resolve: LinkResolver) -> str:
        """The HTML with the lesson's relative links turned into links of the site."""
        return _RELATIVE.sub(
            lambda match: f'href="{resolve(match.group(1))}"', self.html
        )


def lighten(html: str) -> LightPage:
    """Rebuild a lesson page from the content that mkdocs-jupyter renders."""
    old = BeautifulSoup(_WEIGHT.sub("", html), "html.parser")
    new = BeautifulSoup("", "html.parser")
    cards: dict[str, Tag] = {}
    for cell in old.select('.jp-Cell[id^="cell-id="]'):
        kind, _, number = str(cell["id"]).removeprefix("cell-id=").partition("-")
        if kind not in _EXERCISE:
            new.extend(_parts(new, cell))
            continue
        number, _, hint = number.partition("-")
        if number not in cards:
            cards[number] = _element(new, "section", "exercise")
            new.append(cards[number])
        cards[number].extend(_exercise_part(new, kind, hint, cell))
    _tidy(new)
    return LightPage(str(new), tuple(_contents(new)))


def _contents(soup: BeautifulSoup) -> list[dict[str, Any]]:
    top: list[dict[str, Any]] = []
    for heading in soup.select("h2[id], h3[id]"):
        link = heading.find("a", class_="headerlink")
        name = heading.get_text().removesuffix("¶") if link else heading.get_text()
        level = int(heading.name[1])
        token: dict[str, Any] = {
            "level": level,
            "id": heading["id"],
            "name": name,
            "html": name,
            "children": [],
        }
        (top if level == 2 or not top else top[-1]["children"]).append(token)
    return top


def _element(soup: BeautifulSoup, name: str, classes: str, text: str = "") -> Tag:
    tag = soup.new_tag(name, attrs={"class": classes} if classes else {})
    if text:
        tag.string = text
    return tag


def _parts(soup: BeautifulSoup, cell: Tag) -> list[Tag]:
    """A cell's prose, or its code and its output as one block."""
    prose = cell.select_one(".jp-RenderedMarkdown")
    if prose is not None:
        return [
            child.extract() for child in list(prose.children) if isinstance(child, Tag)
        ]
    block = _element(soup, "div", "example")
    code = _source(soup, cell)
    if code is not None:
        block.append(code)
    outputs = list(_outputs(soup, cell))
    if outputs:
        holder = _element(soup, "div", "output")
        holder.extend(outputs)
        block.append(holder)
    return [block]


def _exercise_part(soup: BeautifulSoup, kind: str, hint: str, cell: Tag) -> list[Tag]:
    parts = _parts(soup, cell)
    if kind == "hint":
        return [_fold(soup, f"Show hint {hint}", parts)]
    if kind == "solution":
        return [_fold(soup, "Show the solution", parts)]
    if kind == "check":
        return [_element(soup, "p", "exercise-label", "The check"), *parts]
    return parts


def _fold(soup: BeautifulSoup, summary: str, parts: list[Tag]) -> Tag:
    details = soup.new_tag("details", attrs={"class": "fold"})
    details.append(_element(soup, "summary", "", summary))
    details.extend(parts)
    return details


def _source(soup: BeautifulSoup, cell: Tag) -> Tag | None:
    """The cell's code, marked up as Material's own code blocks are."""
    pre = cell.select_one(".jp-InputArea pre")
    if pre is None:
        return None
    outer = _element(soup, "div", "language-python highlight")
    outer.append(_wrap_code(soup, pre))
    return outer


def _wrap_code(soup: BeautifulSoup, pre: Tag) -> Tag:
    code = soup.new_tag("code")
    code.extend([child.extract() for child in list(pre.children)])
    new = soup.new_tag("pre")
    new.append(code)
    return new


def _outputs(soup: BeautifulSoup, cell: Tag) -> Iterator[Tag]:
    for output in cell.select(".jp-OutputArea-output"):
        text = output.find("pre", recursive=False)
        mime = str(output.get("data-mime-type", ""))
        if isinstance(text, Tag) and mime != "text/html":
            holder = soup.new_tag("pre", attrs={"tabindex": "0"})
            holder.append(text.get_text().rstrip("\n"))
            if mime.endswith("stderr"):
                holder["class"] = "output-warning"
            yield holder
        else:
            for style in output.find_all(["style", "script"]):
                style.decompose()
            yield from [
                c.extract() for c in list(output.children) if isinstance(c, Tag)
            ]


def _tidy(soup: BeautifulSoup) -> None:
    render_dollars(soup)
    _headings(soup)
    for block in soup.select("div.highlight:not(.language-python)"):
        pre = block.find("pre")
        if isinstance(pre, Tag):
            pre.replace_with(_wrap_code(soup, pre))
    for table in soup.select("table.dataframe"):
        del table["class"], table["border"]
        for row in table.select("tr[style]"):
            del row["style"]
    for link in soup.select("a[href]"):
        href = str(link["href"])
        if not re.match(r"[a-z]+:|#|/", href):
            link["href"] = f"lesson:{href}"


def _headings(soup: BeautifulSoup) -> None:
    """Unique ids, and the permanent links that all other pages have."""
    seen: dict[str, int] = {}
    for heading in soup.find_all(re.compile("^h[1-6]$")):
        anchor = heading.find("a", class_="anchor-link")
        if isinstance(anchor, Tag):
            anchor.decompose()
        name = str(heading.get("id") or "section")
        seen[name] = seen.get(name, 0) + 1
        heading["id"] = name if seen[name] == 1 else f"{name}_{seen[name] - 1}"
        if heading.name != "h1":
            attributes = {"class": "headerlink", "href": f"#{heading['id']}"}
            link = soup.new_tag("a", attrs={**attributes, "title": "Permanent link"})
            link.string = "¶"
            heading.append(link)
