"""What Keras saves: .keras and .h5 files, looked through and written anew."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from tfprep.exam.grading.allowed_layers import (
    UnknownPartError,
    clean_config,
    parts_of,
    suspects_in,
)
from tfprep.exam.grading.archives import MEMBERS, check_size
from tfprep.exam.grading.inspection import Clean, refuse_version, refused
from tfprep.exam.outcomes import RefusedError

_CONFIG, _METADATA, _WEIGHTS = MEMBERS
_LOOKUPS = {"IntegerLookup", "StringLookup", "TextVectorization"}


def clean_keras(path: Path, place: Path) -> Clean:
    """Copy a .keras file whose members were checked.

    Raises:
        RefusedError: it describes no model, or one that carries code.
    """
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        assets = [name for name in names if name.startswith("assets/")]
        config = _clean(path, json.loads(archive.read(_CONFIG)))
        with io.BytesIO(archive.read(_WEIGHTS)) as weights:
            _check_store(weights)
        target = place / "model.keras"
        with zipfile.ZipFile(target, "w") as clean:
            clean.writestr(_CONFIG, json.dumps(config))
            for name in (_METADATA, _WEIGHTS, *assets):
                clean.writestr(name, archive.read(name))
    return Clean(target, suspects_in(config))


def clean_h5(path: Path, place: Path) -> Clean:
    """Copy an HDF5 file.

    Raises:
        RefusedError: it describes no model, one that carries code, or one whose words
            this format doesn't hold.
    """
    import h5py

    with h5py.File(path, "r") as file:
        described = file.attrs.get("model_config")
        if described is None:
            raise refused("weights only, without the model around them")
        _check_links(file)
        config = _clean(path, json.loads(described))
    _check_words(config)
    target = place / "model.h5"
    target.write_bytes(path.read_bytes())
    with h5py.File(target, "r+") as file:
        file.attrs["model_config"] = json.dumps(config)
    return Clean(target, suspects_in(config))


def _clean(path: Path, config: Any) -> Any:
    if not isinstance(config["class_name"], str):
        raise refused("a file that describes no model")
    try:
        return clean_config(config)
    except UnknownPartError:
        refuse_version(path)
        raise


def _check_words(config: Any) -> None:
    for part in parts_of(config):
        settings = part["config"]
        if part["class_name"] not in _LOOKUPS or not isinstance(settings, dict):
            continue
        if not settings.get("vocabulary"):
            raise RefusedError(
                f"an .h5 file with a {part['class_name']} layer, whose words this "
                "format doesn't keep",
                "a file that has them",
                "Save the model with model.save('model.keras'): that keeps them.",
            )


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
                raise refused(f"a link from {name} to another file")
            item = group[name]
            if isinstance(item, h5py.Group):
                place = h5py.h5o.get_info(item.id).addr
                if place not in seen:  # a group may hold itself
                    groups.append(item)
                seen.add(place)
                continue
            if item.external or item.is_virtual:
                raise refused(f"weights ({name}) that stand in another file")
            size += item.nbytes
            check_size("weights of", size)
