"""What a cell knows about itself."""

from projects import TinyCourse

from tfprep.lessons.cells import Cell, Role, heading_of


def test_the_stub_has_dots_for_the_solution(course: TinyCourse) -> None:
    """What stands between the markers becomes one line of dots, indented alike."""
    cell = course.lesson("basics/good").exercises[0].cell

    assert cell.stub == "def double(x):\n    ..."
    assert cell.solution == "def double(x):\n    return 2 * x"


def test_a_heading_is_the_first_below_the_title_level() -> None:
    """Text before it doesn't matter, and a cell without one has no heading."""
    with_heading = Cell(Role.PROSE, "Text.\n\n### Windows \nMore.", 1)

    assert heading_of(with_heading) == "Windows"
    assert heading_of(Cell(Role.PROSE, "# Title", 1)) == ""
