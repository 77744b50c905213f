"""The feed of changes."""

from datetime import UTC, datetime, timedelta, timezone
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from projects import REPOSITORY

from tfprep.pages.feed import atom

SITE = "https://example.org/tfprep/"
WHEN = datetime(2026, 11, 28, 12, 0, tzinfo=timezone(timedelta(hours=2)))
CHANGELOG = """\
# Changelog

All of it.

## [Unreleased]

- A <thing> & `code`.

## [0.1.0] - 2026-10-01

### Added

- The first.

## [0.0.9] - 2026-09-01
"""
NAMES = {"a": "http://www.w3.org/2005/Atom"}


def texts(root: Element, path: str) -> list[str | None]:
    """The texts at a path, in order."""
    return [element.text for element in root.findall(path, NAMES)]


def test_each_version_is_an_entry() -> None:
    """With the day of its release, or when the changelog last changed, in UTC."""
    root = fromstring(atom(CHANGELOG, WHEN, SITE))

    assert texts(root, "a:entry/a:title") == ["Unreleased", "0.1.0 - 2026-10-01"]
    assert texts(root, "a:entry/a:updated") == [
        "2026-11-28T10:00:00Z",
        "2026-10-01T00:00:00Z",
    ]
    assert texts(root, "a:updated") == ["2026-11-28T10:00:00Z"]
    (new, _) = texts(root, "a:entry/a:content")
    assert "&lt;thing&gt;" in str(new) or "<thing>" in str(new)
    assert "<code>code</code>" in str(new)


def test_the_feed_has_what_atom_asks_for() -> None:
    """An id, a title, a date and an author; each entry an id of its own."""
    text = (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
    root = fromstring(atom(text, datetime.now(UTC), SITE))

    assert texts(root, "a:id") == [f"{SITE}feed.xml"]
    assert texts(root, "a:author/a:name") == ["tfprep"]
    ids = texts(root, "a:entry/a:id")
    assert len(ids) == len(set(ids)) >= 1
    assert all(str(each).startswith(f"{SITE}changelog/#") for each in ids)
    (own,) = root.findall("a:link[@rel='self']", NAMES)
    assert own.get("href") == f"{SITE}feed.xml"
