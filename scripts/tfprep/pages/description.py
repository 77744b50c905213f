"""What a page says of itself to search engines, where it doesn't say it in words."""

from __future__ import annotations

import re
from html import unescape

from tfprep.lessons.header import Header
from tfprep.lessons.lesson import Lesson

LONGEST = 160
"""Characters of a description: search engines show about so many."""
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_NOTE = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_SENTENCE = re.compile(r"[.!?](?=\s)")


def description(html: str, lesson: Lesson | None) -> str:
    """What a page is about: a lesson has it in its header, others begin with it."""
    if lesson and isinstance(lesson.header, Header):
        return lesson.header.summary
    return opening(html)


def opening(html: str) -> str:
    """The beginning of a page's first paragraph as plain text, or nothing.

    Args:
        html: the page's content; a paragraph with a class is none of its text.
    """
    found = _PARAGRAPH.search(html)
    if not found:
        return ""
    text = unescape(_TAG.sub("", _NOTE.sub("", found[1])))
    return shortened(" ".join(text.split()))


def shortened(text: str) -> str:
    """The whole sentences that fit; if not even one does, whole words with an ellipsis.

    Args:
        text: on one line.
    """
    if len(text) <= LONGEST:
        return text
    ends = [found.end() for found in _SENTENCE.finditer(text, 0, LONGEST + 1)]
    if ends:
        return text[: ends[-1]]
    words = text[:LONGEST].rpartition(" ")[0] or text[: LONGEST - 1]
    return f"{words.rstrip(',;:-')}…"
