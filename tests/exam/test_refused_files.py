"""What is refused before anything opens it, and what a refusal costs: nothing."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tfprep.exam.outcomes import ExamError, Grade, RefusedError
from tfprep.exam.sitting import actions
from tfprep.exam.sitting.hand_ins import check_outside
from tfprep.exam.sitting.state import KEEP, load
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task, read_tasks

NOBODY = 65534


def refusal_of(path: Path) -> str:
    with pytest.raises(RefusedError) as caught:
        check_outside(path)
    return str(caught.value)


def never(task: Task, seeds: Seeds, path: Path) -> Grade:
    raise AssertionError(f"{path} was graded")


def submit(workspace: Path, task: Task, file: Path, grade: actions.Grader) -> None:
    with actions.opened(workspace) as sitting:
        actions.submit(workspace, sitting, task, file, grade)


@pytest.fixture
def ordinary() -> Iterator[None]:
    """Rights count in this test, for root too."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    yield
    if is_root:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anybody may enter, unlike tmp_path."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        path.chmod(0o755)
    shutil.rmtree(folder)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    """A slip in a name is told with the name."""
    assert f"Got no file {tmp_path / 'mine.keras'}" in refusal_of(
        tmp_path / "mine.keras"
    )


def test_an_impossible_name_is_refused(tmp_path: Path) -> None:
    """A name that no file can have is a slip like any other."""
    assert "File name too long" in refusal_of(tmp_path / ("a" * 300))


def test_a_link_to_nowhere_is_a_missing_file(tmp_path: Path) -> None:
    """What a link leads to counts, not the link."""
    (tmp_path / "model.keras").symlink_to(tmp_path / "gone.keras")

    assert "Got no file" in refusal_of(tmp_path / "model.keras")


def test_devices_pipes_and_sockets_are_never_opened(tmp_path: Path) -> None:
    """Reading them could take for ever, so that they are refused unread."""
    os.mkfifo(tmp_path / "pipe.keras")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        for path in (tmp_path / "pipe.keras", tmp_path / "socket", Path("/dev/zero")):
            assert "neither a file nor a folder" in refusal_of(path)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """Three gigabytes are refused by their size alone."""
    path = tmp_path / "model.keras"
    with path.open("wb") as file:
        file.truncate(3 * 10**9)

    assert refusal_of(path).startswith("Got 3000 MB; expected 100 MB at most.")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """A folder without a model is no exported model."""
    assert "Got an empty folder" in refusal_of(tmp_path)


def test_a_folder_of_other_things_is_not_walked_through(tmp_path: Path) -> None:
    """Who names a task's folder, or the home folder, is told to name the file."""
    (tmp_path / "model.keras").write_text("a model")

    said = refusal_of(tmp_path)

    assert "which has no saved_model.pb" in said
    assert said.endswith("Name the file itself: tfprep exam submit TASK FILE")


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_an_exported_folder_holds_only_files(tmp_path: Path, kind: str) -> None:
    """A link could bring in files from elsewhere, a pipe could block."""
    (tmp_path / "saved_model.pb").write_text("x")
    place = tmp_path / "assets"
    place.mkdir()
    if kind == "link":
        (place / "words").symlink_to("/etc/passwd")
    else:
        os.mkfifo(place / "words")

    assert "a folder with a link, or no file, in it (words)" in refusal_of(tmp_path)


def test_an_unreadable_file_is_told_apart(
    open_folder: Path, request: pytest.FixtureRequest
) -> None:
    """Who lacks the right to read the model is told how to get it."""
    path = open_folder / "model.keras"
    path.write_text("x")
    path.chmod(0)
    request.getfixturevalue("ordinary")

    said = refusal_of(path)

    assert f"a file that you may not read ({path})" in said
    assert "chmod u+r" in said


def test_an_unreadable_folder_is_told_apart(
    open_folder: Path, request: pytest.FixtureRequest
) -> None:
    """A model that stands behind a closed door gives no traceback either."""
    closed = open_folder / "closed"
    closed.mkdir()
    (closed / "model.keras").write_text("x")
    closed.chmod(0)
    request.getfixturevalue("ordinary")

    assert "a file that you may not read" in refusal_of(closed / "model.keras")


def test_a_deep_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python goes down a thousand folders, and no further."""

    def too_deep(path: Path, pattern: str) -> Iterator[Path]:
        raise RecursionError

    (tmp_path / "saved_model.pb").write_bytes(b"x")
    monkeypatch.setattr(Path, "rglob", too_deep)
    with pytest.raises(RefusedError, match="hundreds of folders in one another"):
        check_outside(tmp_path)


def test_a_refusal_costs_nothing(tmp_path: Path) -> None:
    """It is noted with its reason; score, copies and the learner's file stay."""
    task = read_tasks()["bent-sensor"]
    workspace, path = tmp_path / "exam", tmp_path / "model.keras"
    actions.start(workspace, [task], seeds=Seeds.known(1), hours=5)
    path.touch()

    with pytest.raises(RefusedError, match="an empty file"):
        submit(workspace, task, path, never)

    sitting = load(workspace)
    assert [refusal.task for refusal in sitting.refused] == ["bent-sensor"]
    assert "Got an empty file" in sitting.refused[0].why
    assert sitting.hand_ins == ()
    assert path.exists()
    assert not (workspace / KEEP).exists()


def test_a_refusal_by_the_grader_keeps_no_copy(tmp_path: Path) -> None:
    """What could not be graded does not fill the workspace."""
    task = read_tasks()["bent-sensor"]
    workspace, path = tmp_path / "exam", tmp_path / "model.keras"
    actions.start(workspace, [task], seeds=Seeds.known(1), hours=5)
    path.write_text("text")

    def refuse(task: Task, seeds: Seeds, path: Path) -> Grade:
        assert path.read_text() == "text"
        raise RefusedError("a text file", "a model", "Save it.")

    with pytest.raises(RefusedError):
        submit(workspace, task, path, refuse)

    assert list((workspace / KEEP).iterdir()) == []
    assert path.read_text() == "text"


def test_a_full_disk_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that can't be copied is the machine's trouble, and said so."""
    task = read_tasks()["bent-sensor"]
    workspace, path = tmp_path / "exam", tmp_path / "model.keras"
    actions.start(workspace, [task], seeds=Seeds.known(1), hours=5)
    path.write_text("text")

    def full(*_paths: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(ExamError, match=r"No space left on device.*Nothing was charge"):
        submit(workspace, task, path, never)

    assert load(workspace).hand_ins == ()
    assert load(workspace).refused == ()
