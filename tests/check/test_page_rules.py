"""Rules for pages."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from projects import DESCRIBED

from tfprep.check.page_rules import PAGE, read_page
from tfprep.problems import ProblemError

GOOD = DESCRIBED + "\n# Title\n\nText.\n"


def found(folder: Path, text: str, name: str = "page.md") -> list[str]:
    """What is said of a page with this text, each with its line."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    page = read_page(path, folder)
    return [str(p.relative_to(folder)) for p in PAGE.problems(page)]


def test_a_good_page_passes(tmp_path: Path) -> None:
    """With a description and one title; a fence may hold what looks like one."""
    assert found(tmp_path, GOOD + "```sh\n# a comment\n```\n") == []


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("", "1: got no text as description, expected 40 to 160 characters; say"),
        ("---\ntitle: A\n---\n", "1: got no text as description"),
        ("---\na: 1\ndescription: Short.\n---\n", "3: got 6 characters as description"),
        (f"---\ndescription: {'a' * 171}\n---\n", "2: got 171 characters as descr"),
    ],
)
def test_a_page_describes_itself(tmp_path: Path, front: str, words: str) -> None:
    """In neither too few nor too many words, at the line of the front matter."""
    (said,) = found(tmp_path, front + "# Title\n")

    assert said.startswith(f"page.md:{words}")


def test_facts_have_a_date(tmp_path: Path) -> None:
    """In the folders whose pages age; the day has come."""
    future = date.today() + timedelta(days=2)
    dated = DESCRIBED[:-4] + "reviewed: {}\n---\n# Title\n"

    assert found(tmp_path, dated.format("2026-01-02"), "guide/a.md") == []
    assert found(tmp_path, GOOD, "lessons/a.md") == []
    (said,) = found(tmp_path, GOOD, "guide/a.md")
    assert said.startswith("guide/a.md:1: got None as reviewed, expected a date; write")
    (said,) = found(tmp_path, dated.format("soon"), "guide/a.md")
    assert said.startswith("guide/a.md:3: got 'soon' as reviewed, expected a date")
    (said,) = found(tmp_path, dated.format(future), "guide/a.md")
    assert "expected a day that has come" in said


def test_a_page_has_one_title(tmp_path: Path) -> None:
    """Neither none nor two."""
    (said,) = found(tmp_path, DESCRIBED + "## Section\n")
    assert said.startswith('page.md:4: got no title, expected a line "# Title"')
    (said,) = found(tmp_path, GOOD + "# Another\n")
    assert said.startswith("page.md:8: got a second title, expected one; make this")


def test_python_is_not_typed_into_a_page(tmp_path: Path) -> None:
    """Also indented, with tildes or attributes; a session in a shell may be typed."""
    for fence in ("```python", "   ~~~py", "``` { .python }"):
        (said,) = found(tmp_path, GOOD + f"{fence}\nprint(1)\n{fence.strip()[:3]}\n")
        assert said.startswith("page.md:8: got Python that is typed into the page")
    assert found(tmp_path, GOOD + "```sh\nls\n```\n") == []


def test_front_matter_that_is_no_yaml_is_named_by_line(tmp_path: Path) -> None:
    """Neither is a list; a page may also be in another encoding."""
    for raw, words in (
        (b"---\na: 1\nb: [\n---\n# T\n", "got front matter that is no YAML"),
        (b"---\n- a\n---\n# T\n", "got ['a'] as front matter, expected"),
        (b"# Caf\xe9\n", "not UTF-8: got byte 0xe9; save it as UTF-8"),
    ):
        path = tmp_path / "page.md"
        path.write_bytes(raw)
        with pytest.raises(ProblemError) as caught:
            read_page(path, tmp_path)
        assert words in str(caught.value)
