"""List what one build of the site has and another one lacks: files and anchors.

    .venv/bin/python scripts/dev/compare_sites.py SITE OTHER

SITE is what readers have, and OTHER what they would get, such as from another version
of the theme or from a fork of MkDocs. A link that leads to a page or to a section of
SITE has to lead there in OTHER too, so the script ends with 1 if something is lost.
What OTHER has in addition is listed and does no harm.
The theme's own files and anchors don't count: nobody links to them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import click

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
THEME = ("assets/javascripts/", "assets/stylesheets/", "assets/images/", "search/")
"""Where a theme puts its own files, some with a hash in the name."""
THEMES_ANCHOR = "__"
"""How Material begins the ids that only its own scripts use."""
SHOWN = 20
"""Lines of one list: when a theme changes, all pages lose the same."""


class _Anchors(HTMLParser):
    """The ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (its name there)
        name = dict(attrs).get("id")
        if name and not name.startswith(THEMES_ANCHOR):
            self.found.add(name)


def anchors(page: Path) -> set[str]:
    """What a link to a page can lead to."""
    parser = _Anchors()
    parser.feed(page.read_text("utf-8"))
    return parser.found


def places(site: Path) -> set[str]:
    """All that a link can lead to: files, and the anchors of pages."""
    return set(_places(site))


def _places(site: Path) -> Iterator[str]:
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if not path.is_file() or name.startswith(THEME):
            continue
        yield name
        if path.suffix == ".html":
            yield from (f"{name}#{anchor}" for anchor in anchors(path))


def missing(there: set[str], here: set[str]) -> list[str]:
    """What is there and not here; of a page that isn't here no anchors are named."""
    gone = there - here
    pages = {name for name in gone if "#" not in name}
    return sorted(x for x in gone if x in pages or x.partition("#")[0] not in pages)


def tell(what: str, names: list[str]) -> None:
    """Print how many files and anchors these are, and as many as one reads."""
    files = [name for name in names if "#" not in name]
    rest = [name for name in names if "#" in name]
    for kind, some in (("files", files), ("anchors", rest)):
        print(f"{what}: {len(some)} {kind}")
        print("".join(f"- {name}\n" for name in some[:SHOWN]), end="")
        if len(some) > SHOWN:
            print(f"- and {len(some) - SHOWN} more")


@click.command()
@click.argument("site", type=FOLDER)
@click.argument("other", type=FOLDER)
def main(site: Path, other: Path) -> None:
    """Compare two builds."""
    had, has = places(site), places(other)
    if not any(name.endswith(".html") for name in had):
        sys.exit(f"Got no page in {site}, expected a built site: make site")
    lost = missing(had, has)
    tell("Lost", lost)
    tell("Gained", missing(has, had))
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
