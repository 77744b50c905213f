"""What hatchling, which builds the package, can't read from pyproject.toml.

The pages go into a package when TFPREP_SITE names the folder of the built site. The
addresses are those of the repository that builds, so that a fork's package names the
fork.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

sys.path.append(str(Path(__file__).parent))
try:
    from tfprep.lessons.repository import Repository, find_repository
finally:
    del sys.path[-1]


class Pages(BuildHookInterface[Any]):
    """Puts the built site into the package, if this is a release.

    The menu goes into every package: it is the order of the course.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the menu's file and the site's folder to what is packed.

        Raises:
            FileNotFoundError: the folder holds no site.
        """
        root = Path(self.root)
        site, menu = _site(root), root / "mkdocs.yml"
        if version == "editable":
            return
        if self.target_name == "wheel":
            build_data["force_include"][str(menu)] = "tfprep/_course/mkdocs.yml"
        if site is None:
            return
        if not (site / "index.html").is_file():
            raise FileNotFoundError(
                f"got TFPREP_SITE={site}, expected the folder of a built site; "
                "make one with `make site`"
            )
        target = "site" if self.target_name == "sdist" else "tfprep/_course/site"
        build_data["force_include"][str(site)] = target


def _site(root: Path) -> Path | None:
    """The site to pack: the one that was asked for, or what a source package holds."""
    if named := os.environ.get("TFPREP_SITE"):
        return root / named
    packed = root / "site"
    return packed if _is_source_package(root) and packed.is_dir() else None


def _is_source_package(root: Path) -> bool:
    return (root / "PKG-INFO").is_file()


class Addresses(MetadataHookInterface):
    """Names the repository, in the list of addresses and in the README's links."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in `readme` and `urls`; a source package has them already."""
        root = Path(self.root)
        if _is_source_package(root):
            return
        text = (root / "README.md").read_text("utf-8")
        metadata["urls"] = {}
        if site := os.environ.get("SITE_URL"):
            metadata["urls"]["Documentation"] = site
        if repository := find_repository(root):
            text = with_addresses(text, repository)
            metadata["urls"] |= {
                "Repository": repository.url,
                "Changelog": f"{repository.url}/blob/main/CHANGELOG.md",
                "Issues": f"{repository.url}/issues",
            }
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


def with_addresses(markdown: str, repository: Repository) -> str:
    """Markdown whose links and pictures lead to the files of the repository."""
    place = r"\[[^\]]*\]\((?!\w+:|#)"
    text = re.sub(f"(!{place})", rf"\1{repository.url}/raw/main/", markdown)
    return re.sub(f"((?<!!){place})", rf"\1{repository.url}/blob/main/", text)
