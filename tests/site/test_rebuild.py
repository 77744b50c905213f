"""While serving, a change costs the pages that it can reach."""

import json

import pytest
from projects import TinySite
from server import needs_loopback, serving

pytestmark = [pytest.mark.slow, needs_loopback]

CALLER = '---\nrender_macros: true\n---\n# Lessons\n\n{{ lesson_table("basics") }}\n'
PROSE = "\n# %% [markdown]\n# Some words.\n"


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
        server.wait("lessons/", lambda html: ">7<" in html)
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
    assert {"", "other/", "lessons/", "lessons/basics/one/", "topics/basics/"} <= {
        *found
    }


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
        while "to mend" not in server.log():
            assert server.process.poll() is None
        skills.write_text(right)
        (docs / "index.md").write_text("# Start\n\nAll is well.\n")
        server.wait("", lambda html: "All is well" in html)

        assert server.written() == ["index.md", "topics/basics.md"]
