"""What must hold between lessons."""

from pathlib import Path

import pytest
from projects import EXERCISE, HEADER, TinyCourse

from tfprep.lessons.course import in_menu_order
from tfprep.problems import ProblemError


def header(**keys: str) -> str:
    extra = "".join(f"#     {key}: {value}\n" for key, value in keys.items())
    return HEADER.replace("#     minutes: 5\n", "#     minutes: 5\n" + extra)


def problems(course: TinyCourse) -> str:
    return "\n".join(
        str(problem.relative_to(course.root)) for problem in course.read().problems
    )


def test_good_lessons_have_no_problems(course: TinyCourse) -> None:
    """Lessons that require each other in order are all usable."""
    course.write("basics/first")
    course.write("basics/second", header=header(requires="[basics/first]"))

    catalog = course.read()

    assert catalog.problems == ()
    assert [lesson.slug for lesson in catalog.lessons] == [
        "basics/first",
        "basics/second",
    ]


def test_an_unknown_skill_is_refused(course: TinyCourse) -> None:
    """A skill must stand in skills.yml; the line of the header is named."""
    course.write("basics/bad", header=HEADER.replace("[NN-1]", "[NN-1, NN-9]"))

    text = HEADER.replace("[NN-1]", "[NN-1, NN-2]").replace("NN-2", "NN-9")
    path = course.root / "examples/basics/bad.py"
    path.write_text(text + '\n# %% [markdown] skills=["NN-1", "NN-9"]\n# ## A\n')

    assert "basics/bad.py:6: unknown skill NN-9" in problems(course)


def test_a_required_lesson_must_exist(course: TinyCourse) -> None:
    """A requirement that has no file is refused, with the nearest name."""
    course.write("basics/first")
    course.write("basics/bad", header=header(requires="[basics/frist]"))

    found = problems(course)

    assert "requires basics/frist, but there is no examples/basics/frist.py" in found
    assert 'Did you mean "basics/first"?' in found


def test_a_circle_of_requirements_is_refused(course: TinyCourse) -> None:
    """A circle is shown as the way around it."""
    course.write("basics/one", header=header(requires="[basics/two]"))
    course.write("basics/two", header=header(requires="[basics/one]"))

    assert "requires basics/" in problems(course)
    assert "a circle of requirements: basics/" in problems(course)


def test_a_title_may_be_used_once(course: TinyCourse) -> None:
    """Readers and the search must be able to tell lessons apart."""
    course.write("basics/one", header=HEADER.replace("TITLE", "Same"))
    course.write("basics/two", header=HEADER.replace("TITLE", "SAME"))

    assert 'basics/two.py:4: the title "SAME" is taken by basics/one' in problems(
        course
    )


def test_a_name_may_be_used_once(course: TinyCourse) -> None:
    """Two topics can't both have a lesson of the same name: downloads would clash."""
    course.write("basics/one")
    (course.root / "docs/data/skills.yml").write_text(
        (course.root / "docs/data/skills.yml").read_text()
        + "  - {id: text, prefix: TX, title: Text, summary: S., skills: "
        + "[{id: TX-1, text: Read texts, editions: [2021]}]}\n"
    )
    course.write("text/one")

    assert 'the name "one" is taken by basics/one' in problems(course)


def test_an_id_may_be_used_once(course: TinyCourse) -> None:
    """What a learner has done is kept under it; the line of the second one is named."""
    course.write("basics/one")
    course.write("basics/two", EXERCISE.replace("SLUG", "basics/one"))

    assert (
        'basics/two.py:18: the id "basics/one/double" is taken by basics/one, line 18'
    ) in problems(course)


def test_a_missing_data_file_is_refused(course: TinyCourse) -> None:
    """A data file that the header names has to be there."""
    course.write("basics/bad", header=header(data="[tides.csv]"))

    assert "no data file examples/data/tides.csv" in problems(course)


def test_an_unknown_topic_folder_is_refused(course: TinyCourse) -> None:
    """Lessons stand in the folder of a topic."""
    course.write("extras/bad")

    assert 'unknown topic folder "extras"' in problems(course)


def test_one_bad_lesson_does_not_hide_the_others(course: TinyCourse) -> None:
    """The good lessons stay usable beside a broken one."""
    course.write("basics/good")
    (course.root / "examples/basics/bad.py").write_text("print(1)\n")

    catalog = course.read()

    assert [lesson.slug for lesson in catalog.lessons] == ["basics/good"]
    assert [path.name for path in catalog.broken] == ["bad.py"]


def test_lessons_come_in_the_order_of_the_menu(course: TinyCourse) -> None:
    """What the menu doesn't name comes last; a part of the course keeps the order."""
    for name in ("one", "two", "new"):
        course.write(f"basics/{name}")
    course.project.menu.write_text(
        "nav: [lessons/basics/two.ipynb, lessons/basics/one.ipynb]\n"
    )

    read = course.read()

    part = read.below([course.root / "examples/basics"])
    names = [lesson.name for lesson in in_menu_order(part.lessons, part.menu)]
    assert names == ["two", "one", "new"]


def test_below_picks_files_and_folders(course: TinyCourse) -> None:
    """Paths choose lessons; a path without any is refused."""
    course.write("basics/one")
    path = course.write("basics/two")
    catalog = course.read()

    assert [lesson.slug for lesson in catalog.below([path]).lessons] == ["basics/two"]
    assert len(catalog.below([path.parent]).lessons) == 2
    with pytest.raises(ProblemError, match="no lesson here"):
        catalog.below([course.root / "docs"])


def test_data_is_no_topic(course: TinyCourse) -> None:
    """A Python file beside the data sets isn't taken for a lesson."""
    Path(course.root / "examples/data/make.py").write_text("print(1)\n")

    assert course.read().problems == ()


def test_what_editors_leave_behind_is_no_lesson(course: TinyCourse) -> None:
    """Locks, copies, checkpoints and caches are passed over, whatever they hold."""
    folder = course.write("basics/good").parent
    (folder / ".#good.py").symlink_to("me@host.1")
    (folder / "folder.py").mkdir()
    (folder / "good.py~").write_text("old")
    (folder / "circle").symlink_to(folder)
    for name in (".good.py", "._good.py", ".git/a.py", "__pycache__/good.py"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("no lesson")
    checkpoint = folder / ".ipynb_checkpoints/good-checkpoint.py"
    checkpoint.parent.mkdir()
    checkpoint.write_text((folder / "good.py").read_text())

    found = course.read()

    assert found.problems == ()
    assert [lesson.slug for lesson in found.lessons] == ["basics/good"]


@pytest.mark.parametrize("name", ["good copy.py", "__init__.py", "nested/good.py"])
def test_what_could_be_meant_as_a_lesson_is_refused(
    course: TinyCourse, name: str
) -> None:
    """Nobody finds out weeks later that a file never was part of the course."""
    path = course.write("basics/good")
    other = path.parent / name
    other.parent.mkdir(exist_ok=True)
    other.write_text(path.read_text())

    assert f'bad name: got "basics/{name}"' in problems(course)


def test_a_link_to_nothing_is_refused(course: TinyCourse) -> None:
    """It was a lesson once; the others stay usable."""
    path = course.write("basics/good")
    (path.parent / "gone.py").symlink_to("nowhere.py")

    assert "basics/gone.py: got a folder, or a link to nothing" in problems(course)
    assert [lesson.slug for lesson in course.read().lessons] == ["basics/good"]


def test_a_circle_of_links_can_be_asked_for(course: TinyCourse) -> None:
    """Picking lessons by their paths survives a file that leads nowhere."""
    path = course.write("basics/good")
    (path.parent / "circle.py").symlink_to("circle.py")

    found = course.read().below([path.parent])

    assert [problem.path.name for problem in found.problems] == ["circle.py"]


CODE = '\n# %%\nx = 1\n\n# %% tags=["claim"]\nassert x == 1, "one"\n'


def test_sheets_stand_beside_the_lessons(course: TinyCourse) -> None:
    """Both are executed, but only lessons belong to the course."""
    course.write("basics/one")
    course.sheet(CODE)
    course.sheet(CODE, "topics/basics")

    catalog = course.read()

    assert catalog.problems == ()
    assert [lesson.slug for lesson in catalog.lessons] == ["basics/one"]
    assert [sheet.slug for sheet in catalog.sheets] == [
        "reference/tried",
        "topics/basics",
    ]
    assert len(catalog.everything) == 3


def test_a_sheet_of_an_unknown_topic_or_skill_is_refused(course: TinyCourse) -> None:
    """Sections for a topic or skill that is gone are named."""
    course.sheet(CODE, "topics/cooking")
    section = '\n# %% [markdown] skills=["NN-9"]\n# ### NN-9: Gone\n# Text.\n'
    course.sheet(section + CODE, "topics/basics")

    said = problems(course)

    assert 'unknown topic "cooking"; expected one of basics' in said
    assert "unknown skill NN-9" in said
