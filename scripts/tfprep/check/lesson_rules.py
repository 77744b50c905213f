"""Rules for lessons and sheets that the parser doesn't know: they run without."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tfprep.check.prose import Line, headings, outside_fences, short
from tfprep.check.scope import Scope
from tfprep.lessons.cells import HIDDEN, Cell, Exercise, Role
from tfprep.lessons.diagrams import pictures
from tfprep.lessons.lesson import Lesson
from tfprep.mutants.record import read_record
from tfprep.mutants.report import said_of
from tfprep.pages.page_notebook import prose_problems
from tfprep.problems import Problem, ProblemError, count

LESSON: Scope[Lesson] = Scope("a lesson")
LESSON_OR_SHEET: Scope[Lesson] = Scope("a lesson or a sheet")

LONGEST = 40
"""Minutes of a lesson, exercises included."""
RHYTHM = ["What can go wrong", "Exercises", "What to remember"]
"""The sections that end each lesson."""
EXERCISES, HINTS, WRONG, RIGHT = (2, 3), (1, 3), 2, 2
"""How many a lesson or an exercise has: from, to; of stored answers, at least."""
STUB_LINES = 40
ALT_WORDS = 5
"""The fewest that say what a diagram shows."""

_HTML = re.compile(r"<[a-z/][^>]*>")
_NO_HTML = re.compile(r"`[^`]*`|<https?:[^>]*>")


def prose_lines(lesson: Lesson) -> tuple[Line, ...]:
    """Every line of prose outside fences, with its line number."""
    cells = [cell for cell in lesson.cells if cell.role in (Role.PROSE, Role.HINT)]
    return tuple(
        line
        for cell in cells
        for line in outside_fences(enumerate(cell.source.split("\n"), cell.line))
    )


def marker(cell: Cell) -> int:
    """The line of a cell's `# %%`."""
    return cell.line - 1


def header_line(lesson: Lesson, key: str) -> int:
    """The line of the header that holds a key."""
    lines = lesson.path.read_text("utf-8").split("\n")
    found = (i for i, line in enumerate(lines, 1) if re.match(rf"#\s+{key}:", line))
    return next(found, 1)


@LESSON_OR_SHEET.rule
def what_no_page_shows(lesson: Lesson) -> Iterator[Problem]:
    """A page shows what its author meant, or it isn't made: no half formula."""
    yield from prose_problems(lesson)


@LESSON.rule
def opens_without_a_heading(lesson: Lesson) -> Iterator[Problem]:
    """A lesson opens with what the reader can do afterwards, right below its title."""
    first = lesson.cells[0] if lesson.cells else None
    if first is None or first.role is not Role.PROSE or first.source.startswith("#"):
        got = "no cell" if first is None else short(first.source.partition("\n")[0])
        text = (
            f"got {got} as the beginning, expected a sentence without a heading; "
            "say what the reader can do after the lesson"
        )
        yield Problem(lesson.path, first.line if first else 1, text)


@LESSON.rule
def keeps_the_rhythm(lesson: Lesson) -> Iterator[Problem]:
    """Every lesson ends with the same three sections: readers know where they are."""
    found = [h for h in headings(prose_lines(lesson)) if h[1] == 2]
    expected = ", ".join(f'"## {name}"' for name in RHYTHM)
    for name in RHYTHM:
        if name not in [text for _, _, text in found]:
            said = f'got no section "## {name}", expected {expected} at the end; add it'
            yield Problem(lesson.path, lesson.cells[-1].line, said)
            return
    for (line, _, text), name in zip(found[-3:], RHYTHM, strict=True):
        if text != name:
            said = (
                f"got {short('## ' + text)}, expected {expected} at the end, "
                "in this order; move the section"
            )
            yield Problem(lesson.path, line, said)
            return


@LESSON.rule
def fits_into_a_sitting(lesson: Lesson) -> Iterator[Problem]:
    """A lesson that takes longer than that is put off, or left in the middle."""
    if lesson.minutes > LONGEST:
        text = (
            f"got {lesson.minutes} minutes to read it and do its exercises, expected "
            f"at most {LONGEST}; make two lessons of it, or leave something out"
        )
        yield Problem(lesson.path, 1, text)


@LESSON.rule
def has_two_or_three_exercises(lesson: Lesson) -> Iterator[Problem]:
    """Fewer leave a skill without practice, more don't fit into half an hour."""
    got, (least, most) = len(lesson.exercises), EXERCISES
    if not least <= got <= most:
        last = lesson.exercises[-1].cell if lesson.exercises else lesson.cells[-1]
        what = "write another one" if got < least else "leave one out"
        text = f"got {count(got, 'exercise')}, expected {least} or {most}; {what}"
        yield Problem(lesson.path, marker(last), text)


def _of(exercise: Exercise) -> str:
    return f'for "{exercise.title}"'


@LESSON.rule
def exercises_have_hints(lesson: Lesson) -> Iterator[Problem]:
    """Somebody who is stuck gets a hint before the solution, and three are enough."""
    least, most = HINTS
    for exercise in lesson.exercises:
        got = len(exercise.hints)
        if not least <= got <= most:
            text = (
                f"got {count(got, 'hint')} {_of(exercise)}, "
                f"expected {least} to {most}; "
                'put cells # %% [markdown] tags=["hint"] below the exercise'
            )
            yield Problem(lesson.path, marker(exercise.cell), text)


@LESSON.rule
def exercises_have_wrong_answers(lesson: Lesson) -> Iterator[Problem]:
    """A check that has refused one mistake alone may accept all others."""
    for exercise in lesson.exercises:
        got = len(exercise.wrong)
        if got < WRONG:
            text = (
                f"got {count(got, 'wrong answer')} {_of(exercise)}, "
                f"expected {WRONG} or more; "
                'store mistakes that learners make as # %% tags=["wrong"] reason="…"'
            )
            yield Problem(lesson.path, marker(exercise.cell), text)


@LESSON.rule
def exercises_have_right_answers(lesson: Lesson) -> Iterator[Problem]:
    """A check that has seen the author's code alone may refuse what others write."""
    for exercise in lesson.exercises:
        got = len(exercise.right)
        if got < RIGHT:
            text = (
                f"got {count(got, 'right answer')} {_of(exercise)}, "
                f"expected {RIGHT} or more; store what others would write, in another "
                'way than the solution, as # %% tags=["right"]'
            )
            yield Problem(lesson.path, marker(exercise.cell), text)


@LESSON.rule
def right_answers_differ(lesson: Lesson) -> Iterator[Problem]:
    """The solution once more, or another right answer, shows nothing new."""
    for exercise in lesson.exercises:
        first = {ast.dump(ast.parse(exercise.cell.solution)): exercise.cell}
        for cell in exercise.right:
            same = first.setdefault(ast.dump(cell.tree), cell)
            if same is not cell:
                text = (
                    f"got the code of line {same.line} once more, but for its layout, "
                    f"as a right answer {_of(exercise)}; expected another way to "
                    "write it"
                )
                yield Problem(lesson.path, marker(cell), text)


@LESSON.rule
def mutants_live_for_a_reason(lesson: Lesson) -> Iterator[Problem]:
    """A check that accepts a solution with a mistake accepts it from a learner, too."""
    try:
        yield from said_of(lesson, read_record(lesson))
    except ProblemError as error:
        yield from error.problems


@LESSON.rule
def stubs_fit_on_a_screen(lesson: Lesson) -> Iterator[Problem]:
    """A learner sees the whole of what is to be completed."""
    for exercise in lesson.exercises:
        got = len(exercise.cell.stub.splitlines())
        if got > STUB_LINES:
            text = (
                f"got a stub of {got} lines {_of(exercise)}, expected "
                f"{STUB_LINES} at most; move what is given into a cell above"
            )
            yield Problem(lesson.path, marker(exercise.cell), text)


@LESSON.rule
def skills_are_practiced(lesson: Lesson) -> Iterator[Problem]:
    """A skill that a lesson teaches is in one of its exercises."""
    practiced = {skill for ex in lesson.exercises for skill in ex.cell.skills}
    for skill in lesson.header.skills:
        if skill not in practiced:
            text = (
                f"got no exercise for {skill}, expected one for each skill of the "
                f'header; add skills=["{skill}"] to the exercise that needs it'
            )
            yield Problem(lesson.path, header_line(lesson, "skills"), text)


@LESSON.rule
def has_claims(lesson: Lesson) -> Iterator[Problem]:
    """What the prose says is asserted, or nobody notices when it becomes untrue."""
    if not any(cell.role is Role.CLAIM for cell in lesson.cells):
        text = (
            "got no claim, expected one or more; assert what the prose says in a "
            'cell # %% tags=["claim"]'
        )
        yield Problem(lesson.path, 1, text)


@LESSON.rule
def learners_get_no_secrets(lesson: Lesson) -> Iterator[Problem]:
    """What a learner must not see stands nowhere in the learner's copy."""
    shown = [
        (cell.line, cell.stub if cell.role is Role.EXERCISE else cell.source)
        for cell in lesson.cells
        if cell.role not in HIDDEN
    ]
    for cell in lesson.cells:
        if cell.role not in HIDDEN or not cell.source.strip():
            continue
        for line, source in shown:
            if cell.source in source:
                text = (
                    f"got the same code in the learner's copy, in the cell of line "
                    f"{line}, expected a {cell.role} that no learner sees; change one"
                )
                yield Problem(lesson.path, marker(cell), text)


@LESSON_OR_SHEET.rule
def headings_are_unique(lesson: Lesson) -> Iterator[Problem]:
    """A heading is used once in a file, because links lead to it by its words."""
    first: dict[tuple[int, str], int] = {}
    for line, level, text in headings(prose_lines(lesson)):
        at = first.setdefault((level, text), line)
        if at != line:
            said = (
                f"got the heading {short(text)} again, expected each once; "
                f"it stands in line {at} too: name one of them differently"
            )
            yield Problem(lesson.path, line, said)


@LESSON_OR_SHEET.rule
def headings_start_at_two(lesson: Lesson) -> Iterator[Problem]:
    """The page's title, which the header holds, is the only first-level heading."""
    for line, level, text in headings(prose_lines(lesson)):
        if level == 1:
            said = (
                f"got the title {short('# ' + text)}, expected ## or lower; "
                "the page's title stands in the header"
            )
            yield Problem(lesson.path, line, said)


@LESSON_OR_SHEET.rule
def diagrams_are_told(lesson: Lesson) -> Iterator[Problem]:
    """Who doesn't see a diagram gets in words what it shows, not its name."""
    for cell in (cell for cell in lesson.cells if not cell.is_code):
        for picture in pictures(cell.source):
            if len(picture.alt.split()) < ALT_WORDS:
                text = (
                    f"got {short(picture.alt)} for {picture.name}.svg, expected a "
                    "sentence that says what it shows; somebody may not see it"
                )
                line = cell.line + cell.source.count("\n", 0, picture.start)
                yield Problem(lesson.path, line, text)


@LESSON_OR_SHEET.rule
def diagrams_are_in_lessons(lesson: Lesson) -> Iterator[Problem]:
    """A section of a topic page is rendered by MkDocs, which knows no diagrams."""
    if lesson.topic == "topics" and lesson.diagram_paths():
        name = lesson.diagram_paths()[0].name
        text = f"got the diagram {name} in a topic, expected it in a lesson; move it"
        yield Problem(lesson.path, header_line(lesson, "title"), text)


@LESSON_OR_SHEET.rule
def prose_is_plain_commonmark(lesson: Lesson) -> Iterator[Problem]:
    """No HTML: the text must read well in Jupyter and Colab too."""
    for number, line in prose_lines(lesson):
        if found := _HTML.search(_NO_HTML.sub("", line)):
            text = (
                f"got the HTML {short(found[0])}, expected plain CommonMark; "
                "use Markdown, or put code into backquotes"
            )
            yield Problem(lesson.path, number, text)
