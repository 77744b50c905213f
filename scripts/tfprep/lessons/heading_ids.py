"""Ids of headings, the same for mkdocs-jupyter, the tables and the links."""

from __future__ import annotations

import re
import unicodedata


def heading_id(heading: str) -> str:
    """The id that a lesson's heading gets on its page; Markdown marks don't count.

    It is what Python-Markdown makes of it, which isn't there where only lessons run.
    """
    plain = unicodedata.normalize("NFKD", re.sub(r"[`*_$]", "", heading))
    words = re.sub(r"[^\w\s-]", "", plain.encode("ascii", "ignore").decode())
    return re.sub(r"[-\s]+", "-", words.strip().lower())
