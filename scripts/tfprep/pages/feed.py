"""What has changed, as an Atom feed (RFC 4287), made from the changelog."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from markdown import markdown
from markdown.extensions.toc import slugify

from tfprep.pages.templates import render

URI = "feed.xml"
"""Where the feed stands on the site."""
_SECTION = re.compile(r"^## (.+)\n", re.MULTILINE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True)
class Change:
    """One version of the changelog."""

    title: str
    anchor: str
    """Of its heading on the changelog's page."""
    updated: str
    """When it last changed, as RFC 3339 writes it."""
    html: str


def atom(changelog: str, changed: datetime, site: str) -> str:
    """The feed.

    Args:
        changelog: its text.
        changed: when it last changed, with a time zone; a version that has no date of
            its own is as old as that.
        site: the address of the pages, with a slash at its end.
    """
    changes = list(_changes(changelog, changed))
    updated = max((change.updated for change in changes), default=_said(changed))
    return render("feed", changes=changes, site=site, uri=URI, updated=updated)


def _changes(changelog: str, changed: datetime) -> Iterator[Change]:
    _, *parts = _SECTION.split(changelog)
    for heading, text in zip(parts[::2], parts[1::2], strict=True):
        title = heading.replace("[", "").replace("]", "").strip()
        dated = _DATE.search(title)
        day = datetime.fromisoformat(dated[0]).replace(tzinfo=UTC) if dated else None
        if html := markdown(text.strip()):
            yield Change(title, slugify(title, "-"), _said(day or changed), html)


def _said(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
