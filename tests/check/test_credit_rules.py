"""Rules for what others made."""

from __future__ import annotations

import pytest
from projects import TinyCourse
from tasks import write_task

from tfprep.check.choice import Choice
from tfprep.check.walk import check_files

ENTRY = """\
  - id: {0}
    title: the thing {0}
    kind: picture
    maker: somebody
    url: https://example.org/{0}
    licence: MIT
    package: scikit-image
    {1}
"""
KEPT = ENTRY.format("kept", "takes: [skimage.data.coins]")


@pytest.fixture
def known(course: TinyCourse) -> TinyCourse:
    """A course with a list of credits and a lesson that takes what stands in it."""
    course.write("basics/coins", "\n# %%\nfrom skimage.data import coins\n")
    name_credits(course)
    return course


def name_credits(course: TinyCourse, *more: str, own: str = "[]") -> None:
    text = "credits:\n" + KEPT + "".join(more) + f"own: {own}\n"
    (course.project.data / "credits.yml").write_text(text, "utf-8")


def said(course: TinyCourse) -> list[str]:
    """What is said of what others made."""
    report = check_files(course.project, Choice())
    told = [str(problem.relative_to(course.root)) for problem in report.problems]
    return [text for text in told if "credits.yml" in text or "anymore" in text]


def test_a_new_picture_needs_an_entry(known: TinyCourse) -> None:
    """A file that nobody named is refused, with what to do; ours is listed as ours."""
    assets = known.root / "docs/assets"
    assets.mkdir()
    (assets / "photo.jpg").write_bytes(b"photo")
    (known.root / "examples/data/wind.csv").write_text("wind\n1\n")

    first, second = said(known)

    assert first.startswith("docs/assets/photo.jpg: got a file that docs/data/credits")
    assert second.startswith("examples/data/wind.csv: got a file that docs/data/cred")
    entry = ENTRY.format("photo", 'files: ["docs/assets/*.jpg"]')
    name_credits(known, entry, own="[examples/data/wind.csv]")
    assert said(known) == []


def test_a_vendored_script_needs_an_entry(known: TinyCourse) -> None:
    """Whatever stands among the scripts of others is somebody else's."""
    vendor = known.root / "docs/assets/vendor/clock"
    vendor.mkdir(parents=True)
    (vendor / "clock.js").write_text("tick()")

    (text,) = said(known)

    assert text.startswith("docs/assets/vendor/clock/clock.js: got a file")


def test_a_set_from_a_package_needs_a_maker(known: TinyCourse) -> None:
    """The line of the lesson that takes it is named."""
    known.write("basics/cat", "\n# %%\nfrom skimage.data import cat\n")

    (text,) = said(known)

    assert text.startswith("examples/basics/cat.py:15: got skimage.data.cat, which")


def test_a_task_s_data_need_a_maker(known: TinyCourse) -> None:
    """By import, or by the name of the package in what makes its data."""
    folder = write_task(known.project.exam_tasks, "sights")
    (folder / "data.py").write_text('photo("skimage", "data/rocket.jpg")\n')

    (text,) = said(known)

    assert "data.py: got data from a package without an entry" in text
    name_credits(known, ENTRY.format("rocket", "tasks: [sights]"))
    assert said(known) == []


@pytest.mark.parametrize(
    ("entry", "own", "gone"),
    [
        (ENTRY.format("cat", "takes: [skimage.data.cat]"), "[]", "cat: got takes ski"),
        (ENTRY.format("cat", "tasks: [cats]"), "[]", "cat: got task cats"),
        (ENTRY.format("cat", "files: [docs/cat.jpg]"), "[]", "cat: got files docs/cat"),
        ("", "[docs/mine.png]", "own: got docs/mine.png"),
    ],
)
def test_what_is_gone_needs_no_entry(
    known: TinyCourse, entry: str, own: str, gone: str
) -> None:
    """A list of what isn't there would mislead."""
    name_credits(known, entry, own=own)

    (text,) = said(known)

    assert gone in text


def test_a_project_without_the_list_is_left_alone(course: TinyCourse) -> None:
    """Nobody has to keep one."""
    course.write("basics/cat", "\n# %%\nfrom skimage.data import cat\n")

    assert said(course) == []
