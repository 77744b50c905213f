"""Is a file a model that carries no code? Found out before anything of it is loaded.

Keras' safe mode refuses to run code too. This looks first, so that each case gets its
own words, and so that one missed by either is caught by the other.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from tfprep.exam.grading.allowed_layers import UnknownClassError, check_config
from tfprep.exam.outcomes import RefusedError

UNPACKED = 400 * 2**20
"""Bytes that a model may have once it is unpacked."""
_SUFFIXES = {b"PK": ".keras", b"\x89H": ".h5"}
SAVE_IT = "Save the model with model.save('model.keras')."
MEMBERS = {"config.json", "metadata.json", "model.weights.h5"}
"""What every .keras file holds."""
_CONFIG = 40 * 2**20
"""Bytes of its description; a vocabulary may stand in it."""


def inspect_model(path: Path) -> None:
    """Look into a file or an exported folder without loading it.

    Raises:
        RefusedError: it is no model, it is damaged, or it carries code.
    """
    if path.is_dir():
        from tfprep.exam.grading.allowed_operations import check_operations

        check_operations(path)
        return
    head = _head(path)
    if head.startswith(b"PK"):
        _whole(_check_keras, path, ".keras")
    elif head.startswith(b"\x89HDF\r\n\x1a\n"):
        _whole(_check_h5, path, "HDF5")
    else:
        raise _refused(looks_like(path))


def _whole(check: Callable[[Path], None], path: Path, kind: str) -> None:
    """Whatever goes wrong while a file is looked through, the file is damaged."""
    try:
        check(path)
    except (RefusedError, MemoryError):
        raise
    except Exception as error:
        raise _refused(f"a truncated or damaged {kind} file") from error


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


def _check_keras(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        _check_members(archive.infolist())
        if broken := archive.testzip():
            raise _refused(f"a damaged archive (its {broken} can't be read)")
        config = json.loads(archive.read("config.json"))
        with io.BytesIO(archive.read("model.weights.h5")) as weights:
            _check_store(weights)
    config.pop("compile_config", None)  # losses and metrics play no part here
    if not isinstance(config["class_name"], str):
        raise _refused("a .keras file that describes no model")
    _check_parts(path, config)


def _check_parts(path: Path, config: Any) -> None:
    try:
        check_config(config)
    except UnknownClassError:
        refuse_version(path)
        raise


def _check_members(infos: list[zipfile.ZipInfo]) -> None:
    names = {info.filename for info in infos}
    if any("data.pkl" in name for name in names):
        raise _refused("a PyTorch file")
    if not names >= MEMBERS:
        held = ", ".join(sorted(names)[:3]) or "nothing"
        raise _refused(f"an archive that holds no model (but {held})")
    for info in infos:
        place = PurePosixPath(info.filename)
        if place.is_absolute() or ".." in place.parts or "\\" in info.filename:
            raise _refused(f"an archive that would write to {info.filename}")
    _check_size("a file that unpacks to", sum(info.file_size for info in infos))
    described = [info for info in infos if info.filename == "config.json"]
    _check_size("a config.json of", described[-1].file_size, _CONFIG)
    if len(names) < len(infos):
        raise _refused("an archive with two members of the same name")


def _check_h5(path: Path) -> None:
    import h5py

    with h5py.File(path, "r") as file:
        config = file.attrs.get("model_config")
        if config is None:
            raise _refused("weights only, without the model around them")
        _check_links(file)
    _check_parts(path, json.loads(config))


def _check_store(file: Any) -> None:
    import h5py

    with h5py.File(file, "r") as store:
        _check_links(store)


def _check_links(file: Any) -> None:
    """Refuse data that stand in other files, or that unpack to too much."""
    import h5py

    size, groups, seen = 0, [file], set()
    while groups:
        group = groups.pop()
        for name in group:
            if isinstance(group.get(name, getlink=True), h5py.ExternalLink):
                raise _refused(f"a link from {name} to another file")
            item = group[name]
            if isinstance(item, h5py.Group):
                place = h5py.h5o.get_info(item.id).addr
                if place not in seen:  # a group may hold itself
                    groups.append(item)
                seen.add(place)
                continue
            if item.external or item.is_virtual:
                raise _refused(f"weights ({name}) that stand in another file")
            size += item.nbytes
            _check_size("weights of", size)


def _check_size(what: str, size: int, limit: int = UNPACKED) -> None:
    if size > limit:
        raise RefusedError(
            f"{what} {size / 2**20:.0f} MiB or more",
            f"{limit / 2**20:.0f} MiB at most",
            "Build a smaller model: these tasks need less than 10 MiB.",
        )


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(512)


def _is_text(head: bytes) -> bool:
    try:
        return head.decode("utf-8", "strict").isprintable() or b"\n" in head
    except UnicodeDecodeError:
        return False


def _refused(got: str) -> RefusedError:
    return RefusedError(got, "a whole, trained Keras model", SAVE_IT)
