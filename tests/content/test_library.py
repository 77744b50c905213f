"""All of docs/data."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from projects import LIBRARY, TinyCourse

from tfprep.content.library import FILES

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates()
)
JUNK = st.recursive(
    SCALARS,
    lambda inside: st.one_of(
        st.lists(inside, max_size=3), st.dictionaries(SCALARS, inside, max_size=3)
    ),
    max_leaves=5,
)
"""Whatever YAML can hold."""
Place = tuple[Any, ...]
IN_FOLDERS = {"quiz": "quiz/basics.yml", "board": "board/2.21.yml"}
NAMES = [IN_FOLDERS.get(name, name) for name in FILES]


def test_the_real_library_has_no_problems() -> None:
    """Every file of docs/data fits its model and the other files."""
    assert LIBRARY.problems() == []


def test_a_course_needs_its_skills_alone(course: TinyCourse) -> None:
    """Other data may come later; without skills no lesson can say what it teaches."""
    assert course.library.problems() == []

    (course.project.data / "skills.yml").unlink()

    (problem,) = course.library.problems()
    assert problem.path.name == "skills.yml"
    assert problem.text == "no such file; expected the list of skills"


def test_a_file_that_nothing_reads_is_named(course: TinyCourse) -> None:
    """A misspelt name would hide a file."""
    (course.project.data / "resource.yml").write_text("resources: []\n")

    (problem,) = course.library.problems()

    assert problem.path.name == "resource.yml"
    assert problem.text.endswith('Did you mean "resources.yml"?')


def test_study_paths_need_the_resources_that_they_name(course: TinyCourse) -> None:
    """A file that another one refers to has to be there."""
    shutil.copy(LIBRARY.folder / "study_paths.yml", course.project.data)

    (problem,) = course.library.problems()

    assert problem.path.name == "resources.yml"
    assert problem.text == "no such file; expected the list of resources"


@pytest.mark.parametrize("name", NAMES)
def test_the_slips_of_every_file_are_told(course: TinyCourse, name: str) -> None:
    """Each file is looked at, and what is wrong in one hides nothing of another."""
    names = {name, "sources.yml"}
    for each in names:
        path = course.project.data / each
        path.parent.mkdir(exist_ok=True)
        path.write_text("unknown: 1\n")

    problems = course.library.problems()

    found = {problem.path for problem in problems}
    assert found == {course.project.data / each for each in names}
    assert all(problem.line == 1 for problem in problems)


def places(data: Any, above: Place = ()) -> Iterator[Place]:
    """Where there is something within some data, the whole included."""
    yield above
    pairs = data.items() if isinstance(data, dict) else ()
    for key, value in enumerate(data) if isinstance(data, list) else pairs:
        yield from places(value, (*above, key))


def replaced(data: Any, place: Place, value: Any) -> Any:
    """The same data with another value in one place."""
    if not place:
        return value
    changed = deepcopy(data)
    inner = changed
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return changed


@cache
def shortened(name: str) -> Any:
    """A real data file with the first two items of every list."""
    text = (LIBRARY.folder / name).read_text("utf-8")
    return _shortened(yaml.load(text, yaml.CSafeLoader))


def _shortened(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _shortened(data[key]) for key in list(data)[:20]}
    return [_shortened(item) for item in data[:2]] if isinstance(data, list) else data


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_file_holds_is_read_or_refused_with_a_line(
    course: TinyCourse, name: str, data: st.DataObject
) -> None:
    """Any value in any place of good data gives nothing worse than a problem."""
    good = shortened(name)
    place = data.draw(st.sampled_from(list(places(good))))
    changed = replaced(good, place, data.draw(JUNK))
    path = course.project.data / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.dump(changed, Dumper=yaml.CSafeDumper), "utf-8")

    problems = [each for each in course.library.problems() if each.path == path]

    assert all(each.line and each.text for each in problems)
