"""Rules for the way through the course."""

from pathlib import Path

import pytest
from projects import EXERCISE, HEADER, RESOURCES, SKILLS, TinyCourse

from tfprep.check.choice import Choice
from tfprep.check.order_rules import ORDER
from tfprep.check.reading import read_material

END = """
# %% [markdown]
# ## What to remember
# Next: a word, then [the lesson]({}).
"""
MORE = """\
  - id: text
    prefix: TXT
    title: Text
    summary: Words.
    skills:
      - {id: TXT-1, text: Read words, editions: [2020]}
"""
PATHS = """\
study_paths:
  - id: quick
    title: A quick way
    practice: 1
    steps:
      - lessons: {}
      - lessons: {}
"""


def lesson(course: TinyCourse, slug: str, link: str, requires: str = "") -> Path:
    """Write a lesson whose end leads to a link."""
    header = HEADER.replace("minutes: 5", f"minutes: 5\n#     requires: [{requires}]")
    return course.write(slug, EXERCISE + END.format(link), header)


def menu(course: TinyCourse, *slugs: str) -> None:
    entries = [f"  - lessons/{slug}.ipynb\n" for slug in slugs]
    text = "nav:\n  - lessons/index.md\n" + "".join(entries)
    (course.root / "mkdocs.yml").write_text(text)


def said(course: TinyCourse) -> list[str]:
    """What is out of order."""
    problems = ORDER.problems(read_material(course.project, Choice()))
    return [str(problem.relative_to(course.root)) for problem in problems]


def test_what_is_required_comes_before(course: TinyCourse) -> None:
    """A lesson that needs a later one is named; an earlier one may be needed."""
    lesson(course, "basics/one", "two.ipynb", requires="basics/two")
    lesson(course, "basics/two", "three.ipynb")
    lesson(course, "basics/three", "one.ipynb", requires="basics/two")
    menu(course, "basics/one", "basics/two", "basics/three")

    (problem,) = said(course)
    assert problem.startswith("examples/basics/one.py:")
    assert "requires basics/two, which stands below basics/one in the menu" in problem


@pytest.mark.parametrize(
    ("link", "got"),
    [
        ("two.ipynb", ""),
        ("../basics/two.ipynb", ""),
        ("two.ipynb#a-section", ""),
        ("three.ipynb", 'got "Next" to basics/three'),
        ("../../exam/index.md", 'got "Next" to ../exam/index.md'),
    ],
)
def test_next_is_what_the_menu_lists_next(
    course: TinyCourse, link: str, got: str
) -> None:
    """However the link is written; the last lesson leads wherever it wants."""
    lesson(course, "basics/one", link)
    lesson(course, "basics/two", "../../exam/index.md")
    menu(course, "basics/one", "basics/two")

    problems = said(course)
    assert len(problems) == bool(got)
    for problem in problems:
        assert f"{got}, expected basics/two, which the menu lists next" in problem


def test_a_lesson_without_next_leads_nowhere(course: TinyCourse) -> None:
    """It is told which lesson to link to."""
    course.write("basics/one")
    course.write("basics/two")
    menu(course, "basics/one", "basics/two")

    (problem,) = said(course)
    assert 'got no line "Next: [...](...)", expected basics/two' in problem


@pytest.mark.parametrize("ordered", [True, False])
def test_a_plan_goes_through_the_topics_as_the_menu_does(
    course: TinyCourse, ordered: bool
) -> None:
    """The topics of a study path stand in the menu's order."""
    menu(course, "basics/one", "text/one")
    data = course.project.data
    (data / "skills.yml").write_text(SKILLS + MORE)
    (data / "resources.yml").write_text(RESOURCES)
    topics = ("basics", "text") if ordered else ("text", "basics")
    (data / "study_paths.yml").write_text(PATHS.format(*topics))

    problems = [problem for problem in said(course) if "study_paths" in problem]
    assert len(problems) == (not ordered)
    for problem in problems:
        assert "got the topics text, basics, expected basics, text, as" in problem
