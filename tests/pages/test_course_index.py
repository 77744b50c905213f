"""The index of lessons that the pages' scripts read."""

import json

from projects import TinyCourse

from tfprep.pages.course_index import course_index


def test_each_exercise_has_its_title_and_its_anchor(course: TinyCourse) -> None:
    """By the lesson's slug and the exercise's id, in the given order."""
    lessons = [course.lesson("basics/two"), course.lesson("basics/one")]

    module = course_index(lessons)
    text = module.removeprefix("export default ").removesuffix(";\n")
    index = json.loads(text)["lessons"]

    assert list(index) == ["basics/two", "basics/one"]
    assert index["basics/one"]["title"] == "basics/one"
    exercise = lessons[1].exercises[0].id
    assert index["basics/one"]["exercises"] == {exercise: ["Double it", "double-it"]}
