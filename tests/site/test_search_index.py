"""The search index, as the site has it."""

from __future__ import annotations

import json
from pathlib import Path

from tfprep.content.library import Library
from tfprep.site.search_index import INDEX, write_search_index

INTRODUCED = "lessons: {basics/one: {names: [keras.Input], terms: [epoch]}}\n"
GLOSSARY = "terms: [{term: epoch, also: [epochs], definition: One round.}]\n"


def written(folder: Path, *entries: dict[str, str]) -> dict[str, object]:
    """The index that becomes of Material's entries."""
    path = folder / INDEX
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"config": {}, "docs": entries}))
    write_search_index(folder, Library(folder / "data"))
    read: dict[str, object] = json.loads(path.read_text("utf-8"))
    return read


def test_a_lesson_is_about_what_it_explains_first(tmp_path: Path) -> None:
    """Its entry says so, its sections don't; spellings of a term mean each other."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/introduced.yml").write_text(INTRODUCED)
    (tmp_path / "data/glossary.yml").write_text(GLOSSARY)
    top = {"location": "lessons/basics/one/", "title": "One", "text": "<p>It is.</p>"}
    section = {"location": "lessons/basics/one/#a", "title": "A", "text": ""}

    index = written(tmp_path, top, section)

    assert index["docs"] == [
        {**top, "text": "It is.", "about": "epoch keras.Input"},
        section,
    ]
    assert index["means"] == {"epoch": ["epochs"], "epochs": ["epoch"]}


def test_a_project_needs_none_of_these_files(tmp_path: Path) -> None:
    """Without data and without a search there is nothing to add."""
    write_search_index(tmp_path, Library(tmp_path / "data"))

    index = written(tmp_path)

    assert index == {"config": {}, "docs": [], "means": {}}
