"""One real exercise on a page that people write, with what its check says."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from tfprep.execution.cache import Entry
from tfprep.lessons.heading_ids import heading_id
from tfprep.lessons.lesson import Lesson
from tfprep.pages.code_blocks import code_block
from tfprep.pages.markdown_text import render_markdown
from tfprep.pages.outputs import shown_figures
from tfprep.pages.templates import one_block, render


def example_exercise(
    lesson: Lesson, entry: Entry | None, number: int, figure: int
) -> str:
    """The exercise as somebody meets it, as Markdown for a page at the site's root.

    Args:
        entry: what the lesson printed; without it, no verdict is shown.
        number: of the exercise in its lesson, from 1.
        figure: which figure of the lesson to show below, from 1; 0 for none.
    """
    exercise = lesson.exercises[number - 1]
    drawn = list(shown_figures(lesson, entry)) if entry and figure else []
    return render_markdown(
        "example_exercise",
        lesson=lesson,
        title=exercise.title,
        anchor=heading_id(exercise.title),
        brief=exercise.brief.source.partition("\n")[2].strip(),
        stub=one_block(code_block(exercise.cell.stub)),
        verdicts=list(_verdicts(lesson, entry, number)) if entry else [],
        figure=drawn[figure - 1] if drawn else None,
    )


def _verdicts(lesson: Lesson, entry: Entry, number: int) -> Iterator[Markup]:
    said = entry.refusals[number - 1]
    yield _verdict("Nothing done yet", said.stub, passed=False)
    yield _verdict("A wrong answer", said.wrong[0], passed=False)
    outputs = entry.outputs.get(lesson.exercises[number - 1].check.place, [])
    if text := "".join(str(output.get("text", "")) for output in outputs).strip():
        yield _verdict("The solution", text, passed=True)


def _verdict(who: str, message: str, *, passed: bool) -> Markup:
    return render("verdict", who=who, message=message, passed=passed)
