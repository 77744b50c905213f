"""The exercises of a course, in order."""

from projects import LIBRARY, TinyCourse, real_course

from tfprep.practice.exercises import assignments


def test_the_order_is_that_of_the_menu() -> None:
    """The first lesson of the course comes first; each exercise knows its number."""
    found = assignments(real_course(), LIBRARY)

    assert len(found) == sum(len(lesson.exercises) for lesson in real_course().lessons)
    assert [(x.lesson.slug, x.number) for x in found[:4]] == [
        ("basics/first-model", 1),
        ("basics/first-model", 2),
        ("basics/first-model", 3),
        ("basics/tables-and-json", 1),
    ]
    assert found[0].id == "basics/first-model/forecast"


def test_a_course_without_a_menu_has_an_order(course: TinyCourse) -> None:
    """That of the syllabus, and of the files."""
    for name in ("two", "one"):
        course.write(f"basics/{name}")

    found = assignments(course.read(), course.library)

    assert [x.id for x in found] == ["basics/one/double", "basics/two/double"]
