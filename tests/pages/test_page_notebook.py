"""A lesson as its page's notebook."""

from projects import EXERCISE, TinyCourse

from tfprep.execution.cache import FORMAT, Entry
from tfprep.execution.inside_kernel import INK
from tfprep.lessons.lesson import Lesson
from tfprep.pages.page_notebook import PageNotebook

SVG = (
    f'<?xml version="1.0"?><svg width="360pt" height="180.5pt"><g fill="{INK}"/></svg>'
)
BODY = '\n# %% alt="A <line>"\nprint(1)\n\n# %% tags=["claim"]\nassert 1\n' + EXERCISE


def entry_for(lesson: Lesson) -> Entry:
    figure = {
        "output_type": "display_data",
        "data": {"image/svg+xml": SVG, "text/plain": "<Figure>"},
        "metadata": {},
    }
    table = {
        "output_type": "display_data",
        "data": {"text/html": "<pre style='x'>t</pre>", "text/plain": "t"},
        "metadata": {},
    }
    said = {"output_type": "stream", "name": "stdout", "text": "Correct\n"}
    return Entry(
        format=FORMAT,
        slug=lesson.slug,
        key="k",
        executed="2026-11-22T10:00:00+00:00",
        wall_seconds=1,
        cpu_seconds=1,
        versions={},
        claims=1,
        refusals=(),
        outputs={0: [figure, table], 3: [said]},
    )


def test_readers_see_stub_hint_solution_check(course: TinyCourse) -> None:
    """Claims and wrong answers are gone; an exercise's pieces have their names."""
    lesson = course.lesson("basics/shown", BODY)

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


def test_figures_become_files_with_their_text(course: TinyCourse) -> None:
    """A figure is a file of its own, sized in CSS pixels, lazy, with escaped alt."""
    lesson = course.lesson("basics/shown", BODY)

    notebook = PageNotebook(lesson, entry_for(lesson))

    tag = notebook.node.cells[2].outputs[0].data["text/html"]
    assert set(notebook.figures) == {"figure-1.svg"}
    assert 'alt="A &lt;line&gt;"' in tag
    assert 'width="480" height="241"' in tag
    assert 'loading="lazy"' in tag


def test_the_ink_of_a_figure_follows_the_scheme(course: TinyCourse) -> None:
    """One grey can't be read on both schemes, so each scheme gets its own."""
    lesson = course.lesson("basics/shown", BODY)

    svg = PageNotebook(lesson, entry_for(lesson)).figures["figure-1.svg"].decode()

    assert INK not in svg
    assert 'fill="var(--ink)"' in svg
    assert "prefers-color-scheme:dark" in svg


def test_colored_text_becomes_plain(course: TinyCourse) -> None:
    """Keras' colored summaries are shown as text, which any scheme can show."""
    lesson = course.lesson("basics/shown", BODY)

    output = PageNotebook(lesson, entry_for(lesson)).node.cells[2].outputs[1]

    assert output.data == {"text/plain": "t"}


def test_without_an_entry_there_are_no_outputs(course: TinyCourse) -> None:
    """A lesson that hasn't been executed is shown as it stands."""
    notebook = PageNotebook(course.lesson("basics/shown", BODY), None)

    assert notebook.figures == {}
    assert all(not cell.get("outputs") for cell in notebook.node.cells)
