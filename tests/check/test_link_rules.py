"""Links to a place on a lesson's page."""

from projects import TinyCourse

from tfprep.check.choice import Choice
from tfprep.check.link_rules import LINKS
from tfprep.check.reading import read_material

PAGE = """\
---
description: "A page"
---
# Title
See [it](lessons/basics/one.ipynb#{}).
"""


def found(course: TinyCourse) -> list[str]:
    problems = LINKS.problems(read_material(course.project, Choice()))
    return [str(problem.relative_to(course.root)) for problem in problems]


def test_a_link_names_a_heading_that_is_there(course: TinyCourse) -> None:
    """On a lesson's own page, on another lesson's, and from a page of docs."""
    course.write("basics/one")
    text = "\n# %% [markdown]\n# See [it]({}#{}) and [here](#{}).\n"
    page = course.root / "docs/index.md"
    page.parent.mkdir(exist_ok=True)

    course.sheet(text.format("../lessons/basics/one.ipynb", "double-it", "more"))
    page.write_text(PAGE.format("double_it"))
    sheet, docs = sorted(found(course), reverse=True)

    assert sheet.endswith(
        "got a link to #more of reference/tried.ipynb, expected the "
        "id of a heading on that page."
    )
    assert docs == (
        "docs/index.md:5: got a link to #double_it of lessons/basics/one.ipynb, "
        'expected the id of a heading on that page. Did you mean "double-it"?'
    )


def test_a_page_that_was_not_read_is_no_dead_link(course: TinyCourse) -> None:
    """Whether it is there is another rule's."""
    text = "\n# %% [markdown]\n# See [it](../lessons/basics/one.ipynb#any).\n"
    course.sheet(text)

    assert found(course) == []
