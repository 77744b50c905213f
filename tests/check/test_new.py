"""What `tfprep new` writes: whole, and refused until it is filled in."""

import re
from pathlib import Path

import pytest
from projects import TinyCourse

from tfprep.check.choice import Choice
from tfprep.check.new import new_lesson, new_task
from tfprep.check.walk import check_files
from tfprep.exam.taskspec.task import FILES, read_task
from tfprep.lessons.parse import read_lesson
from tfprep.problems import ProblemError


def said(course: TinyCourse, path: Path) -> list[str]:
    """What `tfprep check` says of a file or a folder."""
    problems = check_files(course.project, Choice((path.resolve(),))).problems
    return [str(problem.relative_to(path.parent)) for problem in problems]


def fill_in(path: Path) -> None:
    """Write something in each place that is left open, as an author would."""
    text = re.sub(r' +# FILL IN.*|^ *"?unit: FILL.*\n', "", path.read_text("utf-8"))
    text = re.sub(r'reason="FILL IN[^"]*"', 'reason="expected 6"', text)
    path.write_text(re.sub(r"FILL IN", "the words about", text), "utf-8")


def marks(path: Path) -> list[str]:
    """The places of a file that are left open, as `tfprep check` names them."""
    lines = enumerate(path.read_text("utf-8").splitlines(), 1)
    return [f"{path.name}:{number}:" for number, line in lines if "FILL IN" in line]


def test_a_new_lesson_is_refused_by_what_is_left_open(course: TinyCourse) -> None:
    """The parser takes it; the rules name each open place by its line, and no more."""
    path = new_lesson(course.project, "basics/pixel-range")

    lesson = read_lesson(path, course.project.examples)

    assert len(lesson.exercises) == 2
    assert len(marks(path)) > 30
    assert [line.partition(" got ")[0] for line in said(course, path)] == marks(path)


def test_a_filled_lesson_keeps_every_rule(course: TinyCourse) -> None:
    """Nothing else is missing in what is written."""
    path = new_lesson(course.project, "basics/pixel-range")

    fill_in(path)

    assert said(course, path) == []


@pytest.mark.slow
def test_a_filled_lesson_runs(course: TinyCourse) -> None:
    """Its claims hold, its checks refuse stubs and wrong answers."""
    path = new_lesson(course.project, "basics/pixel-range")
    refused = course.tfprep("exercises")
    fill_in(path)

    done = course.tfprep("exercises")

    assert refused.returncode == 1
    assert done.returncode == 0, done.stderr
    assert "2 solutions and 4 right answers written differently pass" in done.stdout


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("basic/one", "got the topic basic, expected TOPIC/NAME with one of basics"),
        ("basic/one", 'Did you mean "basics"?'),
        ("one", "got one without a topic, expected TOPIC/NAME with one of basics"),
        ("basics/Pixel_Range", "expected 40 characters at most: a-z, 0-9 and hyphens"),
        ("basics/Pixel_Range", "; try pixel-range"),
        ("basics/2d", "a letter first; try d"),
        ("basics/" + "a" * 41, "; try " + "a" * 40),
        ("basics/", 'got the name "", expected'),
        ("basics/../../outside", "got the topic basics/../.., expected"),
    ],
)
def test_a_bad_name_is_explained(course: TinyCourse, slug: str, words: str) -> None:
    """With what fits in its place; nothing is written."""
    with pytest.raises(ProblemError) as caught:
        new_lesson(course.project, slug)

    assert words in str(caught.value)
    assert list(course.project.examples.rglob("*.py")) == []


def test_a_lesson_is_never_overwritten(course: TinyCourse) -> None:
    """Not even by one of another topic: addresses of exercises have the name alone."""
    path = course.write("basics/one")
    before = path.read_bytes()

    with pytest.raises(ProblemError, match="got the name one, which basics/one has"):
        new_lesson(course.project, "basics/one")

    assert path.read_bytes() == before


def test_a_path_is_a_name_too(course: TinyCourse) -> None:
    """Somebody may complete it in the shell."""
    path = new_lesson(course.project, "examples/basics/one.py")

    assert path == course.project.examples / "basics/one.py"


def test_a_new_task_is_refused_by_what_is_left_open(course: TinyCourse) -> None:
    """Every file is there and task.yml fits; the rules name each open place."""
    folder = new_task(course.project, "sun-dial")

    task = read_task(folder)
    lines = said(course, folder)

    assert task.name == "sun-dial"
    assert {path.name for path in folder.iterdir()} == {"__init__.py", *FILES}
    open_places = [mark for path in sorted(folder.iterdir()) for mark in marks(path)]
    found = [line.removeprefix("sun_dial/").partition(" got ")[0] for line in lines]
    assert found == open_places
    assert len(found) > 20


def test_a_new_task_takes_a_free_place(course: TinyCourse) -> None:
    """Two would be refused in the same one."""
    specs = [read_task(new_task(course.project, name)).spec for name in ("a", "b")]

    assert [(spec.category, spec.form) for spec in specs] == [("A", 1), ("B", 1)]


def test_a_task_is_never_overwritten(course: TinyCourse) -> None:
    """Its name may have hyphens or underscores."""
    new_task(course.project, "sun-dial")

    with pytest.raises(ProblemError, match="which is taken, expected one that no task"):
        new_task(course.project, "sun_dial")
    with pytest.raises(ProblemError, match=r'"Sun Dial", expected .*; try sun_dial'):
        new_task(course.project, "Sun Dial")


def test_the_commands_say_what_comes_next(course: TinyCourse) -> None:
    """What was written, and which commands list what to write, run it and show it."""
    (course.root / "mkdocs.yml").write_text("nav:\n  - Start: index.md\n")

    lesson = course.tfprep("new", "lesson", "basics/one")
    task = course.tfprep("new", "task", "sun-dial")
    again = course.tfprep("new", "lesson", "basics/one")

    assert lesson.stdout.splitlines() == [
        "Wrote examples/basics/one.py. Next:",
        "  1. Add the line `- lessons/basics/one.ipynb` below nav: of mkdocs.yml, or "
        "where its readers need it.",
        "  2. Write what stands behind each FILL IN. This lists them, and all that "
        "breaks a rule:",
        "     tfprep check examples/basics/one.py",
        "  3. Give each exercise an id for good, and list it in docs/data/ids.yml; "
        "tfprep check without a file names the lines.",
        "  4. Run it, its claims and its checks:",
        "     tfprep exercises examples/basics/one.py",
    ]
    assert "tfprep check scripts/tfprep/exam/tasks/sun_dial" in task.stdout
    assert "python scripts/dev/calibrate.py sun-dial" in task.stdout
    assert again.returncode == 1
    assert again.stderr.startswith("examples/basics/one.py: got the name one, which ba")
