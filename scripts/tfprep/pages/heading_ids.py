"""Ids of headings, the same for mkdocs-jupyter, the tables and the links."""

from __future__ import annotations

import re

from markdown.extensions.toc import slugify


def heading_id(heading: str) -> str:
    """The id that a lesson's heading gets on its page; Markdown marks don't count."""
    return str(slugify(re.sub(r"[`*_$]", "", heading), "-"))
