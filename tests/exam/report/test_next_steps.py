"""What to repeat: little, what brings most first, and on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from projects import EXERCISE, HEADER, LIBRARY, REPOSITORY, TinyCourse, real_course
from sat import every, sat

from tfprep.exam.report.advice import Guide, read_guide
from tfprep.exam.report.next_steps import MOST, next_sitting
from tfprep.exam.report.parts import Earlier, Report
from tfprep.exam.report.results import compose
from tfprep.exam.taskspec.task import read_tasks
from tfprep.lessons.origin import Origin

SITE = "https://example.org/course/"
SECOND = '# %% [markdown] skills=["NN-2"]\n# ## Fitting\n# Call `fit`.\n'


@pytest.fixture(scope="module")
def guide() -> Guide:
    """The real course, on a site."""
    return Guide(LIBRARY.syllabus, real_course().lessons, origin=Origin(site=SITE))


def failed(
    guide: Guide, score: int = 1, solved: frozenset[str] = frozenset()
) -> Report:
    """The report of five tasks with this score."""
    sitting, tasks = sat(every(score))
    return compose(sitting, tasks, guide, solved=solved)


def test_a_failure_is_answered_with_a_handful(guide: Guide) -> None:
    """A few lessons, falling in points, that are no more than what is missing."""
    for score in range(5):
        made = failed(guide, score)
        points = [part.points for part in made.repeat]
        assert 1 <= len(points) <= MOST
        assert points == sorted(points, reverse=True)
        assert sum(points) <= made.of - made.points + 0.5
        assert len({part.slug for part in made.repeat}) == len(points)


def test_each_lesson_comes_with_links_that_lead_to_headings(guide: Guide) -> None:
    """To sections and exercises of the real course, by the address of the site."""
    slugs = {lesson.slug for lesson in real_course().lessons}
    for part in failed(guide).repeat:
        assert part.address == f"{SITE}lessons/{part.slug}/"
        assert part.slug in slugs
        assert part.read
        text = (REPOSITORY / "examples" / f"{part.slug}.py").read_text("utf-8")
        for place in (*part.read, *part.practice):
            assert place.address.startswith(f"{part.address}#")
            assert place.heading in text.replace("`", "")


def test_only_the_weak_task_is_repeated(guide: Guide) -> None:
    """After full marks in four tasks the fifth's own skills are read for."""
    sitting, tasks = sat({"A": [5], "B": [5], "C": [5], "D": [1], "E": [5]})
    made = compose(sitting, tasks, guide)

    assert {letter for part in made.repeat for letter in part.tasks} == {"D"}
    assert made.repeat[0].slug.startswith("text/")


def test_one_text_task_leads_to_lessons_on_text(guide: Guide) -> None:
    """What only such tasks ask for has more of its points than what all ask for."""
    sitting, tasks = sat({"D": [3]}, hours=None)
    made = compose(sitting, tasks, guide)

    assert all(part.slug.startswith("text/") for part in made.repeat[:2])


def test_where_nothing_was_graded_nothing_is_to_be_repeated(guide: Guide) -> None:
    """Nobody knows what is missing; a first task tells."""
    sitting, tasks = sat(every(None))
    made = compose(sitting, tasks, guide)

    assert (made.repeat, made.next) == ((), None)


def test_full_marks_leave_nothing_to_repeat(guide: Guide) -> None:
    """No lesson, and no skill with points."""
    made = failed(guide, 5)

    assert made.repeat == ()
    assert not any(skill.points for skill in made.skills)


def test_one_lesson_a_day_and_once_more_a_week_later(guide: Guide) -> None:
    """From the day after the exam on; another form two weeks after it."""
    made = failed(guide)
    end = made.finished.astimezone().date()

    for number, part in enumerate(made.repeat, 1):
        assert part.first == end + timedelta(days=number)
        assert part.again == part.first + timedelta(days=7)
    assert made.next is not None
    assert (made.next.form, made.next.day) == (2, end + timedelta(days=14))


def test_the_next_form_is_one_that_was_not_sat() -> None:
    """If all were, the one sat longest ago."""
    sitting, _ = sat({"A": [5]})
    before = [
        Earlier(started=sitting.started, form=form, points=1, of=100) for form in (1, 2)
    ]

    assert next_sitting(1, [], date(2026, 1, 1)).form == 2
    assert next_sitting(2, before[:1], date(2026, 1, 1)).form == 3
    assert next_sitting(3, before, date(2026, 1, 1)).form == 1
    practice = Earlier(started=sitting.started, form=2, points=5, of=10)
    assert next_sitting(1, [practice], date(2026, 1, 1)).form == 2


def test_no_lesson_stands_there_twice(course: TinyCourse) -> None:
    """All of its parts that missing skills need stand together."""
    header = HEADER.replace("[NN-1]", "[NN-1, NN-2]")
    course.write("basics/doubling", SECOND + EXERCISE, header)
    course.write("basics/tripling")
    sitting, tasks = sat({"A": [1]})

    made = compose(sitting, tasks, read_guide(course.project, ["NN-1"]))

    (part,) = made.repeat
    assert [place.heading for place in part.read] == ["Doubling", "Fitting"]
    assert [place.exercise for place in part.practice] == ["basics/doubling/double"]
    assert (part.skills, part.address) == (("NN-1", "NN-2"), "")


def test_what_was_solved_comes_last_and_is_marked(course: TinyCourse) -> None:
    """Whoever solved an exercise and lacks its skill may want another one."""
    other = EXERCISE.replace("SLUG/double", "SLUG/again").replace("Double it", "Again")
    course.write("basics/doubling", EXERCISE + other)
    sitting, tasks = sat({"A": [1]})
    guide = read_guide(course.project, ["NN-1"])

    made = compose(sitting, tasks, guide, solved={"basics/doubling/double"})

    found = [(place.heading, place.solved) for place in made.repeat[0].practice]
    assert found == [("Again", False), ("Double it", True)]


def test_every_skill_of_the_exam_is_taught_and_practiced(guide: Guide) -> None:
    """There is something to read and to do for whatever is missing."""
    asked = {skill for task in read_tasks().values() for skill in task.skills}
    for skill in asked:
        assert any(guide.read(lesson, skill) for lesson in guide.lessons), skill
        assert any(guide.practice(lesson, skill) for lesson in guide.lessons), skill
        assert guide.address(skill).startswith(f"{SITE}topics/")
