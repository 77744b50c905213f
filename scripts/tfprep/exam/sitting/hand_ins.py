"""Take a model file over: find it, look at it from outside, keep a copy."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from tfprep.exam.grading.inspection import looks_like, suffix_of
from tfprep.exam.limits import MEGABYTES
from tfprep.exam.outcomes import RefusedError
from tfprep.exam.taskspec.task import MODELS

KEEP = ".hand-ins"
"""The folder of a workspace that keeps what was graded."""


def find_model(folder: Path) -> Path:
    """The model that was saved last in a task's folder.

    Raises:
        RefusedError: there is none.
    """
    found = [folder / name for name in MODELS if (folder / name).exists()]
    if not found:
        raise RefusedError(
            f"no model in {folder.name}",
            f"one of {', '.join(MODELS)} there",
            "Run train.py in that folder, or name the file: "
            "tfprep exam submit TASK FILE",
        )
    return max(found, key=lambda path: path.stat().st_mtime)


def check_outside(path: Path) -> None:
    """Look at what can be seen without opening the model.

    Raises:
        RefusedError: it is missing, empty, too large, no file, or may not be read.
    """
    try:
        size = _size(path)
        for file in _files(path):
            file.open("rb").close()
    except PermissionError as error:
        raise RefusedError(
            f"a file that you may not read ({error.filename})",
            "one that you may",
            "Give yourself the right to read it, for example: chmod u+r FILE",
        ) from error
    except OSError as error:  # for example a name that is too long
        raise RefusedError(
            f"a path that can't be read ({error.strerror})",
            "a model file",
            "Look for a slip in the name or folder.",
        ) from error
    if size > MEGABYTES * 10**6:
        raise RefusedError(
            f"{size / 10**6:.0f} MB",
            f"{MEGABYTES} MB at most",
            "Build a smaller model: each of these tasks can be solved with 1 MB.",
        )
    if not size:
        raise _refused("an empty folder" if path.is_dir() else looks_like(path))


def _size(path: Path) -> int:
    """Bytes of a file, or of an exported folder."""
    if path.is_dir():
        return _size_of_folder(path)
    if not path.exists():
        raise RefusedError(
            f"no file {path}", "a model file", "Look for a slip in the name or folder."
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
    for path in folder.rglob("*"):
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise RefusedError(
                f"a folder with a link, or no file, in it ({path.name})",
                "what model.export(folder) writes",
                "Copy the files themselves into it, or save one .keras file instead.",
            )
        size += path.stat().st_size if path.is_file() else 0
    return size


def keep(path: Path, workspace: Path, stem: str) -> Path:
    """Copy a hand-in below the workspace; the copy is whole or not there.

    Raises:
        OSError: it can't be copied, for example because the disk is full.
    """
    folder = workspace / KEEP
    folder.mkdir(exist_ok=True)
    suffix = "" if path.is_dir() else suffix_of(path)
    target, part = folder / (stem + suffix), folder / f".part-{stem}"
    discard([part, target])
    if path.is_dir():
        shutil.copytree(path, part, symlinks=True)
    else:
        shutil.copyfile(path, part)
    for file in _files(part):
        with file.open("rb") as copied:
            os.fsync(copied.fileno())
    part.rename(target)
    return target


def discard(paths: Iterable[Path]) -> None:
    """Remove files and folders, those that are there."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def digest(path: Path) -> str:
    """SHA-256 of a file, or of all files of a folder with their names."""
    total = hashlib.sha256()
    for file in _files(path):
        if path.is_dir():
            total.update(file.relative_to(path).as_posix().encode() + b"\0")
        total.update(file.read_bytes())
    return total.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.is_file())
    else:
        yield path


def _refused(got: str) -> RefusedError:
    return RefusedError(
        got,
        "a whole, trained Keras model",
        "Save the model with model.save('model.keras').",
    )
