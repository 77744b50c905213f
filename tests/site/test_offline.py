"""The site as files: links name files, modules stand in one script, no link is dead."""

from __future__ import annotations

from pathlib import Path

import pytest

from tfprep.site.offline import MODULES, dead_links, make_offline, pack

PAGE = """<html><head><title>x</title></head><body><h1 id="top">x</h1>
{}
</body></html>"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two pages, a module that imports another one, and a page for a server alone."""
    folder = tmp_path / "site"
    (folder / "assets/deep").mkdir(parents=True)
    (folder / "one").mkdir()
    main = '<a href="one/">1</a> <a href="one/?q=a#top">2</a> <a href=".">3</a>'
    quiz = '<script type="module" src="../assets/quiz.js"></script>'
    (folder / "index.html").write_text(PAGE.format(main))
    (folder / "one/index.html").write_text(PAGE.format(f'{quiz}<a href="..">0</a>'))
    (folder / "404.html").write_text(PAGE.format('<a href="/nowhere/">4</a>'))
    (folder / "assets/quiz.js").write_text('import { a } from "./deep/a.js";\n')
    (folder / "assets/deep/a.js").write_text(
        'export const a = import.meta.url;\nexport const b = () => import("../b.js");\n'
    )
    (folder / "assets/b.js").write_text("export default 1;\n")
    return folder


def offline(site: Path) -> Path:
    """The folder that works from files."""
    folder = site.with_name("offline")
    make_offline(site, folder)
    return folder


def test_links_to_folders_name_their_page(site: Path) -> None:
    """Query and anchor stay, and what only a server sends is gone."""
    folder = offline(site)

    page = (folder / "index.html").read_text()
    assert 'href="one/index.html"' in page
    assert 'href="one/index.html?q=a#top"' in page
    assert 'href="./index.html"' in page
    assert 'href="../index.html"' in (folder / "one/index.html").read_text()
    assert not (folder / "404.html").exists()
    assert list(dead_links(folder)) == []


def test_modules_come_from_one_script(site: Path) -> None:
    """With all that they import, by names that don't depend on where a page stands."""
    folder = offline(site)

    page = (folder / "one/index.html").read_text()
    assert '<script src="../assets/offline.js"></script></head>' in page
    assert '<script type="module">import "tfprep/quiz.js";</script>' in page
    script = (folder / MODULES).read_text()
    assert 'import { a } from \\"tfprep/deep/a.js\\"' in script
    assert 'import(\\"tfprep/b.js\\")' in script
    assert "import.meta.url" not in script


def test_a_dead_link_is_named(site: Path) -> None:
    """With its page and line: a missing file, a folder, and a missing anchor."""
    folder = offline(site)
    links = '<a href="gone.html">1</a>\n<a href="one">2</a><a href="#gone">3</a>'
    (folder / "index.html").write_text(PAGE.format(links))

    found = [str(problem.relative_to(folder)) for problem in dead_links(folder)]

    assert [text.partition(",")[0] for text in found] == [
        "index.html:2: got a link to gone.html",
        "index.html:3: got a link to one",
        "index.html:3: got a link to #gone",
    ]


def test_the_same_site_makes_the_same_zip(site: Path) -> None:
    """So that anybody can compare it with the one of a release."""
    folder = offline(site)

    packed = [site.with_name(name) for name in ("a.zip", "b.zip")]
    for path in packed:
        pack(folder, path, "tfprep-site")

    assert packed[0].read_bytes() == packed[1].read_bytes()
