"""What a page says that a check was tried on."""

from projects import EXERCISE, RIGHT, TinyCourse, executed

from tfprep.execution.cache import Refusals
from tfprep.mutants.mutant import Fate, Tried, mutants_of
from tfprep.mutants.record import Record, kept_of, path_of, write_record
from tfprep.pages.check_proof import proofs
from tfprep.pages.page_notebook import PageNotebook

ID = "basics/one/double"


def test_a_check_is_told_with_what_it_refused(course: TinyCourse) -> None:
    """Wrong answers of the run that the page shows, mutants as the record has them."""
    lesson = course.lesson("basics/one", EXERCISE + RIGHT)
    said = Refusals(title="Double it", stub="Not attempted", wrong=("No.", "No!"))
    entry = executed(lesson.slug).model_copy(update={"refusals": (said,)})
    exercise = lesson.exercises[0]
    mutants = mutants_of(lesson, exercise)
    kept = kept_of(
        lesson, exercise, [Tried(m, Fate.REFUSED, "") for m in mutants], None
    )

    without = proofs(lesson, entry)[ID]
    write_record(lesson, Record(exercises={ID: kept}))
    whole = proofs(lesson, entry)[ID]
    check = PageNotebook(lesson, entry).node.cells[-1]
    old = kept.model_copy(update={"key": "old"})
    write_record(lesson, Record(exercises={ID: old}))
    outdated = proofs(lesson, entry)[ID]
    path_of(lesson).write_text("[")
    broken = proofs(lesson, entry)[ID]

    accepts = "; it accepts 1 right answer written differently."
    assert whole == (
        f"This check refuses 2 wrong answers and {len(mutants)} mutants, "
        f"which are our solution with one mistake{accepts}"
    )
    assert check.metadata["tfprep"]["proof"] == whole
    assert (
        without == outdated == broken == f"This check refuses 2 wrong answers{accepts}"
    )


def test_a_lesson_that_has_not_run_tells_nothing(course: TinyCourse) -> None:
    """A page says only what was so."""
    lesson = course.lesson("basics/one")

    assert PageNotebook(lesson, None).node.cells[-1].metadata["tfprep"]["proof"] == ""
