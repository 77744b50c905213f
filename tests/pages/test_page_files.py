"""What a lesson brings into the site."""

from projects import TinyCourse, executed

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
    """A sheet of the reference is a page, one for a topic page is none."""
    for slug in ("reference/tried", "topics/basics"):
        course.sheet("\n# %% [markdown]\n# Text.\n", slug)
    topic, reference = sorted(
        course.read().sheets, key=lambda s: s.topic == "reference"
    )
    made = page_files(reference, None)

    assert made is not None
    assert (made.uri, made.beside) == ("reference/tried.ipynb", {})
    assert page_files(topic, None) is None
