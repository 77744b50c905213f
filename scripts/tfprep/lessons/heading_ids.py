"""Ids of headings, the same for mkdocs-jupyter, the tables and the links."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(r"[*$]|(?<![^\W_])_|_(?![^\W_])")
"""An underscore between letters marks nothing: it is a part of a name."""


def heading_id(heading: str) -> str:
    """The id that a lesson's heading gets on its page; Markdown marks don't count.

    It is what Python-Markdown makes of it, which isn't there where only lessons run.
    """
    parts = heading.split("`")  # every other one is code
    parts[::2] = [_MARKS.sub("", part) for part in parts[::2]]
    plain = unicodedata.normalize("NFKD", "".join(parts))
    words = re.sub(r"[^\w\s-]", "", plain.encode("ascii", "ignore").decode())
    return re.sub(r"[-\s]+", "-", words.strip().lower())
