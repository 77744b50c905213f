"""Key numbers of lessons, measured while they run."""

from projects import TinyCourse, real_course

from tfprep.execution.batch import run_lessons
from tfprep.execution.cache import Cache
from tfprep.execution.key_numbers import code_of, key_numbers, measured, values_of

BODY = """
# %%
scores = {"late": 0.25}

# %% tags=["claim"] numbers=["late = scores['late']", "twice = 2 * scores['late']"]
assert scores["late"] < 1, "small"

# %% tags=["claim"]
assert scores, "no key number"
"""


def test_values_are_taken_behind_the_claim(course: TinyCourse) -> None:
    """Each has its words; the copy has one cell more, behind the claim with numbers."""
    lesson = course.lesson("basics/one", BODY)
    probed = measured(lesson)

    report = run_lessons([probed], Cache(course.root / "cache"))

    assert report.problems == {}
    found = values_of(probed, report.entries["basics/one"])
    assert found == {"late": 0.25, "twice": 0.5}
    added = {cell.source for cell in probed.cells} - {c.source for c in lesson.cells}
    assert len(added) == 1


def test_the_first_equals_sign_ends_the_words(course: TinyCourse) -> None:
    """An expression may hold others."""
    body = BODY.replace("twice = 2 * scores['late']", "best = max(scores, key = len)")
    cell = next(c for c in course.lesson("basics/one", body).cells if c.numbers)

    assert [(one.words, one.code) for one in key_numbers(cell)][1] == (
        "best",
        "max(scores, key = len)",
    )


def test_another_code_has_another_mark(course: TinyCourse) -> None:
    """Text and key numbers are not in it: the values stay what they were."""
    one = course.lesson("basics/one", BODY)
    told = course.lesson("basics/one", BODY.replace("late =", "delay ="))
    changed = course.lesson("basics/one", BODY.replace("0.25", "0.5"))

    assert code_of(one) == code_of(told) != code_of(changed)


def test_what_an_assert_says_is_not_in_the_mark(course: TinyCourse) -> None:
    """An edit of a message leaves the values what they were; of a condition, not."""
    says = "assert (1 == 1), (\n    'é'\n    'a'\n)\nassert len('é') == 1, f'{1}'"
    body = BODY + "\n# %%\n" + says
    one = course.lesson("basics/one", body)
    edited = course.lesson("basics/one", body.replace("'é'\n    'a'", "'ü'"))
    silent = course.lesson("basics/one", body.replace(", f'{1}'", ""))
    other = course.lesson("basics/one", body.replace("'é') == 1", "'é') == 2"))

    assert code_of(one) == code_of(edited) == code_of(silent) != code_of(other)


def test_lessons_have_key_numbers() -> None:
    """Ten lessons or more tell readers what to compare."""
    marked = [x for x in real_course().lessons if any(c.numbers for c in x.cells)]

    assert len(marked) >= 10
