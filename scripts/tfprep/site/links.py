"""Links from one page of the site to another, by their source paths."""

from __future__ import annotations

import logging
import posixpath
from urllib.parse import unquote, urlsplit

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

log = logging.getLogger("mkdocs.tfprep")


class Linker:
    """Makes the links of one page."""

    def __init__(self, page: Page, files: Files) -> None:
        self.page = page
        self.files = files

    def to(self, target: str) -> str:
        """A link to a source path, with an optional ?query and #anchor."""
        path = urlsplit(target).path
        file = self.files.get_file_from_path(unquote(path))
        if file is None:
            log.warning(
                "%s links to %s, which doesn't exist", self.page.file.src_uri, path
            )
            return target
        return get_relative_url(file.url, self.page.url) + target.removeprefix(path)

    def from_lesson(self, href: str) -> str:
        """A link that stands in a lesson, relative to its file."""
        folder = posixpath.dirname(self.page.file.src_uri)
        return self.to(posixpath.normpath(posixpath.join(folder, href)))
