"""What a browser would load from another host by itself when it shows a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_FOLLOWED_TAG = re.compile(r"<(?:a|area)\b[^>]*>", re.IGNORECASE)
_SUSPECT = re.compile(
    r"[=,]\s*[\"']?\s*(?:[a-z]+:)?//|url\s*=|url\(|@import|mermaid", re.IGNORECASE
)
_FOREIGN = re.compile(r"\s*(?:(?:https?|wss?|ftp):)?//", re.IGNORECASE)
_STYLE = re.compile(r"(?:url\(|@import\s+(?!url))\s*[\"']?([^\"')\s;]*)", re.IGNORECASE)
_LISTS = ("srcset", "imagesrcset")
_ADDRESSES = {
    *("src", "poster", "data", "background", "action", "formaction", "manifest"),
    *("href", "xlink:href"),
}
_FOLLOWED = ("a", "area")
"""Elements whose address is asked for only when somebody follows it."""
_HARMLESS_LINKS = {"canonical", "alternate", "author", "license", "next", "prev"}


def loaded_from_elsewhere(html: str) -> list[str]:
    """What a page would load from other hosts, each as `<tag attribute=address>`.

    Also a drawing in Mermaid's words, for which the theme fetches a script.
    """
    if not _SUSPECT.search(_FOLLOWED_TAG.sub("", html)):
        return []  # reading a page tag by tag takes a while
    reader = _Reader()
    reader.feed(html.replace("<![", "&lt;!["))  # for SGML alone; the parser gives up
    reader.close()
    return reader.found


def foreign_styles(css: str) -> list[str]:
    """The addresses of other hosts in a style sheet."""
    return [address for address in _STYLE.findall(css) if _FOREIGN.match(address)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag = tag
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and _HARMLESS_LINKS & set(
            given.get("rel", "").lower().split()
        ):
            return
        self.found += (
            f"<{tag} {name}={address}>"
            for name, address in _addresses(tag, given)
            if _FOREIGN.match(address)
        )
        if "mermaid" in given.get("class", "").split():
            self.found.append(f"<{tag} class=mermaid>")

    def handle_data(self, data: str) -> None:
        if self._tag == "style":
            self.found += (f"<style> {address}" for address in foreign_styles(data))

    def handle_endtag(self, _tag: str) -> None:
        self._tag = ""


def _addresses(tag: str, given: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Attributes of an element with the addresses in them."""
    for name, value in given.items():
        if name in _LISTS:
            yield from ((name, part) for part in value.split(","))
        elif name == "style":
            yield from ((name, address) for address in foreign_styles(value))
        elif name in _ADDRESSES and tag not in _FOLLOWED:
            yield name, value
    if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
        yield "content", given.get("content", "").partition("=")[2]
