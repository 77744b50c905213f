"""A way to ask for help from a page."""

from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from projects import EXERCISE, REPOSITORY, TinyCourse, executed

from tfprep.lessons.repository import Repository
from tfprep.pages.page_notebook import PageNotebook
from tfprep.pages.stuck import Help

SLOT = '<p>a</p><p data-stuck="basics/one/double"></p><p>b</p>'
HOME = Repository("github.com", "someone/tfprep")


def asked(address: str) -> dict[str, list[str]]:
    """What the form of an issue is filled in with."""
    return parse_qs(urlsplit(address).query)


def test_an_issue_says_where_and_with_what(course: TinyCourse) -> None:
    """The page, the exercise and the versions; the ids are those of the form."""
    lesson = course.lesson("basics/one", EXERCISE)
    ran = executed("basics/one").model_copy(update={"versions": {"keras": "3.15.1"}})
    page = Help(HOME, "lessons/basics/one/", "One & more")

    soup = BeautifulSoup(page.in_exercises(SLOT, lesson, ran), "html.parser")

    (link,) = soup.select("p.stuck a")
    fields = asked(str(link["href"]))
    assert fields["title"] == ["Stuck: One & more: Double it"]
    assert fields["where"] == ["One & more: Double it (lessons/basics/one/#double-it)"]
    (versions,) = fields["versions"]
    assert versions.startswith("tfprep ")
    assert versions.endswith("; the page ran with Keras 3.15.1")
    form = REPOSITORY / ".github/ISSUE_TEMPLATE" / fields["template"][0]
    known = {part["id"] for part in yaml.safe_load(form.read_text("utf-8"))["body"]}
    assert fields.keys() - {"title", "template"} <= known


def test_without_a_repository_there_is_no_link(course: TinyCourse) -> None:
    """Nobody is led to a page that isn't there."""
    page = Help(None, "lessons/basics/one/", "One")

    made = page.in_exercises(SLOT, course.lesson("basics/one", EXERCISE), None)

    assert made == "<p>a</p><p>b</p>"
    assert page.link() == ""


@pytest.mark.parametrize(
    ("address", "place"), [("guide/", "Guide (guide/)"), ("", "Guide")]
)
def test_a_page_has_a_link_of_its_own(address: str, place: str) -> None:
    """The first page has no address to name."""
    assert asked(Help(HOME, address, "Guide").link())["where"] == [place]


def test_each_exercise_has_a_place_for_it(course: TinyCourse) -> None:
    """The page's check knows whose it is."""
    lesson = course.lesson("basics/one", EXERCISE)
    cells = {cell.id: cell for cell in PageNotebook(lesson, None).node.cells}

    assert cells["check-1"].metadata.tfprep.exercise == "basics/one/double"
