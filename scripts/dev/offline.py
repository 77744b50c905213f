"""Zips the built site, so that it can be read from files, without a server.

    .venv/bin/python scripts/dev/offline.py [SITE] [ZIP]

`make offline` builds the site first. A link that leads nowhere is refused.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from tfprep.problems import ProblemError, count
from tfprep.site.offline import dead_links, make_offline, pack

NAME = "tfprep-site"


@click.command()
@click.argument("site", default="site", type=click.Path(path_type=Path))
@click.argument("packed", default="dist/site.zip", type=click.Path(path_type=Path))
def main(site: Path, packed: Path) -> None:
    """Make the zip PACKED of the built SITE."""
    if not (site / "index.html").is_file():
        raise click.ClickException(
            f"got no page in {site}, expected the built site. Build it: make site"
        )
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / NAME
        make_offline(site, folder)
        if problems := list(dead_links(folder)):
            found = (problem.relative_to(folder) for problem in problems)
            raise click.ClickException(str(ProblemError(found)))
        pack(folder, packed, NAME)
        pages = count(sum(1 for _ in folder.rglob("*.html")), "page")
    print(f"{packed}: {pages}, {packed.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
