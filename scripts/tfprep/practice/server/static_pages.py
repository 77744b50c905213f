"""The built site, as it lies in its folder."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError, StaticFileHandler
from typing_extensions import override

from tfprep.practice.server.security import HEADERS

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ipynb": "application/x-ipynb+json; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".map": "application/json; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".py": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
"""What a site has, whatever the machine's own tables say of it."""


class Pages(StaticFileHandler):
    """The files of the site. They hold nothing secret, and ask for no token."""

    @allow_unauthenticated
    @override
    async def get(self, path: str, include_body: bool = True) -> None:
        try:
            await super().get(path, include_body)
        except (HTTPError, ValueError):  # it lies outside; its name holds a null
            raise HTTPError(404) from None

    @allow_unauthenticated
    @override
    async def head(self, path: str) -> None:
        await self.get(path, include_body=False)

    @override
    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    @override
    def set_extra_headers(self, path: str) -> None:
        # A browser asks each time whether the file has changed: after a rebuild, a
        # page with the old scripts would be a riddle.
        self.set_header("Cache-Control", "no-cache")

    @override
    def compute_etag(self) -> str | None:
        """From what the file system knows: tornado keeps what it read for ever."""
        found = Path(str(self.absolute_path)).stat()
        return f'"{found.st_mtime_ns:x}-{found.st_size:x}"'

    @override
    def get_cache_time(self, path: str, modified: Any, mime_type: str) -> int:
        return 0

    @override
    def get_content_type(self) -> str:
        suffix = Path(str(self.absolute_path)).suffix.lower()
        guessed = mimetypes.types_map.get(suffix, "application/octet-stream")
        return _TYPES.get(suffix, guessed)

    @override
    def write_error(self, status_code: int, **options: Any) -> None:
        """The site's own page for what isn't there, if it has one."""
        page = Path(self.root) / "404.html"
        if status_code == 404 and page.is_file():
            self.set_header("Content-Type", _TYPES[".html"])
            self.finish(page.read_bytes())
        else:
            self.set_header("Content-Type", _TYPES[".txt"])
            self.finish(f"{status_code}: {self._reason}\n")


class NoPages(Pages):
    """Where another server has the pages."""

    @allow_unauthenticated
    @override
    async def get(self, path: str, include_body: bool = True) -> None:
        raise HTTPError(404)
