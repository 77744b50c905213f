"""The search index: what Material's plugin found, as docs/assets/search reads it."""

from __future__ import annotations

import json
from pathlib import Path

from tfprep.content.library import Library
from tfprep.content.search_words import meanings
from tfprep.pages.search_text import light_entries

INDEX = "search/search_index.json"


def write_search_index(site: Path, library: Library) -> None:
    """Make the index that Material's plugin wrote smaller, and add what words mean.

    Args:
        site: the folder of the built site.
    """
    path = site / INDEX
    if not path.is_file():
        return  # a project without the plugin
    index = json.loads(path.read_text("utf-8"))
    about = _about(library)
    index["docs"] = [
        {**entry, **about.get(entry["location"], {})}
        for entry in light_entries(index["docs"])
    ]
    terms = library.glossary.terms if _has(library, "glossary.yml") else ()
    index["means"] = meanings(library.search_words, terms)
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, "utf-8")


def _about(library: Library) -> dict[str, dict[str, str]]:
    """What each lesson explains first, by its address: that is what it is about."""
    lessons = (
        library.introduced.lessons.items() if _has(library, "introduced.yml") else ()
    )
    return {
        f"lessons/{slug}/": {"about": " ".join((*each.terms, *each.names))}
        for slug, each in lessons
    }


def _has(library: Library, name: str) -> bool:
    """Whether a project has the file: one without it can be searched too."""
    return (library.folder / name).is_file()
