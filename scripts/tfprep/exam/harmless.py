"""Is a file a model that carries no code? Found out before anything of it is loaded.

Keras' safe mode refuses to run code too. This looks first, so that each case gets its
own words, and so that one missed by either is caught by the other.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from tfprep.exam.errors import RefusedError

UNPACKED = 400 * 2**20
"""Bytes that a model may have once it is unpacked."""
SAVE_IT = "Save the model with model.save('model.keras')."
MEMBERS = {"config.json", "metadata.json", "model.weights.h5"}
"""What every .keras file holds."""
_OUTSIDE = {"TorchModuleWrapper", "JaxLayer", "FlaxLayer", "TFSMLayer", "Lambda"}
"""Keras' own layers that run code, or files, which the model brings along."""


def check_harmless(path: Path) -> None:
    """Look into a file or an exported folder without loading it.

    Raises:
        RefusedError: it is no model, it is damaged, or it carries code.
    """
    if path.is_dir():
        from tfprep.exam.operations import check_operations

        check_operations(path)
        return
    head = _head(path)
    if head.startswith(b"PK"):
        _check_keras(path)
    elif head.startswith(b"\x89HDF\r\n\x1a\n"):
        _check_h5(path)
    else:
        raise _refused(describe(path))


def describe(path: Path) -> str:
    """What a file that is no model looks like, in words."""
    head = _head(path)
    if not head:
        return "an empty file"
    if head.startswith(b"\x80"):
        return "a pickle, which could run any code"
    if head.startswith(b"#!") or _is_text(head):
        return "a text file"
    return "a file that is neither a .keras archive nor HDF5"


def _check_keras(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            _check_members(infos)
            if broken := archive.testzip():
                raise _refused(f"a damaged archive (its {broken} can't be read)")
            config = json.loads(archive.read("config.json"))
            _check_store(io.BytesIO(archive.read("model.weights.h5")))
    except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        raise _refused("a truncated or damaged .keras file") from error
    config.pop("compile_config", None)  # losses and metrics play no part here
    check_config(config)


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
    unpacked = sum(info.file_size for info in infos)
    if unpacked > UNPACKED:
        raise RefusedError(
            f"a file that unpacks to {unpacked / 2**20:.0f} MiB",
            f"{UNPACKED / 2**20:.0f} MiB at most",
            "Build a smaller model: these tasks need less than 10 MiB.",
        )


def _check_h5(path: Path) -> None:
    import h5py

    try:
        with h5py.File(path, "r") as file:
            config = file.attrs.get("model_config")
            if config is None:
                raise _refused("weights only, without the model around them")
            _check_links(file)
    except OSError as error:
        raise _refused("a truncated or damaged HDF5 file") from error
    try:
        check_config(json.loads(config))
    except ValueError as error:
        raise _refused("an HDF5 file whose model_config is no JSON") from error


def _check_store(file: Any) -> None:
    import h5py

    with h5py.File(file, "r") as store:
        _check_links(store)


def _check_links(file: Any) -> None:
    """Refuse data that stand in other files, or that unpack to too much."""
    import h5py

    size = 0
    groups = [file]
    while groups:
        group = groups.pop()
        for name in group:
            if isinstance(group.get(name, getlink=True), h5py.ExternalLink):
                raise _refused(f"a link from {name} to another file")
            item = group[name]
            if isinstance(item, h5py.Group):
                groups.append(item)
                continue
            if item.external or item.is_virtual:
                raise _refused(f"weights ({name}) that stand in another file")
            size += item.nbytes
    if size > UNPACKED:
        raise _refused(f"weights of {size / 2**20:.0f} MiB")


def check_config(config: Any) -> None:
    """Refuse layers that carry code, that are somebody's own, or that read files.

    Raises:
        RefusedError: the first one that was found.
    """
    for part in _parts(config):
        name = part["class_name"]
        if name in _OUTSIDE or name == "__lambda__":
            raise RefusedError(
                f"a model with code in it ({name.strip('_').title()})",
                "Keras' own layers, which carry none",
                "Put what it computes into layers such as Rescaling, Normalization or "
                "Reshape, or do it before training. Nothing of it was run.",
            )
        if _is_custom(part):
            raise RefusedError(
                f"a model that needs a class of your own ({name})",
                "Keras' own layers only: the grader hasn't your code",
                "Build the same from Keras' layers, and save it again.",
            )
        _check_vocabulary(part)


def _is_custom(part: dict[str, Any]) -> bool:
    module, registered = part.get("module"), part.get("registered_name")
    if part["class_name"] == "function":
        return True
    if registered and ">" in registered and not registered.startswith("keras"):
        return True
    if module is not None:
        return str(module).split(".")[0] not in {"builtins", "keras"}
    return "name" in part["config"] and not _is_known(part["class_name"])


def _is_known(name: str) -> bool:
    """Whether a layer of a Keras 2 file, which has no module, is one of Keras'."""
    import keras

    return hasattr(keras.layers, name) or hasattr(keras, name)


def _check_vocabulary(part: dict[str, Any]) -> None:
    vocabulary = part["config"].get("vocabulary")
    if isinstance(vocabulary, str):
        raise RefusedError(
            f"a layer ({part['class_name']}) that reads the file {vocabulary!r}",
            "a vocabulary inside the model",
            "Call adapt on the texts, or pass the words as a list.",
        )


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    """Everything in a model's configuration that names a class."""
    if isinstance(value, dict):
        if isinstance(value.get("class_name"), str) and isinstance(
            value.get("config"), dict | str
        ):
            config = value["config"] if isinstance(value["config"], dict) else {}
            yield {**value, "config": config}
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _parts(item)


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
