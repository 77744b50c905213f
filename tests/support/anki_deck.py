"""An Anki package, opened as Anki does."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any


class Deck:
    """What a package holds; its database is unpacked into a folder."""

    def __init__(self, folder: Path, content: bytes) -> None:
        archive = zipfile.ZipFile(BytesIO(content))
        self.names = archive.namelist()
        self.media = json.loads(archive.read("media"))
        path = folder / "collection.anki2"
        path.write_bytes(archive.read("collection.anki2"))
        self.base = sqlite3.connect(path)

    def notes(self) -> dict[str, dict[str, str]]:
        """The fields of each note by its guid, in the order of the new cards."""
        names = [field["name"] for field in self.model()["flds"]]
        rows = self.base.execute(
            "select guid, flds from notes join cards on cards.nid = notes.id "
            "order by cards.due"
        )
        return {
            guid: dict(zip(names, fields.split("\x1f"), strict=True))
            for guid, fields in rows
        }

    def model(self) -> Any:
        models = json.loads(self.base.execute("select models from col").fetchone()[0])
        (ours,) = (each for each in models.values() if each["name"].startswith("tfp"))
        return ours

    def decks(self) -> dict[str, str]:
        decks = json.loads(self.base.execute("select decks from col").fetchone()[0])
        return {number: each["name"] for number, each in decks.items()}
