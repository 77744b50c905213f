"""Keep light pages between builds: making one takes a third of a second."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tfprep.files import write_atomically
from tfprep.pages import light_page, maths
from tfprep.pages.light_page import LightPage, lighten

_MAKERS = b"".join(Path(str(m.__file__)).read_bytes() for m in (light_page, maths))


class Shelf:
    """A folder of light pages, each under a hash of what it was made from and by."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._used: set[Path] = set()

    def get(self, html: str) -> LightPage:
        """The light page for what mkdocs-jupyter rendered, made if need be."""
        name = hashlib.sha256(_MAKERS + html.encode()).hexdigest()
        path = self.folder / f"{name}.json"
        self._used.add(path)
        try:
            light = json.loads(path.read_text("utf-8"))
            return LightPage(light["html"], tuple(light["contents"]))
        except (OSError, ValueError, KeyError):  # not there, or half there
            made = lighten(html)
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = {"html": made.html, "contents": made.contents}
        write_atomically(path, json.dumps(kept))
        return made

    def clear_unused(self) -> None:
        """Forget the pages that weren't asked for since the last call."""
        for path in self.folder.glob("*.json"):
            if path not in self._used:
                path.unlink(missing_ok=True)
        self._used.clear()
