"""While serving, a change costs the pages that it can reach, and shows on all."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from projects import REPOSITORY, RESOURCES, TinySite, drawing
from server import needs_loopback, serving

from tfprep.pages.macros import Macros
from tfprep.project import Project
from tfprep.site.build import TEMPLATES, Build, data_files
from tfprep.site.rebuild import Rebuild

pytestmark = pytest.mark.slow

CALLER = '---\nrender_macros: true\n---\n# Lessons\n\n{{ lesson_list("basics") }}\n'
PROSE = "\n# %% [markdown]\n# Some words.\n"


@needs_loopback
def test_a_change_makes_the_pages_that_it_reaches(tiny: TinySite) -> None:
    """A page, a lesson's prose and its title; the search still knows every page."""
    docs = tiny.course.root / "docs"
    (docs / "lessons").mkdir()
    (docs / "lessons/index.md").write_text(CALLER)
    (docs / "other.md").write_text("# Other\n\nSee [the start](index.md).\n")
    lesson = tiny.course.write("basics/one", PROSE)
    with serving(tiny) as server:
        server.wait("lessons/basics/one/", lambda html: "Executed on" in html)
        server.log()

        (docs / "other.md").write_text("# Other\n\nChanged words.\n")
        server.wait("other/", lambda html: "Changed words" in html)
        assert server.written() == ["other.md"]

        lesson.write_text(lesson.read_text().replace("Some words", "New words"))
        server.wait("lessons/basics/one/", lambda html: "New words" in html)
        assert server.written() == ["lessons/basics/one.ipynb"]

        lesson.write_text(lesson.read_text().replace("minutes: 5", "minutes: 7"))
        server.wait("lessons/", lambda html: "7 minutes" in html)
        assert server.written() == [
            "lessons/basics/one.ipynb",
            "lessons/index.md",
        ]

        (docs / "other.md").write_text("# Renamed\n\nChanged words.\n")
        server.wait("", lambda html: "Renamed" in html)
        assert len(server.written()) == 5
        index = json.loads(server.get("search/search_index.json"))

    found = [entry["location"] for entry in index["docs"]]
    assert len(found) == len(set(found))
    assert "Two times two" in str(index)
    assert {"", "other/", "lessons/", "lessons/basics/one/", "topics/basics/"} <= {
        *found
    }


@needs_loopback
def test_what_is_removed_or_wrong_costs_no_more_than_it_must(tiny: TinySite) -> None:
    """What is gone isn't served; after a mistake the whole site is made again."""
    docs = tiny.course.root / "docs"
    (docs / "other.md").write_text("# Other\n")
    with serving(tiny) as server:
        server.wait("other/", bool)
        (docs / "other.md").unlink()
        server.wait("", lambda html: "Other" not in html)
        with pytest.raises(OSError, match="404"):
            server.get("other/")
        server.log()

        skills = docs / "data/skills.yml"
        right = skills.read_text()
        skills.write_text("topics: [")
        while "to fix" not in server.log():
            assert server.process.poll() is None
            time.sleep(0.05)
        skills.write_text(right)
        (docs / "index.md").write_text("# Start\n\nAll is well.\n")
        server.wait("", lambda html: "All is well" in html)

        assert server.written() == ["index.md", "topics/basics.md"]


LESSON = """
# %% [markdown]
# ![A square](../diagrams/one.svg)

# %%
print(6 * 7)
"""
GLOSSARY = """\
terms:
  - term: epoch
    definition: One pass over the data.
"""
PAGE = """\
---
render_macros: true
---
# Other

An epoch.

{{ resource_table() }}
"""
HOOK = "def on_page_content(html, **_more):\n    return html + 'A hook was here.'\n"


def put(path: Path, text: str) -> Path:
    """A file with this text, in a folder that may be new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def our_own_tfprep(tiny: TinySite, folder: Path) -> Path:
    """Have a site made by a copy of tfprep, whose files may be edited; its package."""
    shutil.copytree(REPOSITORY / "scripts", folder / "scripts")
    config = tiny.course.root / "mkdocs.yml"
    config.write_text(config.read_text().replace(str(REPOSITORY), str(folder)))
    return folder / "scripts/tfprep"


@needs_loopback
def test_an_edit_of_whatever_a_page_is_made_from_shows(
    tiny: TinySite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Data, terms, a drawing, templates of ours and of the theme, the hooks."""
    root, tool = tiny.course.root, our_own_tfprep(tiny, tmp_path / "tool")
    monkeypatch.setenv("PYTHONPATH", str(tool.parent))
    tiny.course.draw("one")
    tiny.course.write("basics/one", LESSON)
    resources = put(root / "docs/data/resources.yml", RESOURCES)
    glossary = put(root / "docs/data/glossary.yml", GLOSSARY)
    put(root / "docs/reference/glossary.md", "# Glossary\n")
    put(root / "docs/other.md", PAGE)
    footer = put(root / "overrides/partials/footer.html", "First words below.")
    hook = put(root / "more.py", HOOK)
    config = root / "mkdocs.yml"
    overrides = "{name: material, custom_dir: overrides, "
    put(config, config.read_text().replace("{name: material, ", overrides))
    page, lesson = "other/", "lessons/basics/one/"
    code = tool / "pages/templates/code_block.html.j2"
    main = tool / "site/theme/main.html"

    with serving(tiny) as server:

        def edit(path: Path, old: str, new: str, page: str, shown: str) -> None:
            assert shown not in server.get(page)
            put(path, path.read_text("utf-8").replace(old, new))
            if path == footer:  # MkDocs doesn't watch it without being asked
                put(root / "docs/other.md", PAGE + "More.")
            server.wait(page, lambda html: shown in html)

        server.wait(lesson, lambda html: "42" in html)
        edit(resources, "All about shapes", "All of shapes", page, "All of shapes")
        edit(glossary, "One pass", "One way", page, "One way over the data")
        drawn = root / "examples/diagrams/one.svg"
        edit(drawn, drawing(), drawing("<text>Quokka</text>"), lesson, "Quokka")
        edit(code, "highlight", "highlight okapi", lesson, "highlight okapi")
        edit(main, "{% extends", "{#- -#}Zebra{% extends", lesson, "Zebra")
        edit(footer, "First", "Second", lesson, "Second words below.")
        edit(config, '_hooks.py"', f'_hooks.py", {hook.name}', page, "A hook was")


class Said:
    """Macros over data, which are compared as those of the pages are."""

    def __init__(self, data: str, says: str) -> None:
        self.calls = 0
        self._data, self._says = data, says

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Said) and self._data == other._data

    __hash__ = None  # type: ignore[assignment]

    def all(self) -> dict[str, Callable[[], str]]:
        return {"say": self.say}

    def say(self) -> str:
        self.calls += 1
        return self._says


def is_made(rebuild: Rebuild, said: Said, folder: Path) -> bool:
    """Whether a build makes the one page of a site, on which `said` says something."""
    config = MkDocsConfig()
    config.load_dict({"site_name": "one", "site_dir": str(folder)})
    config.plugins = cast("Any", SimpleNamespace(values=tuple))
    file = File("one.md", str(folder), str(folder), use_directory_urls=True)
    page, files = Page(None, file, config), Files([file])
    nav = cast("Navigation", "one")
    macros = rebuild.begin(cast("Macros", said))
    rebuild.choose("common", nav, files, config, lambda _file: "mark")
    made = file.is_modified()
    if made:
        rebuild.read(page, "mark")
        macros["say"]()
    rebuild.arrange()
    rebuild.end(config)
    return made


_opened: list[str] | None = None
"""The files that were opened, while somebody wants to know."""


def _note(event: str, words: tuple[Any, ...]) -> None:
    if event == "open" and _opened is not None:
        _opened.append(str(words[0]))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are opened from now on."""
    sys.addaudithook(_note)  # it stays, and does nothing after the test
    noted: list[str] = []
    monkeypatch.setattr(sys.modules[__name__], "_opened", noted)
    return noted


def test_macros_read_only_files_whose_change_makes_them_say_it_again(
    opened: list[str],
) -> None:
    """Lessons, data and templates: else a page would show what a file once held."""
    build = Build.read(Project(REPOSITORY))
    macros = build.macros("").all()
    pages = [path.read_text("utf-8") for path in (REPOSITORY / "docs").rglob("*.md")]
    opened.clear()

    for page in pages:
        if "render_macros: true" in page:
            Environment(autoescape=False).from_string(page).render(macros)  # noqa: S701 - Markdown

    seen = {path for name in opened if (path := Path(name)).is_relative_to(REPOSITORY)}
    lessons = {lesson.path for lesson in build.course.everything}
    templates = {path for path in seen if set(TEMPLATES) & set(path.parents)}
    assert seen >= {REPOSITORY / "examples/basics/first-model.py"}
    assert seen - lessons - templates - {*data_files(build.project)} == set()


def test_macros_are_called_again_only_if_their_data_changed(tmp_path: Path) -> None:
    """And a page is made again only if they say something else."""
    rebuild = Rebuild()
    first, same = Said("data", "word"), Said("data", "word")
    alike, other = Said("other data", "word"), Said("more data", "other word")

    assert is_made(rebuild, first, tmp_path)
    assert not is_made(rebuild, same, tmp_path)
    assert not is_made(rebuild, alike, tmp_path)
    assert is_made(rebuild, other, tmp_path)
    assert [said.calls for said in (first, same, alike)] == [1, 0, 1]
