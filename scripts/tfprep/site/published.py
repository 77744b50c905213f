"""What others show of a published site: cards beside links, and a feed of changes.

Both need the site's own address, so only a build that knows it makes them: neither
`mkdocs serve` nor a build on somebody's machine waits for them.
"""

from __future__ import annotations

import subprocess
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from tfprep.pages.card import card_png, card_svg
from tfprep.pages.feed import URI, atom
from tfprep.project import Project

CARDS = "assets/cards"
"""The folder of the cards on the site."""


class Published:
    """The cards and the feed of one build."""

    def __init__(self, project: Project, site: str) -> None:
        """Prepare them.

        Args:
            site: the address of the pages, with a slash at its end.
        """
        self.project = project
        self.site = site
        self._threads = ThreadPoolExecutor()
        self._cards: dict[str, Future[bytes]] = {}

    def draw(self, files: Files) -> None:
        """Begin with the card of each page, on whatever cores are free."""
        for file in files.documentation_pages():
            page = file.page
            if page is None or not page.title:
                continue
            page_name = file.dest_uri.removesuffix("/index.html").replace("/", "-")
            name = f"{CARDS}/{page_name.removesuffix('.html')}.png"
            svg = card_svg(_subject(page), _part(page))
            kept = self.project.cache / "cards"
            self._cards[name] = self._threads.submit(card_png, svg, kept)
            page.meta["card"] = self.site + name

    def write(self, folder: Path) -> None:
        """Put the cards and the feed into the site's folder."""
        for name, card in self._cards.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(card.result())
        self._threads.shutdown()
        changelog = self.project.root / "CHANGELOG.md"
        if changelog.is_file():
            text = changelog.read_text("utf-8")
            feed = atom(text, last_change(changelog), self.site)
            (folder / URI).write_text(feed, "utf-8")


def last_change(path: Path) -> datetime:
    """When a file last changed: as git knows it, else as the disk does."""
    command = ["git", "-C", str(path.parent), "log", "-1", "--format=%cI", path.name]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (no shell, fixed words)
    except OSError:  # no git
        found = None
    if found and (said := found.stdout.strip()):
        return datetime.fromisoformat(said)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _subject(page: Page) -> str:
    """What the page is about, as its title in the browser says it."""
    return str(page.meta.get("subject") or page.title)


def _part(page: Page) -> str:
    """The topmost part of the menu that the page stands in."""
    parts = [str(each.title) for each in page.ancestors]
    return parts[-1] if parts else ""
