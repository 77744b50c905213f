"""Where a course stands for others, so that what leaves the site still leads there."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from tfprep.lessons.lesson import Lesson
from tfprep.lessons.repository import find_repository

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True)
class Origin:
    """The addresses of a course; empty where nobody knows them."""

    site: str = ""
    """Where the pages stand; it ends with a slash."""
    repository: str = ""

    def home(self, lesson: Lesson, heading: str = "") -> str:
        """The address of a lesson's page, or of its file, or nothing.

        Args:
            heading: the id of one of its headings, to which the page is opened.
        """
        return self.address(_source(lesson), f"#{heading}" if heading else "")

    def link(self, lesson: Lesson, address: str) -> str:
        """Where an address in a lesson's prose leads; as it stands if that's unknown.

        Args:
            address: of a page, relative to the lesson, or any other.
        """
        path, mark, anchor = address.partition("#")
        if (
            not path.endswith((".ipynb", ".md"))
            or _SCHEME.match(path)
            or path[0] == "/"
        ):
            return address
        folder = posixpath.dirname(_source(lesson))
        source = posixpath.normpath(posixpath.join(folder, path))
        return self.address(source, mark + anchor) or address

    def address(self, source: str, anchor: str = "") -> str:
        """Where a page stands, on the site or in the repository, or nothing.

        Args:
            source: the path of what it is made from, such as `topics/text.md`.
            anchor: with its `#`.
        """
        if self.site:
            page = f"{source.rpartition('.')[0]}/".removesuffix("index/")
            return f"{self.site}{page}{anchor}"
        if not self.repository:
            return ""
        files = f"{self.repository}/blob/main"
        if source.endswith(".md"):
            return f"{files}/docs/{source}{anchor}"
        name = source.removeprefix("lessons/").removesuffix(".ipynb")
        return f"{files}/examples/{name}.py"


def find_origin(root: Path, environ: Mapping[str, str] = os.environ) -> Origin:
    """The addresses that the environment, git or the installed package names.

    Args:
        root: of a clone, or the course's folder inside the package.
    """
    site = _with_slash(environ.get("SITE_URL", ""))
    if (root / "mkdocs.yml").is_file():
        repository = find_repository(root, environ)
        return Origin(site, repository.url if repository else "")
    named = _package_urls()
    site = site or _with_slash(named.get("Documentation", ""))
    return Origin(site, named.get("Repository", ""))


def _with_slash(address: str) -> str:
    """The address of a site, or nothing if this is none."""
    is_one = address.startswith(("https://", "http://"))
    return f"{address.rstrip('/')}/" if is_one else ""


def _package_urls() -> dict[str, str]:
    try:
        lines = metadata.metadata("tfprep").get_all("Project-URL") or []
    except metadata.PackageNotFoundError:
        return {}
    pairs = (line.split(", ", 1) for line in lines)
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def _source(lesson: Lesson) -> str:
    return f"lessons/{lesson.slug}.ipynb"
