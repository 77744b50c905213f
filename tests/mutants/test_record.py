"""What is kept of mutants, beside the lesson."""

import pytest
from projects import EXERCISE, RIGHT, TinyCourse

from tfprep.lessons.lesson import Lesson
from tfprep.mutants.mutant import Fate, Tried, mutants_of
from tfprep.mutants.record import (
    CRASH,
    OPEN,
    Kept,
    Record,
    current,
    kept_of,
    key_of,
    path_of,
    read_record,
    untrue,
    write_record,
)
from tfprep.problems import ProblemError


def tried(lesson: Lesson, *fates: Fate) -> list[Tried]:
    """The mutants of the only exercise, the first ones with these fates."""
    mutants = mutants_of(lesson, lesson.exercises[0])
    every = [*fates, *[Fate.REFUSED] * (len(mutants) - len(fates))]
    return [
        Tried(mutant, fate, "") for mutant, fate in zip(mutants, every, strict=True)
    ]


def kept(lesson: Lesson, *fates: Fate, before: Kept | None = None) -> Kept:
    return kept_of(lesson, lesson.exercises[0], tried(lesson, *fates), before)


def test_reasons_stay_as_long_as_their_mutants_live(course: TinyCourse) -> None:
    """A new one is open; one that is refused now is gone with its reason."""
    lesson = course.lesson("basics/one")
    first = kept(lesson, Fate.ACCEPTED, Fate.ACCEPTED, Fate.CRASHED)
    typed = first.alive[0].model_copy(update={"reason": "Both are even."})
    before = first.model_copy(update={"alive": (typed, *first.alive[1:])})

    after = kept(lesson, Fate.ACCEPTED, before=before)

    assert [one.reason for one in first.alive] == [OPEN, OPEN, CRASH]
    assert [one.is_open for one in first.alive] == [True] * 3
    assert after.alive == (typed,)
    assert not typed.is_open
    assert after.refused == first.refused + 2


def test_a_stopped_mutant_is_neither_refused_nor_alive(course: TinyCourse) -> None:
    """It is listed without a reason, and the record stays true to the solution."""
    lesson = course.lesson("basics/one")

    found = kept(lesson, Fate.STOPPED, Fate.ACCEPTED)

    (stopped,), (alive,) = found.stopped, found.alive
    first, second, *others = mutants_of(lesson, lesson.exercises[0])
    assert (stopped.change, alive.change) == (first.change, second.change)
    assert found.refused == len(others)
    assert untrue(lesson, lesson.exercises[0], found) == ""


def test_a_record_is_read_as_it_was_written(course: TinyCourse) -> None:
    """Quotes, signs and letters included; without a file there is nothing."""
    body = EXERCISE.replace("return 2 * x", "return 2 * x  # 'é': \"-\" #")
    lesson = course.lesson("basics/one", body)
    record = Record(
        exercises={"basics/one/double": kept(lesson, Fate.ACCEPTED, Fate.STOPPED)}
    )

    assert read_record(lesson) == Record()
    write_record(lesson, record)

    assert read_record(lesson) == record
    assert path_of(lesson).name == "one.mutants.yml"


@pytest.mark.parametrize("text", ["[1", "exercises: 3", "other: {}", "\0"])
def test_a_record_that_is_none_is_refused(course: TinyCourse, text: str) -> None:
    """With its path and what to run."""
    lesson = course.lesson("basics/one")
    path_of(lesson).write_text(text)

    with pytest.raises(ProblemError, match=r"one\.mutants\.yml: got .*: run that"):
        read_record(lesson)


@pytest.mark.parametrize(
    ("old", "new", "is_current"),
    [
        ("return x * x", "return x", True),
        ("# ## Doubling", "# ## Twice", True),
        ("return 2 * x", "return x * 2", False),
        ("got = double(3)", "got = double(3)  #", False),
        ("Write `double(x)`", "Write `double(x)` of 2", False),
        (
            "# %% [markdown]\n# ### Double",
            "# %%\nx = 1\n\n# %% [markdown]\n# ###",
            False,
        ),
    ],
)
def test_a_record_is_current_for_the_code_that_was_tried(
    course: TinyCourse, old: str, new: str, is_current: bool
) -> None:
    """What the result depends on; not the prose, nor wrong answers."""
    lesson = course.lesson("basics/one")
    record = Record(exercises={"basics/one/double": kept(lesson)})

    text = lesson.path.read_text("utf-8")
    assert old in text
    lesson.path.write_text(text.replace(old, new))
    (now,) = [x for x in course.read().lessons if x.slug == "basics/one"]

    assert bool(current(now, now.exercises[0], record)) is is_current


def test_a_right_answer_more_changes_the_key(course: TinyCourse) -> None:
    """It may be one of the mutants."""
    one = course.lesson("basics/one")
    two = course.lesson("basics/one", EXERCISE + RIGHT)

    assert key_of(one, one.exercises[0]) != key_of(two, two.exercises[0])


def test_a_record_that_was_edited_is_found_untrue(course: TinyCourse) -> None:
    """Counts and mutants must be those that the solution has."""
    lesson = course.lesson("basics/one")
    good = kept(lesson, Fate.ACCEPTED)
    more = good.model_copy(update={"refused": good.refused + 1})
    other = good.alive[0].model_copy(update={"new": "return 7"})
    stale = good.model_copy(update={"alive": (other,)})

    assert untrue(lesson, lesson.exercises[0], good) == ""
    assert "tells of" in untrue(lesson, lesson.exercises[0], more)
    assert "a mutant that there is not" in untrue(lesson, lesson.exercises[0], stale)
