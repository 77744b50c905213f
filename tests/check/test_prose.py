"""Rules for prose."""

from pathlib import Path

import pytest

from tfprep.check.prose import PROSE, Prose, outside_fences


def found(text: str, below: int = 1) -> list[str]:
    """What is said of some lines of Markdown, each with its line."""
    lines = tuple(outside_fences(enumerate(text.splitlines(), 1)))
    prose = Prose(Path("page.md"), lines, below)
    return [str(problem) for problem in PROSE.problems(prose)]


@pytest.mark.parametrize(
    "line",
    [
        "One sentence, and no more.",
        "It takes 3.5 hours, e.g. At night.",
        "- A list item. With two sentences.",
        "**Check yourself**: What? Why?",
        "Say J. R. Smith, a name.",
        "Run `a. B` and see.",
        "## 1. Set up",
    ],
)
def test_a_line_with_one_sentence_passes(line: str) -> None:
    """Lists, bold labels, abbreviations and initials are no second sentence."""
    assert found(line) == []


def test_a_second_sentence_is_quoted() -> None:
    """The message says where to break the line."""
    assert found("\nIt is late, past 11. We go home.") == [
        "page.md:2: got two sentences on a line, expected one; break the line before "
        '"We go home."'
    ]


def test_code_is_no_prose() -> None:
    """What stands in a fence is not read, whatever it holds."""
    assert found("```text\nOne. Two.\n# T\n```\n~~~~\n```\nOne. Two.\n~~~~\n") == []


@pytest.mark.parametrize("text", ["here", "this page", "", "**More**"])
def test_a_link_says_where_it_leads(text: str) -> None:
    """Words that fit any link are refused; a picture is no link."""
    (said,) = found(f"See [{text}](other.md) and [Other](o.md) and ![Curve](c.svg).")

    assert said.startswith(f"page.md:1: got the link text [{text}], expected words")


@pytest.mark.parametrize("picture", ["![](a.png)", '<img src="a.png">', '<img alt="">'])
def test_a_picture_has_a_text(picture: str) -> None:
    """Markdown or HTML, it says what it shows."""
    (said,) = found(picture)

    assert said.startswith("page.md:1: got a picture without a text alternative")
    assert found('![A curve](a.png) <img alt="A curve" src="a.png">') == []


def test_no_level_is_left_out() -> None:
    """The first heading follows the one above the text, each next one the last."""
    assert found("## A\n### B\n## C\n") == []
    assert found("### A\n## B\n#### C\n") == [
        'page.md:1: got the heading "### A" below level 1, expected level 2 at most; '
        "take # signs away, or add the heading between",
        'page.md:3: got the heading "#### C" below level 2, expected level 3 at most; '
        "take # signs away, or add the heading between",
    ]
    assert found("# A\n", below=0) == []
