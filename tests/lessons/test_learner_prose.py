"""Prose that stands by itself."""

import pytest
from projects import HEADER, TinyCourse

from tfprep.lessons.learner_prose import learner_prose, opening
from tfprep.lessons.origin import Origin

SITE = Origin("https://a.example/")
PAGE = "https://a.example/lessons/basics"


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("[a](two.ipynb) and [b](#x)", f"[a]({PAGE}/two/) and [b](#x)"),
        ("[a](<two.ipynb#x>)", f"[a](<{PAGE}/two/#x>)"),
        ('[a](two.ipynb "Two")', f'[a]({PAGE}/two/ "Two")'),
        ("<a href='two.ipynb'>a</a>", f"<a href='{PAGE}/two/'>a</a>"),
        ("US$3-$4 [a](two.ipynb)", rf"US\$3-$4 [a]({PAGE}/two/)"),
        ("`[a](two.ipynb)`", "`[a](two.ipynb)`"),
        ("```\n[a](two.ipynb)\n```", "```\n[a](two.ipynb)\n```"),
        ("[a](https://b.example/two.ipynb)", "[a](https://b.example/two.ipynb)"),
    ],
)
def test_links_lead_there_from_anywhere(
    course: TinyCourse, markdown: str, shown: str
) -> None:
    """Those of the course have its address; code and other links stay."""
    assert learner_prose(markdown, course.lesson("basics/one"), SITE) == shown


def test_an_opening_promises_nothing_that_is_not_there(course: TinyCourse) -> None:
    """No address that nobody knows, no package that isn't imported."""
    plain = opening(course.lesson("basics/one", "\n# %%\nx = 1\n", HEADER), Origin())

    assert plain == "# basics/one"
