"""The learner's folder: made, found again, and nothing of it ever lost."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from editor import RIGHT, STUB, WRONG, Desk, write
from projects import LIBRARY, real_course

from tfprep.lessons.origin import Origin
from tfprep.practice.exercises import assignments
from tfprep.practice.terminal.exercise_file import UnreadableError, read_exercise_file
from tfprep.practice.terminal.folder import Folder
from tfprep.problems import ProblemError

NOBODY = 65534
"""The user that owns no files, on Linux."""
ONE = "1-basics/01-one/1-double.py"


def test_it_holds_a_file_an_exercise_in_the_course_s_order(desk: Desk) -> None:
    """Each beside the lesson's code, under a name that sorts."""
    desk.folder()

    assert desk.files == [
        ONE,
        "1-basics/01-one/before_double.py",
        "1-basics/02-two/1-double.py",
        "1-basics/02-two/before_double.py",
    ]


def test_only_what_was_chosen_is_made(desk: Desk) -> None:
    """A lesson's name on the command line makes no others."""
    folder = Folder(desk.place, desk.assignments)
    folder.make(desk.assignments[1:])

    assert {name.split("/")[1] for name in desk.files} == {"02-two"}


def test_made_again_it_keeps_every_answer(desk: Desk) -> None:
    """And brings back what was deleted, data and modules too."""
    desk.folder()
    write(desk.place / ONE, RIGHT)
    (desk.place / "1-basics/01-one/before_double.py").unlink()
    (desk.place / "1-basics/02-two/1-double.py").unlink()
    desk.folder()

    assert RIGHT in (desk.place / ONE).read_text("utf-8")
    assert len(desk.files) == 4


def test_a_renamed_lesson_finds_its_file(desk: Desk) -> None:
    """The file stays where it is, and is the exercise's; no second one is made."""
    desk.folder()
    write(desk.place / ONE, RIGHT)
    examples = desk.course.root / "examples/basics"
    text = (
        (examples / "one.py")
        .read_text("utf-8")
        .replace("title: basics/one", "title: new")
    )
    (examples / "one.py").unlink()
    (examples / "zebra.py").write_text(text, "utf-8")
    folder = desk.folder()

    renamed = next(x for x in desk.assignments if x.lesson.slug == "basics/zebra")
    assert renamed.id == "basics/one/double"
    assert folder.file_of(renamed) == desk.place / ONE
    assert RIGHT in folder.read(renamed).text


def test_a_moved_file_is_found(desk: Desk) -> None:
    """By its id, with the lesson's code beside it."""
    desk.folder()
    (desk.place / "mine").mkdir()
    (desk.place / ONE).rename(desk.place / "mine/été.py")
    folder = desk.folder()

    assert folder.file_of(desk.assignments[0]) == desk.place / "mine/été.py"
    assert (desk.place / "mine/before_double.py").is_file()
    assert not (desk.place / ONE).exists()


def test_a_saved_file_tells_its_exercise(desk: Desk) -> None:
    """What is no exercise, or is kept, or is ours, is none."""
    folder = desk.folder()
    first, second = desk.assignments
    copy = desk.place / "copy.py"
    shutil.copy(desk.place / ONE, copy)
    kept = folder.keep_text(first, "x = 1")
    (desk.place / "other.py").write_text("x = 1\n")

    assert folder.saved(folder.file_of(second)) == second
    assert folder.saved(copy) == first
    assert folder.file_of(first) == copy
    for other in (kept, desk.place / "other.py", desk.place.parent / "progress.json"):
        assert folder.saved(other) is None


def test_a_saved_file_without_its_id_is_known_by_its_place(desk: Desk) -> None:
    """Somebody may have deleted all comments, or saved it in a wrong encoding."""
    folder = desk.folder()
    (desk.place / ONE).write_bytes(b"x = '\xe4'\n")

    assert folder.saved(desk.place / ONE) == desk.assignments[0]
    (desk.place / ONE).write_text("def double(x):\n    return 1\n")
    assert folder.saved(desk.place / ONE) == desk.assignments[0]


def test_what_is_replaced_is_kept(desk: Desk) -> None:
    """Each text under a name of its own; an untouched stub is not worth it."""
    folder, first = desk.folder(), desk.assignments[0]
    assert folder.reset(first) is None

    kept = []
    for answer in (WRONG, RIGHT):
        write(desk.place / ONE, answer)
        kept.append(folder.reset(first))

    assert [
        answer in path.read_text("utf-8")
        for answer, path in zip((WRONG, RIGHT), kept, strict=True)
        if path
    ] == [True, True]
    assert STUB in folder.read(first).text


def test_what_can_t_be_read_is_kept_as_it_is(desk: Desk) -> None:
    """Byte by byte: nobody knows what it was."""
    folder, first = desk.folder(), desk.assignments[0]
    (desk.place / ONE).write_bytes(b"\xff\xfe\0")
    kept = folder.reset(first)

    assert kept is not None
    assert kept.read_bytes() == b"\xff\xfe\0"


def test_a_new_edition_takes_the_place_of_an_untouched_file_only(desk: Desk) -> None:
    """An answer that was begun stays; that it is for an older edition is known."""
    desk.folder()
    write(desk.place / ONE, RIGHT)
    for name in ("one", "two"):
        path = desk.course.root / f"examples/basics/{name}.py"
        path.write_text(
            path.read_text("utf-8").replace("Write `double", "Now write `double"),
            "utf-8",
        )
    folder = desk.folder()
    first, second = desk.assignments

    assert RIGHT in folder.read(first).text
    assert folder.is_of_older_edition(folder.read(first))
    assert "Now write" in folder.read(second).text
    assert not folder.is_of_older_edition(folder.read(second))


def test_a_file_in_its_place_is_refused(desk: Desk) -> None:
    """With what to do, and the file stays."""
    desk.place.write_text("mine")

    with pytest.raises(ProblemError, match="this is a file; expected a folder"):
        desk.folder()
    assert desk.place.read_text() == "mine"


@contextmanager
def as_nobody() -> Iterator[None]:
    """Have no more rights than others have; root may write anywhere."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights")
def test_a_folder_without_permission_is_refused(desk: Desk) -> None:
    """With the reason."""
    every = desk.assignments
    desk.place.mkdir(mode=0o500)

    with (
        as_nobody(),
        pytest.raises(ProblemError, match="can't be used: Permission denied"),
    ):
        Folder(desk.place, every).make(every)


def test_a_deleted_file_is_said(desk: Desk) -> None:
    """Reading it tells what brings it back."""
    folder = desk.folder()
    (desk.place / ONE).unlink()

    with pytest.raises(UnreadableError, match=r"1-double.py is gone.*reset"):
        folder.read(desk.assignments[0])
    folder.reset(desk.assignments[0])
    assert read_exercise_file(desk.place / ONE).id == "basics/one/double"


def test_an_address_is_given_where_it_is_known(desk: Desk) -> None:
    """The site's, or the command that opens the lesson here; never the solution's."""
    first = desk.assignments[0]

    def said(name: str, origin: Origin) -> str:
        folder = Folder(desk.place / name, desk.assignments, origin)
        folder.make([first])
        return folder.read(first).text

    page = "https://x.org/p/lessons/basics/one/"
    assert f"# The lesson: {page}\n" in said("a", Origin("https://x.org/p/"))
    assert "tfprep learn basics/one" in said("b", Origin("", "https://x.org/repo"))


@pytest.mark.slow
def test_a_file_of_the_course_runs_alone(tmp_path: Path) -> None:
    """As it comes, from a folder that isn't its own, with the lesson's data."""
    every = assignments(real_course(), LIBRARY)
    slug = "basics/tables-and-json"
    chosen = next(x for x in every if x.lesson.slug == slug)
    folder = Folder(tmp_path / "my folder", every)
    folder.make([chosen])

    done = subprocess.run(
        [sys.executable, folder.file_of(chosen)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, ""), done.stderr
