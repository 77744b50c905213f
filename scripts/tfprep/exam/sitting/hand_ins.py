"""Take a model file over: find it, look at it from outside, keep a copy."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from tfprep.exam.grading.inspection import looks_like, suffix_of
from tfprep.exam.limits import MEGABYTES
from tfprep.exam.outcomes import ExamError, RefusedError
from tfprep.exam.sitting.state import KEEP
from tfprep.exam.system_errors import reason, shown
from tfprep.exam.taskspec.task import MODELS

PART = ".part-"
"""How the name of a copy begins that isn't whole yet."""
MOST_FILES = 1000
"""Files and folders that an exported model may have; ten are usual."""


def find_model(folder: Path) -> Path:
    """The model that was saved last in a task's folder.

    Raises:
        RefusedError: there is none.
    """
    found = [folder / name for name in MODELS if (folder / name).exists()]
    if found:
        return max(found, key=lambda path: path.stat().st_mtime)
    if not folder.is_dir():
        raise RefusedError(
            f"no folder {folder.name} in {folder.parent}",
            f"it there, with one of {', '.join(MODELS)} in it",
            "Put it back where it was, or name the file: tfprep exam submit TASK FILE",
        )
    raise RefusedError(
        f"no model in {folder.name}",
        f"one of {', '.join(MODELS)} there",
        "Run train.py in that folder, or name the file: tfprep exam submit TASK FILE",
    )


def check_outside(path: Path, workspace: Path | None = None) -> None:
    """Look at what can be seen without opening the model.

    Args:
        path: the model.
        workspace: whose copies are kept below it, if they are.

    Raises:
        RefusedError: it is missing, empty, too large, no file, may not be read, or
            holds the folder in which its own copy would stand.
    """
    try:
        if workspace and path.is_dir() and _holds(path, workspace / KEEP):
            raise _refused(f"{shown(path)}, which holds the exam itself")
        size = _size(path)
        if not size:
            raise _refused("an empty folder" if path.is_dir() else looks_like(path))
        for file in _files(path):
            file.open("rb").close()
    except PermissionError as error:
        raise RefusedError(
            f"a file that you may not read ({shown(error.filename or path)})",
            "one that you may",
            "Give yourself the right to read it, for example: chmod u+r FILE",
        ) from error
    except OSError as error:  # for example a name that is too long
        raise RefusedError(
            f"a path that can't be read ({reason(error)})",
            "a model file",
            "Look for a slip in the name or folder.",
        ) from error
    except RecursionError as error:
        raise _refused("a folder with hundreds of folders in one another") from error
    if size > MEGABYTES * 10**6:
        raise RefusedError(
            f"{size / 10**6:.0f} MB",
            f"{MEGABYTES} MB at most",
            "Build a smaller model: each of these tasks can be solved with 1 MB.",
        )


def _size(path: Path) -> int:
    """Bytes of a file, or of an exported folder."""
    if path.is_dir():
        return _size_of_folder(path)
    if not path.exists():
        raise RefusedError(
            f"no file {shown(path)}",
            "a model file",
            "Look for a slip in the name or folder.",
        )
    if not path.is_file():
        raise _refused("something that is neither a file nor a folder")
    return path.stat().st_size


def _size_of_folder(folder: Path) -> int:
    if any(folder.iterdir()) and not (folder / "saved_model.pb").is_file():
        raise RefusedError(
            f"the folder {folder.resolve().name}, which has no saved_model.pb",
            "a model file, or what model.export(folder) writes",
            "Name the file itself: tfprep exam submit TASK FILE",
        )
    size = 0
    for number, path in enumerate(folder.rglob("*"), 1):
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise RefusedError(
                f"a folder with a link, or no file, in it ({path.name})",
                "what model.export(folder) writes",
                "Copy the files themselves into it, or save one .keras file instead.",
            )
        if number > MOST_FILES:
            raise RefusedError(
                f"a folder with more than {MOST_FILES} files and folders in it",
                "what model.export(folder) writes",
                "Export the model into a new folder, and hand that one in.",
            )
        size += path.stat().st_size if path.is_file() else 0
    return size


def _holds(folder: Path, path: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def keep(path: Path, workspace: Path, stem: str) -> Path:
    """Copy a hand-in below the workspace, to be graded; `settle` keeps it for good.

    Only its owner may enter the folder of the copies. What a kill left there of an
    earlier one is taken away.

    Raises:
        ExamError: the folder of the copies is a link or a file.
        OSError: it can't be copied, for example because the disk is full.
    """
    folder = _private(workspace / KEEP)
    suffix = "" if path.is_dir() else suffix_of(path)
    part = folder / f"{PART}{stem}{suffix}"
    discard(folder.glob(f"{PART}*"))
    try:
        _copy(path, part)
        for file in _files(part):
            with file.open("rb") as copied:
                os.fsync(copied.fileno())
    except BaseException:
        discard([part])
        raise
    return part


def settle(part: Path) -> Path:
    """Give a copy that was graded the name that it keeps.

    Raises:
        OSError: it can't be renamed.
    """
    target = part.with_name(part.name.removeprefix(PART))
    discard([target])
    part.rename(target)
    return target


def _copy(path: Path, part: Path) -> None:
    """Copy what is in a file or folder, but not who may read, write or remove it."""
    if not path.is_dir():
        shutil.copyfile(path, part)
        return
    shutil.copytree(path, part, symlinks=True, copy_function=shutil.copyfile)
    for folder in (part, *(inner for inner in part.rglob("*") if inner.is_dir())):
        if not folder.is_symlink():
            folder.chmod(0o700)


def _private(folder: Path) -> Path:
    """A folder that only its owner may enter.

    Raises:
        ExamError: a link, or a file, stands there.
        OSError: it can't be made.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        what = "a link" if folder.is_symlink() else "a file"
        raise ExamError(
            f"Got {what} {shown(folder)}; expected the folder that keeps what was "
            "graded. Move it away, then type the command again."
        )
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    return folder


def discard(paths: Iterable[Path]) -> None:
    """Remove files and folders, those that are there."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def digest(path: Path) -> str:
    """SHA-256 of a file; of a folder that of its list, as sha256sum writes one."""
    if not path.is_dir():
        return _digest_of_file(path)
    listed = hashlib.sha256()
    for file in _files(path):
        name = file.relative_to(path).as_posix()
        listed.update(os.fsencode(f"{_digest_of_file(file)}  {name}\n"))
    return listed.hexdigest()


def _digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(path: Path) -> Iterator[Path]:
    """The file itself, or those of a folder in the order of their names' bytes."""
    if path.is_dir():
        files = (file for file in path.rglob("*") if file.is_file())
        yield from sorted(files, key=lambda file: os.fsencode(file.as_posix()))
    else:
        yield path


def _refused(got: str) -> RefusedError:
    return RefusedError(
        got,
        "a whole, trained Keras model",
        "Save the model with model.save('model.keras').",
    )
