"""What the builds of one program keep from one another."""

from projects import TinyCourse

from tfprep.lessons.origin import Origin
from tfprep.site.memory import Memory


def test_only_what_changed_is_made_again(course: TinyCourse) -> None:
    """A lesson is parsed, and its page made, once for each of its versions."""
    memory, examples = Memory(), course.project.examples
    path = course.write("basics/one", "\n# %% [markdown]\n# Some words.\n")
    lesson = memory.lesson(path, examples)
    page = memory.page_files(lesson, None, Origin())

    assert memory.lesson(path, examples) is lesson
    assert memory.page_files(lesson, None, Origin()) is page
    path.write_text(path.read_text("utf-8").replace("Some", "Other"), "utf-8")
    changed = memory.lesson(path, examples)

    assert changed != lesson
    assert memory.page_files(changed, None, Origin()) is not page
