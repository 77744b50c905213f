"""The whole way from lesson files to a site, and every fault on it."""

import gzip
import re
import socket

import click
import pytest
from projects import TinySite, drawing, tiny_site

from tfprep.site.build import TEMPLATES
from tfprep.site.plugin import THEME, reloads

pytestmark = pytest.mark.slow

LESSON = """
# %% alt="A rising line"
import matplotlib.pyplot as plt
plt.plot([1, 2])
plt.show()

# %%
print("printed by the lesson")

# %% [markdown]
# Zebras are striped.
#
# ![A square beside one word](../diagrams/one.svg)
#
# ![A square beside two words](../diagrams/one.svg)
"""
ERROR = '\n# %% tags=["error"] reason="by zero"\n1 / 0\n'
SECTION = """
# %% [markdown] skills=["NN-1"]
# ### NN-1: Work in TensorFlow
# You import it.

# %%
print("printed by the section")

# %% tags=["claim"]
assert True, "printed"
"""
GLOSSARY = """\
terms:
  - term: epoch
    also: [epochs]
    definition: One pass over the training data.
    see: [loss]
  - term: loss
    definition: The number that training makes small.
    see: [epoch]
"""
SOURCES = """\
closing:
  text: The certificate page of 2024.
  checked: 2026-11-22
"""
PAGES = {
    "one": "---\nreviewed: 2026-11-22\n---\n# One\n\nAn epoch.[^closing]\n",
    "two": "---\nterms: false\n---\n# Two\n\nAn epoch.\n",
}


def write_pages(tiny: TinySite, **pages: str) -> None:
    docs = tiny.course.root / "docs"
    (docs / "data/glossary.yml").write_text(GLOSSARY)
    (docs / "data/sources.yml").write_text(SOURCES)
    (docs / "data/introduced.yml").write_text("lessons: {}\n")
    (docs / "reference").mkdir()
    (docs / "reference/glossary.md").write_text(
        "---\nrender_macros: true\n---\n# Glossary\n\n{{ glossary_list() }}\n"
    )
    for name, text in pages.items():
        (docs / f"{name}.md").write_text(text)


def show_sections(tiny: TinySite, sheet: str) -> None:
    """Let the page of the topic show what its sheet holds."""
    tiny.course.sheet(sheet, "topics/basics")
    page = tiny.course.root / "docs/topics/basics.md"
    page.write_text(page.read_text() + '\n{{ skill_sections("basics") }}\n')


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """A site with a lesson, sheets and pages, built strictly once to be looked at."""
    tiny = tiny_site(tmp_path_factory.mktemp("built") / "course")
    tiny.course.draw("one", drawing("<text>Quokka</text>"))
    tiny.course.write("basics/first", LESSON)
    tiny.course.sheet(ERROR, "reference/errors")
    show_sections(tiny, SECTION)
    write_pages(tiny, **PAGES)

    done = tiny.mkdocs("build", "--strict")

    assert done.returncode == 0, done.stderr
    return tiny


def test_a_lesson_becomes_a_light_executed_page(built: TinySite) -> None:
    """It has outputs, figures, downloads, links, in under 60 kB."""
    html = built.page("lessons/basics/first")
    folder = built.site / "lessons/basics/first"

    assert "printed by the lesson" in html
    assert 'src="figure-1.svg"' in html
    assert 'property="og:title"' in html
    assert "og:image" not in html, "nobody knows the site's address"
    assert sorted(path.name for path in folder.iterdir()) == [
        "figure-1.svg",
        "first.ipynb",
        "first.py",
        "index.html",
        "picture.svg",
    ]
    assert (
        "https://github.com/someone/tfprep/edit/main/examples/basics/first.py" in html
    )
    assert "/github/someone/tfprep/blob/notebooks/basics/first.ipynb" in html
    assert len(gzip.compress(html.encode())) < 60_000


def test_a_lesson_s_diagrams_are_parts_of_its_page(built: TinySite) -> None:
    """Each with its words, as often as it is shown; the search knows the text alone."""
    html = built.page("lessons/basics/first")
    index = (built.site / "search/search_index.json").read_text("utf-8")

    assert re.findall(r'<svg class="diagram" role="img" aria-label="(.*?)"', html) == [
        "A square beside one word",
        "A square beside two words",
    ]
    assert html.count("Quokka</text>") == 2
    assert "var(--blue, #0068a3)" in html
    assert "Zebras" in index
    assert "Quokka" not in index


def test_no_page_loads_anything_from_elsewhere(built: TinySite) -> None:
    """Scripts, styles, pictures and frames come from the site itself."""
    loads = (
        r"<(?:script|img|iframe|source|video|audio)[^>]+src=[\"']?(https?:)?//|@import"
    )
    for page in built.site.rglob("*.html"):
        html = page.read_text("utf-8")
        assert not re.search(loads, html), page
        for link in re.findall(r"<link [^>]+>", html):
            assert "http" not in link or 'rel="canonical"' in link, link


def test_the_search_finds_lesson_text(built: TinySite) -> None:
    """Prose and headings of lessons are in the search index."""
    index = (built.site / "search/search_index.json").read_text()

    assert "Zebras are striped" in index
    assert "lessons/basics/first/#doubling" in index


def test_a_sheet_becomes_a_page_with_its_date_and_errors(built: TinySite) -> None:
    """Reviewed when, what the error said, executed with what; nothing to download."""
    html = built.page("reference/errors")

    assert "Last reviewed: 22 November 2026" in html
    assert "ZeroDivisionError: division by zero" in html
    assert "Executed on" in html
    assert not list((built.site / "reference/errors").glob("*.py"))


def test_a_topic_page_shows_the_sections_of_its_sheet(built: TinySite) -> None:
    """With its skill as anchor, code and what it printed; no page of its own."""
    html = built.page("topics/basics")

    assert 'id="nn-1"' in html
    assert "printed by the section" in html
    assert sorted(p.name for p in (built.site / "topics").iterdir()) == ["basics"]


def test_pages_get_their_date_their_footnotes_and_links_to_terms(
    built: TinySite,
) -> None:
    """From the front matter, the file of sources and the glossary."""
    html = built.page("one")

    assert "Last reviewed: 22 November 2026" in html
    assert "The certificate page of 2024. Last checked 22 November 2026." in html
    assert '<a class="term" href="../reference/glossary/#epoch"' in html
    assert 'class="term"' not in built.page("two")


def test_a_second_build_executes_nothing(built: TinySite) -> None:
    """What hasn't changed comes from the cache, with the date of its execution."""
    first = built.page("lessons/basics/first")

    done = built.mkdocs("build")

    assert "0 executed" in done.stdout
    assert built.page("lessons/basics/first") == first


def test_without_the_packages_pages_say_so(tiny: TinySite) -> None:
    """With the docs lock alone, code shows without outputs, and why it does."""
    body = "\n# %%\nimport tensorflow as tf\nprint(tf.__version__)\n"
    tiny.course.write("basics/first", body)
    show_sections(tiny, SECTION.replace("print(", "import tensorflow\nprint("))

    done = tiny.mkdocs_without("tensorflow", "keras")

    assert done.returncode == 0, done.stderr
    assert "without outputs: basics/first" in done.stderr
    for path in ("lessons/basics/first", "topics/basics"):
        html = tiny.page(path)
        assert "This copy of the site was built without tensorflow" in html
        assert '<div class="output">' not in html


def test_a_failing_lesson_fails_the_build_but_not_the_others(tiny: TinySite) -> None:
    """The message has file and line; the good lesson is executed and kept; no site."""
    tiny.course.write("basics/good", "\n# %%\nprint(1)\n")
    tiny.course.write("basics/bad", "\n# %%\n1 / 0\n")

    done = tiny.mkdocs("build")

    assert done.returncode == 1
    assert (
        "examples/basics/bad.py:15: this cell raises: ZeroDivisionError" in done.stderr
    )
    assert "Traceback (most recent call last):\n  File" not in done.stderr
    assert not tiny.site.exists()
    assert (
        "1 from the cache"
        in tiny.course.tfprep("run", "examples/basics/good.py").stdout
    )


def test_a_broken_header_fails_the_build(tiny: TinySite) -> None:
    """A file that is no lesson is named; nothing is published."""
    (tiny.course.root / "examples/basics").mkdir()
    (tiny.course.root / "examples/basics/bad.py").write_text("print(1)\n")

    done = tiny.mkdocs("build")

    assert done.returncode == 1
    assert "examples/basics/bad.py:1: no header" in done.stderr


def test_a_dead_link_of_a_lesson_fails_the_build(tiny: TinySite) -> None:
    """It is said with the lesson's file and line."""
    body = "\n# %% [markdown]\n# Read [on](../basics/nowhere.ipynb).\n"
    tiny.course.write("basics/first", body)

    done = tiny.mkdocs("build")

    assert done.returncode == 1
    assert "examples/basics/first.py:15: got the address ../basics/no" in done.stderr


def test_a_taken_port_is_said_at_once(tiny: TinySite) -> None:
    """The message names the port and how to choose another."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = tiny.mkdocs("serve", "-a", f"127.0.0.1:{port}")

    assert done.returncode == 1
    assert f"Port {port} of 127.0.0.1 is in use" in done.stderr
    assert f"make serve PORT={port + 1}" in done.stderr


def test_a_server_looks_five_times_a_second_where_pages_come_from(
    tiny: TinySite,
) -> None:
    """Pages, lessons, the signal of what has run, templates; the theme if asked."""
    root = tiny.course.root
    timeout, paths = tiny.watched("--watch-theme")

    assert timeout == 0.2
    names = ("docs", "examples", ".cache/live")
    folders = (*(root / name for name in names), *TEMPLATES, THEME)
    assert set(map(str, folders)) < set(paths)
    assert any(path.endswith("material/templates") for path in paths)


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"livereload": True}, True),
        ({"livereload": False}, False),
        ({"livereload": False, "no_livereload": False}, True),  # ProperDocs
        ({"livereload": False, "no_livereload": True}, False),
        ({}, True),
    ],
)
def test_a_server_is_asked_whether_it_reloads(
    options: dict[str, bool], wanted: bool
) -> None:
    """MkDocs and its fork ProperDocs have other options for the same question."""
    with click.Context(click.Command("serve")) as command:
        command.params = options
        assert reloads() == wanted


def test_an_empty_course_builds(tiny: TinySite) -> None:
    """No lesson yet is no error."""
    assert tiny.mkdocs("build", "--strict").returncode == 0


def test_a_page_that_cites_nothing_known_fails_the_build(tiny: TinySite) -> None:
    """File, line and the id that may have been meant."""
    write_pages(tiny, one="# One\n\nClosed.[^closng]\n")

    done = tiny.mkdocs("build")

    assert done.returncode == 1
    assert "docs/one.md:3: cites closng" in done.stderr
    assert 'Did you mean "closing"?' in done.stderr


def test_a_slip_in_a_data_file_fails_the_build_with_one_message(
    tiny: TinySite,
) -> None:
    """File and entry, and no traceback."""
    write_pages(tiny)
    path = tiny.course.root / "docs/data/glossary.yml"
    path.write_text(path.read_text().replace("[loss]", "[los]"))

    done = tiny.mkdocs("build")

    assert done.returncode == 1
    assert 'docs/data/glossary.yml:5: epoch: see: item 1: got "los"' in done.stderr
    assert "Traceback" not in done.stderr
