"""The glossary as a page, and links to it from the running text of other pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from tfprep.content.glossary import (
    Glossary,
    Term,
    is_abbreviation,
    spelling_key,
)
from tfprep.lessons.heading_ids import heading_id
from tfprep.lessons.lesson import Lesson
from tfprep.pages.markdown_text import render_markdown

_CODE = re.compile(r"`([^`]+)`")

# Elements whose text stays as it is. None of them nests in itself, so that one
# expression takes each with all that is in it.
_OPAQUE = (
    "a|button|code|dfn|h[1-6]|kbd|label|math|option|pre|samp|script|style|summary"
    "|svg|textarea|th"
)
# The same for elements with one of these classes, which may nest.
_ASIDE = {
    "arithmatex",
    "glossary",
    "lesson-bands",
    "lesson-do",
    "lesson-facts",
    "lesson-notice",
    "lesson-stamp",
    "md-button",
    "output",
    "quiz",
    "resources",
    "verdict",
}
_VOID = {"area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"}
_ATTRIBUTES = r"""[^"'>]*+(?:(?:"[^"]*"|'[^']*')[^"'>]*+)*+"""
_MARKUP = re.compile(
    rf"<(?:!--.*?--"
    rf"|({_OPAQUE})(?=[\s/>]){_ATTRIBUTES}>.*?</\1\s*"
    rf"|(?P<close>/?)(?P<name>[a-z][a-z0-9-]*+)(?P<attributes>{_ATTRIBUTES}))>",
    re.DOTALL | re.IGNORECASE,
)
_CLASS = re.compile(r"\bclass\s*=\s*[\"']?([^\"'>]*)")


def anchor(term: str) -> str:
    """The id that a term has on the glossary's page."""
    return heading_id(term)


def glossary_list(glossary: Glossary, lessons: Mapping[str, Lesson]) -> str:
    """All terms by their first letter, as Markdown with a list in HTML per letter.

    Args:
        glossary: the terms.
        lessons: by term, the lesson that explains it first.
    """
    by_letter = groupby(glossary.terms, lambda term: term.term[0].upper())
    groups = [
        {"letter": letter, "terms": [_entry(term, lessons) for term in terms]}
        for letter, terms in by_letter
    ]
    return str(render_markdown("glossary", groups=groups))


def _entry(term: Term, lessons: Mapping[str, Lesson]) -> dict[str, Any]:
    return {
        "id": anchor(term.term),
        "name": term.term,
        "also": _other_names(term),
        "definition": _with_code(term.definition),
        "see": [{"id": anchor(name), "name": name} for name in term.see],
        "lesson": lessons.get(term.term),
    }


def _with_code(text: str) -> Markup:
    """Text as markup, what stands between backticks as code."""
    words = _CODE.split(text)  # every other piece is code
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if place % 2 else piece
        for place, piece in enumerate(words)
    )


def _other_names(term: Term) -> list[str]:
    """The spellings that tell a reader something: no plurals, no other endings."""
    shown = [term.term]
    for name in term.also:
        if all(name[:3].casefold() != other[:3].casefold() for other in shown):
            shown.append(name)
    return shown[1:]


def link_terms(html: str, glossary: Glossary, link: Callable[[str], str]) -> str:
    """Link the first mention of each term in the running text to its definition.

    Args:
        html: the content of a page.
        glossary: what may be linked; its quiet terms are not.
        link: turns an anchor of the glossary's page, such as `mae`, into a href.

    Returns:
        The content with nothing changed but links put around words.
    """
    marker = _Marker(glossary, link)
    parts: list[str] = []
    end = depth = 0
    aside = ""  # the name of the element that we are in and leave alone
    for markup in _MARKUP.finditer(html):
        text = html[end : markup.start()]
        parts += (text if aside or not text else marker.mark(text), markup[0])
        end = markup.end()
        name = (markup["name"] or "").lower()
        if aside:
            depth += (-1 if markup["close"] else 1) if name == aside else 0
            aside = aside if depth else ""
        elif name and not markup["close"] and _is_aside(name, markup["attributes"]):
            aside, depth = name, 1
    text = html[end:]
    return "".join(parts) + (text if aside else marker.mark(text))


def _is_aside(name: str, attributes: str) -> bool:
    if "class" not in attributes or name in _VOID:
        return False
    found = _CLASS.search(attributes)
    return found is not None and not _ASIDE.isdisjoint(found[1].split())


class _Marker:
    """Puts links around the terms of one page, each once."""

    def __init__(self, glossary: Glossary, link: Callable[[str], str]) -> None:
        self._link = link
        self._spellings, self._words = _index(glossary)
        self._done: set[str] = set()

    def mark(self, text: str) -> str:
        """The text between two tags, with its terms linked."""
        lower = text.lower()  # quicker than an expression that ignores case
        if len(lower) != len(text):  # a letter such as the dotted capital I
            lower = text
        parts: list[str] = []
        end = 0
        for found in self._words.finditer(lower):
            parts += (text[end : found.start()], self._mark(text[slice(*found.span())]))
            end = found.end()
        return "".join(parts) + text[end:] if parts else text

    def _mark(self, word: str) -> str:
        spelling, term = self._spellings[spelling_key(word)]
        wrong_case = is_abbreviation(spelling) and " ".join(word.split()) != spelling
        if wrong_case or term.term in self._done:
            return word
        self._done.add(term.term)
        href, title = self._link(anchor(term.term)), term.definition.replace("`", "")
        return (
            f'<a class="term" href="{escape(href)}" title="{escape(title)}">{word}</a>'
        )


@lru_cache(maxsize=2)
def _index(
    glossary: Glossary,
) -> tuple[dict[str, tuple[str, Term]], re.Pattern[str]]:
    """Each spelling that may be linked with its term, and an expression for all."""
    spellings = {
        spelling_key(spelling): (spelling, term)
        for term in glossary.terms
        if not term.quiet
        for spelling in term.spellings
    }
    # No parts of words, of file names (loss.png), of paths or of calls.
    before, after = r"(?<![\w&#./-])", r"(?![\w(/-]|\.\w)"
    return spellings, re.compile(before + _any_of(spellings) + after)


def _any_of(words: Iterable[str]) -> str:
    """An expression for the longest of the words that fits.

    Words are grouped by their first letter, so that most places of a text are passed
    at the first look: a plain list of alternatives takes three times as long.
    """
    longest_first = sorted(words, key=lambda word: (word[0], -len(word)))
    groups = [
        re.escape(letter) + f"(?:{'|'.join(_rest(word) for word in group)})"
        for letter, group in groupby(longest_first, lambda word: word[0])
    ]
    return f"(?:{'|'.join(groups)})" if groups else r"(?!)"


def _rest(word: str) -> str:
    """A word without its first letter; a line may end where it has a space."""
    return r"\s+".join(map(re.escape, word[1:].split(" ")))
