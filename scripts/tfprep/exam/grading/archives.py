"""Zip archives: a .keras file is one, and other models may be handed in as one."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from tfprep.exam.grading.inspection import refused
from tfprep.exam.outcomes import RefusedError

UNPACKED = 400 * 2**20
"""Bytes that a model may have once it is unpacked."""
MEMBERS = ("config.json", "metadata.json", "model.weights.h5")
"""What every .keras file holds."""
_CONFIG = 40 * 2**20
"""Bytes of its description; a vocabulary may stand in it."""
_NOISE = {"__MACOSX", ".DS_Store", "Thumbs.db"}
"""What systems add to the archives that they pack."""


def unpack(path: Path, place: Path) -> Path | None:
    """The one model that an archive holds, unpacked; None: the archive is the model.

    It may be an exported folder or a model file, and may stand in a folder.

    Args:
        place: a folder to make.

    Raises:
        RefusedError: it holds none or several, or unpacks to too much.
        zipfile.BadZipFile: it is damaged.
    """
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        _check_members(infos)
        if broken := archive.testzip():
            raise refused(f"a damaged archive (its {broken} can't be read)")
        names = [info.filename for info in infos if not info.is_dir()]
        names = [name for name in names if not _NOISE & set(name.split("/"))]
        if {*MEMBERS} <= {*names}:
            return None
        models = _models(names)
        if len(models) != 1:
            raise _no_model(names, models)
        (model,) = models
        wanted = [name for name in names if name == model or _is_in(name, model)]
        archive.extractall(place, wanted)
    return _repacked(place / model, place)


def check_size(what: str, size: int, limit: int = UNPACKED) -> None:
    """Refuse what is too large.

    Args:
        what: it begins the sentence, as in "a file that unpacks to".

    Raises:
        RefusedError: it has more bytes than the limit.
    """
    if size > limit:
        raise RefusedError(
            f"{what} {size / 2**20:.0f} MiB or more",
            f"{limit / 2**20:.0f} MiB at most",
            "Build a smaller model: these tasks need less than 10 MiB.",
        )


def _check_members(infos: list[zipfile.ZipInfo]) -> None:
    for info in infos:
        place = PurePosixPath(info.filename)
        if place.is_absolute() or ".." in place.parts or "\\" in info.filename:
            raise refused(f"an archive that would write to {info.filename}")
    check_size("a file that unpacks to", sum(info.file_size for info in infos))
    described = [info for info in infos if info.filename == MEMBERS[0]]
    if described:
        check_size("a config.json of", described[-1].file_size, _CONFIG)
    if len({info.filename for info in infos}) < len(infos):
        raise refused("an archive with two members of the same name")


def _models(names: list[str]) -> list[str]:
    """Model files, exported folders and unpacked .keras files in an archive."""
    files = [name for name in names if name.endswith((".keras", ".h5"))]
    files = [name for name in files if not name.endswith(MEMBERS[2])]
    folders = [name for name in names if name.split("/")[-1] == "saved_model.pb"]
    unpacked = [
        name
        for name in names
        if name.split("/")[-1] == MEMBERS[0]
        and all(_beside(name, member) in names for member in MEMBERS)
    ]
    return files + [_beside(name, "") for name in folders + unpacked]


def _beside(name: str, other: str) -> str:
    return name.rpartition("/")[0] + "/" + other if "/" in name else other


def _is_in(name: str, folder: str) -> bool:
    return folder == "" or (folder.endswith("/") and name.startswith(folder))


def _repacked(model: Path, place: Path) -> Path:
    """A .keras file again, if somebody had unpacked it."""
    if not (model / MEMBERS[0]).is_file():
        return model
    file = place / "repacked.keras"
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(model.rglob("*")):
            if path.is_file() and path != file:
                archive.write(path, path.relative_to(model).as_posix())
    return file


def _no_model(names: list[str], models: list[str]) -> RefusedError:
    if any("data.pkl" in name for name in names):
        return refused("a PyTorch file")
    if models:
        listed = ", ".join(sorted(models)[:3])
        return RefusedError(
            f"an archive that holds {len(models)} models ({listed})",
            "one model",
            "Hand in the model itself.",
        )
    held = ", ".join(sorted(names)[:3]) or "nothing"
    return refused(f"an archive that holds no model (but {held})")
