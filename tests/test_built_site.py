"""The real site, page by page."""

import gzip
import posixpath
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pytest
import yaml
from bs4 import BeautifulSoup
from projects import REPOSITORY, real_course

from tfprep.pages.loading import foreign_styles, loaded_from_elsewhere

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page of the site, parsed, by its path."""
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(
            path.read_text("utf-8"), "html.parser"
        )
        for path in sorted(site.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def parsed(built_site: Path) -> dict[str, BeautifulSoup]:
    """All pages, parsed once."""
    return pages(built_site)


def assets(site: Path, kind: str) -> list[Path]:
    """The style sheets or scripts of the site that are ours and not the theme's."""
    folder = REPOSITORY / "docs/assets"
    found = [site / "assets" / path.name for path in folder.glob(f"*.{kind}")]
    assert all(path.is_file() for path in found)
    return found


MARKING = ("marks.js", "course.js", "elements.js", "progress.js")
"""What marks lessons for who has begun."""


def test_nothing_is_loaded_from_another_host(built_site: Path) -> None:
    """Every script, style, picture, font and frame is the site's own."""
    for page in built_site.rglob("*.html"):
        assert loaded_from_elsewhere(page.read_text("utf-8")) == [], page
    for style in built_site.rglob("*.css"):
        assert foreign_styles(style.read_text("utf-8")) == [], style


def test_our_own_assets_are_small(
    built_site: Path, parsed: dict[str, BeautifulSoup]
) -> None:
    """A page's style sheets stay below 15 kB, scripts of every page below 12 kB."""
    sizes = {path.name: path.stat().st_size for path in assets(built_site, "css")}
    for address, soup in parsed.items():
        links = soup.select("link[rel=stylesheet]:not([media=print])")
        names = [str(link["href"]).rpartition("/")[2] for link in links]
        assert sum(sizes.get(name, 0) for name in names) < 15_000, address
    linked = {str(x["href"]) for soup in parsed.values() for x in soup.select("link")}
    assert {href.rpartition("/")[2] for href in linked} >= sizes.keys()
    everywhere = set.intersection(
        *(
            {
                str(script["src"]).rpartition("/")[2]
                for script in soup.select("script[src]")
            }
            for soup in parsed.values()
            if soup.select("script[src]")  # the sample report is a page without any
        )
    )
    ours = [path for path in assets(built_site, "js") if path.name in everywhere]
    assert {path.name for path in ours} == {
        "code.js",
        "live-start.js",
        "marks-start.js",
        "names.js",
        "search-start.js",
    }
    used = [*ours, *(built_site / "assets" / name for name in MARKING)]
    # What marks-start.js loads for who has begun counts for the same limit, zipped.
    assert sum(len(gzip.compress(path.read_bytes())) for path in used) < 12_000
    assert sum(path.stat().st_size for path in ours) < 12_000


def test_pages_are_light(built_site: Path, parsed: dict[str, BeautifulSoup]) -> None:
    """A page has at most 40 kB gzipped without figures, and 3000 elements."""
    # A telephone styles each of them several times while the page loads; the questions
    # of a quiz are folded, so that it passes over most.
    for address, soup in parsed.items():
        assert len(gzip.compress((built_site / address).read_bytes())) <= 40_000, (
            address
        )
        limit = 5000 if address.startswith("quiz/") else 3000
        assert len(soup.find_all(True)) <= limit, address


def test_every_lesson_page_was_executed(parsed: dict[str, BeautifulSoup]) -> None:
    """Each has a stamp, outputs, its downloads and a card for each exercise."""
    for lesson in real_course().lessons:
        soup = parsed[f"lessons/{lesson.slug}/index.html"]
        stamp = soup.select_one(".lesson-stamp")
        assert stamp is not None
        assert "Executed on" in stamp.get_text()
        assert soup.select(".output")
        assert len(soup.select("section.exercise")) == len(lesson.exercises)
        assert not soup.select(".lesson-notice")


def test_internal_links_and_anchors_lead_somewhere(
    parsed: dict[str, BeautifulSoup], built_site: Path
) -> None:
    """No link of the site is dead, down to the anchor."""
    ids = {
        name: {tag["id"] for tag in soup.select("[id]")}
        for name, soup in parsed.items()
    }
    dead = []
    for name, soup in parsed.items():
        if name == "404.html":
            continue  # its links start at the root of wherever the site is put
        for link in soup.select("a[href]"):
            href = urlparse(str(link["href"]))
            if href.scheme or href.netloc:
                continue
            target = (
                (built_site / name).parent / unquote(href.path)
                if href.path
                else (built_site / name)
            )
            if target.is_dir():
                target = target / "index.html"
            place = target.resolve().relative_to(built_site.resolve()).as_posix()
            anchor = unquote(href.fragment)
            missing = not target.is_file() or (
                anchor and place in ids and anchor not in ids[place]
            )
            if missing and not anchor.startswith("__"):
                dead.append(f"{name}: {link['href']}")

    assert dead == []


def test_every_picture_says_what_it_shows(parsed: dict[str, BeautifulSoup]) -> None:
    """Pictures have a text alternative, keep their place, and load when reached."""
    for name, soup in parsed.items():
        # Beside a lesson's title and sentence, it would be read out for nothing.
        beside_words = soup.select(".lessons img")
        for image in soup.select("article img"):
            said = str(image.get("alt", "none")).strip()
            assert bool(said) != (image in beside_words), (name, image)
            assert said != "none", (name, image)
            assert image.get("loading") == "lazy", (name, image)
            sizes = [str(image.get(side, "")) for side in ("width", "height")]
            assert all(map(str.isdecimal, sizes)), (name, image)


def test_every_page_has_a_title_and_levels(
    parsed: dict[str, BeautifulSoup],
) -> None:
    """One first-level heading, a language, headings that skip no level."""
    for name, soup in parsed.items():
        if name == "404.html":
            continue
        assert soup.html is not None
        assert soup.html["lang"] == "en"
        assert len(soup.select("article h1")) == 1, name
        levels = [int(h.name[1]) for h in soup.select("article :is(h1, h2, h3, h4)")]
        assert all(b - a <= 1 for a, b in pairwise(levels)), (name, levels)


def test_every_page_says_what_it_is_about(parsed: dict[str, BeautifulSoup]) -> None:
    """No two pages share a title or a description, and none goes without."""
    for what in ("title", "meta[name=description]"):
        found: dict[str, str] = {}
        for name, soup in parsed.items():
            tags = soup.head.select(what) if soup.head else []
            assert len(tags) == 1, (name, what)
            text = str(tags[0].get("content") or tags[0].get_text())
            assert len(text) >= 6, (name, what)
            assert text not in found, (name, found[text])
            found[text] = name


SAYS_NOTHING = {
    *("click here", "click this", "go", "here", "information", "learn more", "link"),
    *("more", "more info", "more information", "read more", "right here", "see more"),
    *("start", "this"),
}
"""Texts of links that Lighthouse refuses: alone, they don't say where they lead."""


def test_links_say_where_they_lead(parsed: dict[str, BeautifulSoup]) -> None:
    """A list of a page's links makes sense without the page."""
    for name, soup in parsed.items():
        texts = {a.get_text(" ", strip=True).lower() for a in soup.select("a[href]")}
        assert not texts & SAYS_NOTHING, name


def test_no_machine_is_named(built_site: Path) -> None:
    """No page holds a path of the machine that built it."""
    for path in built_site.rglob("*"):
        if path.suffix in {".html", ".json", ".ipynb", ".py", ".xml"}:
            assert str(REPOSITORY) not in path.read_text("utf-8"), path


def test_the_menu_opens_the_group_of_the_page(
    parsed: dict[str, BeautifulSoup],
) -> None:
    """A lesson's menu begins with groups, and lists the lessons of one of them."""
    for lesson in real_course().lessons:
        soup = parsed[f"lessons/{lesson.slug}/index.html"]
        top = soup.select(".md-nav__item--section > .md-nav > .md-nav__list > li")
        groups = [item for item in top if "md-nav__item--nested" in item["class"]]
        assert top[0] in groups, lesson.slug
        opened = [x for x in groups if "md-nav__item--pruned" not in x["class"]]
        assert len(opened) == 1, lesson.slug
        assert len(groups) > 2, lesson.slug
        for other in set(groups) - set(opened):
            assert len(other.select("a")) == 1, lesson.slug


def test_the_list_of_lessons_shows_each(
    parsed: dict[str, BeautifulSoup], built_site: Path
) -> None:
    """A light picture of a known size, the title, and a sentence."""
    items = parsed["lessons/index.html"].select(".lessons > li")
    assert len(items) == len(real_course().lessons)
    for item in items:
        (image,) = item.select("img")
        assert int(str(image["width"])) > int(str(image["height"])) > 0
        picture = built_site / "lessons" / str(image["src"])
        assert len(gzip.compress(picture.read_bytes())) < 20_000, picture
        (link,) = item.select("a[data-lesson]")
        assert len(item.get_text()) > len(link.get_text()) + 60


def test_room_is_kept_for_the_menu_that_comes_after_the_text(
    parsed: dict[str, BeautifulSoup],
) -> None:
    """Else the text would move when a slow connection brings menu and contents."""
    parts = {"primary": "menu-room", "secondary": "contents-room"}
    for name, soup in parsed.items():
        for side, room in parts.items():
            for bar in soup.select(f".md-content ~ .md-sidebar--{side}"):
                kept = soup.select(f".{room} ~ .md-content")
                assert bool(kept) != bar.has_attr("hidden"), (name, side)
        assert not soup.select(".md-sidebar ~ .md-content"), name


def test_the_header_is_whole_when_a_script_runs(
    parsed: dict[str, BeautifulSoup],
) -> None:
    """A browser may paint before a script, and half a header moves later."""
    for name, soup in parsed.items():
        assert not soup.select("header script"), name
        assert soup.select("header ~ script") or not soup.header, name


def lessons_in_order() -> list[str]:
    """The pages of the lessons, as mkdocs.yml lists them."""
    text = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    nav = yaml.load(text, yaml.BaseLoader)["nav"]  # noqa: S506 (strings only)
    lessons = [p for p in flat(nav) if p.startswith("lessons/") and "ipynb" in p]
    return [f"{path.removesuffix('.ipynb')}/index.html" for path in lessons]


def flat(nav: Any) -> list[str]:
    """All paths of a navigation, from top to bottom."""
    if isinstance(nav, str):
        return [nav]
    parts = nav.values() if isinstance(nav, dict) else nav
    return [path for part in parts for path in flat(part)]


def test_the_footer_leads_through_the_lessons(
    parsed: dict[str, BeautifulSoup],
) -> None:
    """Next and previous lead from each to the one beside it in the menu."""

    def led(page: str, way: str) -> str:
        link = parsed[page].select_one(f"a.md-footer__link--{way}")
        assert link is not None, (page, way)
        return posixpath.normpath(f"{page}/../{link['href']}")

    for before, after in pairwise(lessons_in_order()):
        assert led(before, "next") == posixpath.dirname(after)
        assert led(after, "prev") == posixpath.dirname(before)
