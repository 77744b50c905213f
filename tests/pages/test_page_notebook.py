"""A lesson as its page's notebook."""

from projects import EXERCISE, RIGHT, TinyCourse, executed, printed

from tfprep.execution.cache import Entry
from tfprep.lessons.lesson import Lesson
from tfprep.pages.page_notebook import PageNotebook

BODY = '\n# %% alt="A <line>"\nprint(1)\n\n# %% tags=["claim"]\nassert 1\n' + EXERCISE


def entry_for(lesson: Lesson) -> Entry:
    """What the lesson's figure and its check left behind."""
    figure = {
        "output_type": "display_data",
        "data": {"image/svg+xml": "<svg/>", "text/plain": "<Figure>"},
        "metadata": {},
    }
    entry = executed(lesson.slug, figure)
    return entry.model_copy(
        update={"outputs": {**entry.outputs, 3: [printed("Correct\n")]}}
    )


def test_readers_see_stub_hint_solution_check(course: TinyCourse) -> None:
    """Claims and stored answers are gone; an exercise's pieces have their names."""
    lesson = course.lesson("basics/shown", BODY + RIGHT)

    cells = PageNotebook(lesson, entry_for(lesson)).node.cells

    assert [cell.id for cell in cells] == [
        "title",
        "prose-0",
        "code-1",
        "brief-1",
        "stub-1",
        "hint-1-1",
        "solution-1",
        "check-1",
    ]
    stub = cells[4].source
    assert "return" not in stub
    assert "..." in stub


def test_the_passing_checks_output_is_with_the_solution(course: TinyCourse) -> None:
    """What the check prints for the solution is folded away with it."""
    lesson = course.lesson("basics/shown", BODY)

    cells = {
        cell.id: cell for cell in PageNotebook(lesson, entry_for(lesson)).node.cells
    }

    assert cells["solution-1"].outputs[0].text == "Correct\n"
    assert cells["check-1"].outputs == []


def test_what_prose_can_not_show_is_a_problem_with_its_line(course: TinyCourse) -> None:
    """Also in a brief and in a hint, which are prose."""
    body = EXERCISE.replace("Multiply.", "Multiply $x_$.").replace(
        "Write `double(x)`.", "See [there](nowhere.ipynb)."
    )
    lesson = course.lesson("basics/shown", body)
    lines = lesson.path.read_text("utf-8").splitlines()
    notebook = PageNotebook(lesson, None)
    (problem,) = notebook.problems
    ((line, address),) = notebook.addresses

    assert problem.line is not None
    assert lines[problem.line - 1] == "# Multiply $x_$."
    assert 'in the formula "x_": it is broken' in problem.text
    assert lines[line - 1] == "# See [there](nowhere.ipynb)."
    assert address == "nowhere.ipynb"


def test_a_broken_formula_of_an_output_is_a_problem_too(course: TinyCourse) -> None:
    """It is said at the cell that displays it; asking for it doubles no figure."""
    shown = {"output_type": "display_data", "data": {"text/latex": "$x_$"}}
    lesson = course.lesson("basics/shown", BODY)
    entry = entry_for(lesson)
    entry.outputs[0].append(shown)
    notebook = PageNotebook(lesson, entry)
    (problem,) = notebook.problems

    assert problem.line == lesson.code_cells[0].line - 1
    assert 'in what it displays, in the formula "x_"' in problem.text
    assert list(notebook.figures) == ["figure-1.svg"]


def test_a_page_names_its_makers(course: TinyCourse) -> None:
    """A change of our code or of a library makes pages anew: the notebook differs."""
    notebook = PageNotebook(course.lesson("basics/shown", BODY), None)

    assert len(notebook.node.metadata["tfprep"]["makers"]) == 64


def test_without_an_entry_there_are_no_outputs(course: TinyCourse) -> None:
    """A lesson that hasn't been executed is shown as it stands."""
    notebook = PageNotebook(course.lesson("basics/shown", BODY), None)

    assert notebook.figures == {}
    assert all(not cell.get("outputs") for cell in notebook.node.cells)
