"""Is a file a model that carries no code? Found out before anything of it is loaded.

Keras' safe mode refuses to run code too. This looks first, so that each case gets its
own words, and so that one missed by either is caught by the other.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tfprep.exam.outcomes import RefusedError

_SUFFIXES = {b"PK": ".keras", b"\x89H": ".h5"}
SAVE_IT = "Save the model with model.save('model.keras')."


@dataclass(frozen=True)
class Clean:
    """A copy of a model, with nothing in it that wasn't looked at."""

    path: Path
    """A .keras or .h5 file, or an exported folder."""
    suspects: tuple[str, ...] = ()
    """Layers that may carry something from one example to another, in words."""


def clean_copy(path: Path, place: Path) -> Clean:
    """Look into a file or an exported folder without loading it, and copy what is good.

    Args:
        path: the model; also the archive of an exported folder, or of a model file.
        place: an empty folder, for the copy.

    Raises:
        RefusedError: it is no model, it is damaged, or it carries code.
    """
    if path.is_dir():
        return _whole(_from_folder, path, place, "exported folder")
    head = _head(path)
    if head.startswith(b"PK"):
        return _whole(_from_archive, path, place, ".keras file")
    if head.startswith(b"\x89HDF\r\n\x1a\n"):
        from tfprep.exam.grading.keras_files import clean_h5

        return _whole(clean_h5, path, place, "HDF5 file")
    raise refused(looks_like(path))


def _from_folder(path: Path, place: Path) -> Clean:
    from tfprep.exam.grading.allowed_operations import clean_export

    clean_export(path, place / "model")
    return Clean(place / "model")


def _from_archive(path: Path, place: Path) -> Clean:
    from tfprep.exam.grading.archives import unpack
    from tfprep.exam.grading.keras_files import clean_keras

    found = unpack(path, place / "unpacked")
    if found is None:
        return clean_keras(path, place)
    if found.is_file() and zipfile.is_zipfile(found):
        if unpack(found, place / "again") is not None:
            raise refused("an archive inside an archive")
        return clean_keras(found, place)
    return clean_copy(found, place)


def _whole(
    clean: Callable[[Path, Path], Clean], path: Path, place: Path, kind: str
) -> Clean:
    """Whatever goes wrong while a file is looked through, the file is damaged."""
    try:
        return clean(path, place)
    except (RefusedError, MemoryError, PermissionError):
        raise
    except Exception as error:
        raise refused(f"a truncated or damaged {kind}") from error


def looks_like(path: Path) -> str:
    """What a file that is no model looks like, in words."""
    head = _head(path)
    if not head:
        return "an empty file"
    if head.startswith(b"\x80"):
        return "a pickle, which could run any code"
    if head.startswith(b"#!") or _is_text(head):
        return "a text file"
    return "a file that is neither a .keras archive nor HDF5"


def suffix_of(path: Path) -> str:
    """What a file should be named by its content: Keras goes by the name."""
    return _SUFFIXES.get(_head(path)[:2], ".unknown")


def refuse_version(path: Path) -> None:
    """Say so if what can't be loaded may be readable for the Keras that wrote it.

    Raises:
        RefusedError: a newer Keras wrote the file, or Keras 2.
    """
    import keras

    version, here = _version(path), keras.__version__
    if not version:
        return
    is_newer = _numbers(version) > _numbers(here)
    if not is_newer and _numbers(version)[0] == _numbers(here)[0]:
        return
    raise RefusedError(
        f"a file that Keras {version} wrote, with parts that Keras {here} here "
        "doesn't know",
        f"a file of Keras {here} or older" if is_newer else "a file of Keras 3",
        "Train and save it in the environment that tfprep is installed in, or hand in "
        "the folder that model.export(folder) writes.",
    )


def _version(path: Path) -> str:
    """Of the Keras that wrote a file, if it tells."""
    import h5py

    try:
        if suffix_of(path) == ".h5":
            with h5py.File(path, "r") as file:
                said = file.attrs["keras_version"]
        else:
            with zipfile.ZipFile(path) as archive:
                said = json.loads(archive.read("metadata.json"))["keras_version"]
        version = said.decode() if isinstance(said, bytes) else str(said)
        _numbers(version)
    except Exception:  # noqa: BLE001 - it doesn't tell
        return ""
    return version


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")[:2]))


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(512)


def _is_text(head: bytes) -> bool:
    try:
        return head.decode("utf-8", "strict").isprintable() or b"\n" in head
    except UnicodeDecodeError:
        return False


def refused(got: str) -> RefusedError:
    """What is no model."""
    return RefusedError(got, "a whole, trained Keras model", SAVE_IT)
