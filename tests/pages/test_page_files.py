"""What a lesson brings into the site."""

from projects import TinyCourse, executed

from tfprep.lessons.parse import read_lesson
from tfprep.pages.page_files import page_files

FIGURE = {
    "output_type": "display_data",
    "data": {"image/svg+xml": "<svg></svg>"},
    "metadata": {},
}
DRAWN = '\n# %% alt="A line"\nprint("drawn")\n'


def test_a_lesson_brings_its_figures_and_downloads(course: TinyCourse) -> None:
    """They stand in the folder of its page."""
    lesson = course.lesson("basics/one", DRAWN)
    made = page_files(lesson, executed("basics/one", FIGURE))

    assert made is not None
    assert made.uri == "lessons/basics/one.ipynb"
    assert sorted(made.beside) == [
        "lessons/basics/one/figure-1.svg",
        "lessons/basics/one/one.ipynb",
        "lessons/basics/one/one.py",
    ]


def test_a_sheet_has_nothing_to_download(course: TinyCourse) -> None:
    """A sheet of the reference is a page; docs/ holds the page of a topic."""
    for slug in ("reference/tried", "topics/basics"):
        course.sheet("\n# %% [markdown]\n# Text.\n", slug)
    topic, reference = sorted(
        course.read().sheets, key=lambda s: s.topic == "reference"
    )
    made = page_files(reference, None)

    assert made is not None
    assert (made.uri, made.beside) == ("reference/tried.ipynb", {})
    shown = page_files(topic, None)
    assert shown is not None
    assert shown.page is None


def test_a_link_to_nowhere_is_a_problem_with_its_line(course: TinyCourse) -> None:
    """What a link names is sought among the site's files, without anchor and query."""
    text = "\n# %% [markdown]\n# [a](../../index.md#x) [b](two.ipynb?y#z) ![c](c.svg)\n"
    lesson = course.lesson("basics/one", text)
    made = page_files(lesson, None)

    assert made is not None
    found = list(made.problems({"index.md", "lessons/basics/c.svg"}.__contains__))
    assert [(p.line, p.text) for p in found] == [
        (
            len(lesson.path.read_text("utf-8").splitlines()),
            "got the address two.ipynb?y#z, expected that of a page or file of the "
            "site; lessons/basics/two.ipynb isn't",
        )
    ]


def test_figures_of_a_topic_stand_beside_its_page(course: TinyCourse) -> None:
    """docs/topics/basics.md shows them."""
    body = DRAWN + '\n# %% tags=["claim"]\nassert True\n'
    path = course.sheet("\n# %% [markdown]\n# Text.\n" + body, "topics/basics")
    sheet = read_lesson(path, course.root / "examples")
    made = page_files(sheet, executed("topics/basics", FIGURE))

    assert made is not None
    assert list(made.beside) == ["topics/basics/figure-1.svg"]


def test_a_broken_formula_of_a_topic_is_said_with_its_line(course: TinyCourse) -> None:
    """The sheet is named, not the page that shows its sections."""
    path = course.sheet("\n# %% [markdown]\n# Let $x_$ be.\n", "topics/basics")
    made = page_files(read_lesson(path, course.root / "examples"), None)

    assert made is not None
    (problem,) = made.problems(lambda _uri: True)
    assert (problem.path, problem.line) == (path, 10)
