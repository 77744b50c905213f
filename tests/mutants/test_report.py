"""What is said of mutants."""

from projects import TinyCourse

from tfprep.mutants.mutant import Fate, Tried, mutants_of
from tfprep.mutants.record import Change, Kept, Record, Survivor, kept_of
from tfprep.mutants.report import rate, said_of


def test_the_rate_is_of_all_mutants_together() -> None:
    """An exercise with many counts for more; without a verdict, none is counted."""
    one = Survivor(old="a", new="b", reason="They are the same.")
    stopped = Change(old="a", new="c")

    assert rate([]) == rate([Kept(key="", refused=0, stopped=(stopped,))]) == 1.0
    assert rate([Kept(key="", refused=1, stopped=(stopped,), alive=(one,))]) == 0.5
    assert rate([Kept(key="", refused=3, alive=(one,))]) == 0.75
    assert rate([Kept(key="", refused=0, alive=(one,)), Kept(key="", refused=9)]) == 0.9


def test_each_open_mutant_is_said_with_its_line_and_diff(course: TinyCourse) -> None:
    """What was changed, and what to do: another thing if the check fell over it."""
    lesson = course.lesson("basics/one")
    exercise = lesson.exercises[0]
    fates = [Fate.ACCEPTED, Fate.CRASHED, *[Fate.REFUSED] * 99]
    mutants = mutants_of(lesson, exercise)
    tried = [Tried(m, fate, "") for m, fate in zip(mutants, fates, strict=False)]
    kept = kept_of(lesson, exercise, tried, None)

    accepted, crashed = said_of(lesson, Record(exercises={exercise.id: kept}))

    lines = lesson.path.read_text("utf-8").splitlines()
    assert lines[(accepted.line or 0) - 1].strip() == "return 2 * x"
    assert "the check accepts a mutant, expected it to be refused" in accepted.text
    old, new = mutants[0].change
    assert accepted.text.endswith(f"    - {old or '(nothing)'}\n    + {new}")
    assert "could not run on a mutant" in crashed.text


def test_a_reason_settles_it_and_an_old_record_is_left_alone(
    course: TinyCourse,
) -> None:
    """Who changes a lesson is not held up: a pull request tries it anew."""
    lesson = course.lesson("basics/one")
    exercise = lesson.exercises[0]
    tried = [Tried(m, Fate.ACCEPTED, "") for m in mutants_of(lesson, exercise)]
    kept = kept_of(lesson, exercise, tried, None)
    alive = [x.model_copy(update={"reason": "Even."}) for x in kept.alive]
    settled = kept.model_copy(update={"alive": tuple(alive)})
    old = kept.model_copy(update={"key": "old"})
    edited = settled.model_copy(update={"refused": 9})

    assert list(said_of(lesson, Record(exercises={exercise.id: settled}))) == []
    assert list(said_of(lesson, Record(exercises={exercise.id: old}))) == []
    (said,) = said_of(lesson, Record(exercises={exercise.id: edited}))
    assert "the record of its mutants tells of" in said.text
