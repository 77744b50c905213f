"""What others show of a published site."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from defusedxml.ElementTree import fromstring
from projects import tiny_site

from tfprep.site.published import last_change

SITE = "https://example.org/course/"


@pytest.mark.slow
def test_a_published_site_has_cards_and_a_feed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page names its card and its address, and leads to the feed."""
    tiny = tiny_site(tmp_path)
    (tiny.course.root / "CHANGELOG.md").write_text("## [Unreleased]\n\n- New.\n")
    with (tiny.course.root / "mkdocs.yml").open("a") as config:
        config.write(f"site_url: {SITE}\n")
    monkeypatch.setenv("SITE_URL", SITE)

    done = tiny.mkdocs("build")

    assert done.returncode == 0, done.stderr
    soup = BeautifulSoup(tiny.page("topics/basics"), "html.parser")
    tags = {x["property"]: str(x["content"]) for x in soup.select("meta[property]")}
    assert tags["og:title"] == "Basics"
    assert tags["og:url"] == f"{SITE}topics/basics/"
    card = tiny.site / tags["og:image"].removeprefix(SITE)
    assert card.read_bytes().startswith(b"\x89PNG")
    (feed,) = soup.select("link[type='application/atom+xml']")
    fromstring((tiny.site / "topics/basics" / str(feed["href"])).read_text("utf-8"))


def test_a_change_is_dated_by_git(tmp_path: Path) -> None:
    """A clone is new on disk, but what it holds may be old."""
    path = tmp_path / "CHANGELOG.md"
    path.write_text("x")
    assert abs((last_change(path) - datetime.now(UTC)).total_seconds()) < 60

    def git(*words: str) -> None:
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        command = ["git", "-C", str(tmp_path), *who, *words]
        subprocess.run(command, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "x", "--date", "2020-01-01T00:00:00Z")
    assert last_change(path).tzinfo
