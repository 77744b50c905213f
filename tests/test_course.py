"""The real lessons hold; what they are made of is for `tfprep check`."""

import subprocess
import sys

import pytest
from projects import REPOSITORY, TinyCourse, real_course

from tfprep.check.choice import Choice
from tfprep.check.output_rules import EXECUTED
from tfprep.check.reading import read_material
from tfprep.check.walk import executed
from tfprep.content.board import Runs, read_boards
from tfprep.lessons.seeds import with_seed
from tfprep.project import Project


def python(*words: str) -> subprocess.CompletedProcess[str]:
    """A program of the project, run as a user would."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.xdist_group("site")  # it executes what the site shows
def test_the_law_holds_in_every_lesson() -> None:
    """Every lesson runs, every claim and exercise holds, each output is for reading."""
    done = python("-m", "tfprep", "exercises")

    assert done.returncode == 0, done.stderr
    exercises = sum(len(lesson.exercises) for lesson in real_course().lessons)
    assert f"The law holds: {exercises} solutions and " in done.stdout
    ran = list(executed(read_material(Project(REPOSITORY), Choice())))
    assert len(ran) == len(real_course().everything)
    assert [str(p) for one in ran for p in EXECUTED.problems(one)] == []


@pytest.mark.slow
def test_other_seeds_are_tried() -> None:
    """A claim that holds for one seed alone is luck: a lesson is tried with another."""
    # ci.yml tries every lesson with one other seed, and weekly.yml with ten.
    seeded = [x for x in real_course().lessons if with_seed(x, 1) != x]
    quick = real_course().lesson("sequences/parts-of-a-series")
    done = python("scripts/dev/try_seeds.py", "--seeds", "1", str(quick.path))

    assert done.returncode == 0, done.stderr
    assert quick in seeded
    assert len(seeded) >= len(real_course().lessons) - 1
    assert "0 failed of 1 files with a seed, each" in done.stdout


@pytest.mark.slow
def test_what_became_of_other_seeds_is_kept(course: TinyCourse) -> None:
    """The bands of the key numbers; a lesson that fails keeps its last good run."""
    seeded = (
        "\n# %%\ndef default_rng(seed):\n    return seed\n\nrow = default_rng(7)\n"
        '\n# %% tags=["claim"] numbers=["the row = row"]\nassert row < 11, "small"\n'
    )
    good = course.lesson("basics/good", seeded)
    bad = course.lesson("basics/bad", seeded)
    script = str(REPOSITORY / "scripts" / "dev" / "try_seeds.py")

    def record(seeds: int) -> dict[str, Runs]:
        command = [sys.executable, script, "--record", "--seeds", str(seeds)]
        subprocess.run(command, cwd=course.root, check=False, timeout=120)
        (board,) = read_boards(course.project.data / "board").values()
        return dict(board.lessons)

    first = record(3)
    bad.path.write_text(bad.path.read_text("utf-8").replace("< 11", "< 9"), "utf-8")
    again = record(2)

    assert first == {x.slug: Runs(green=first[x.slug].green) for x in (bad, good)}
    assert first["basics/bad"].green is not None
    assert first["basics/bad"].green.numbers == {"the row": (8, 10)}
    assert first["basics/bad"].green.seeds == 3
    assert again["basics/bad"].green == first["basics/bad"].green
    assert again["basics/bad"].failed == again["basics/good"].green.day  # type: ignore[union-attr]
    assert again["basics/good"].failed is None
