"""Files that are no model, or no longer one."""

from __future__ import annotations

import json
import pickle
import zipfile
from pathlib import Path

from makers import MARKER, case, rows, save


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(save(rows(), path)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, content: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path.with_suffix(".keras"), "w", 8) as archive:
        for name, value in content.items():
            archive.writestr(name, value)


@case
def empty_file(path: Path) -> None:
    path.with_suffix(".keras").touch()


@case
def cut_keras(path: Path) -> None:
    cut(save(rows(), path))


@case
def cut_h5(path: Path) -> None:
    cut(save(rows(), path, ".h5"))


@case
def scratched_keras(path: Path) -> None:
    """One byte of the weights is another."""
    file = save(rows(), path)
    content = bytearray(file.read_bytes())
    content[content.index(b"\x89HDF") + 3000] ^= 255
    file.write_bytes(content)


@case
def cut_weights(path: Path) -> None:
    content = members(path)
    content["model.weights.h5"] = content["model.weights.h5"][:900]
    pack(path, content)


@case
def config_of_numbers(path: Path) -> None:
    pack(path, {**members(path), "config.json": b"[1, 2]"})


@case
def text_named_keras(path: Path) -> None:
    path.with_suffix(".keras").write_text("import keras\nmodel = 1\n")


@case
def zip_of_pictures(path: Path) -> None:
    pack(path, {"cat.png": b"\x89PNG", "dog.png": b"\x89PNG"})


@case
def torch_file(path: Path) -> None:
    pack(path, {"archive/data.pkl": b"\x80\x02}q\x00.", "archive/version": b"3\n"})


class Hostile:
    """Writes the marker as soon as somebody unpickles it."""

    def __reduce__(self) -> tuple[object, ...]:
        return open, (str(MARKER), "w")


@case
def pickle_file(path: Path) -> None:
    path.with_suffix(".h5").write_bytes(pickle.dumps(Hostile()))


@case
def pickle_named_keras(path: Path) -> None:
    path.with_suffix(".keras").write_bytes(pickle.dumps(Hostile()))


@case
def zip_bomb(path: Path) -> None:
    """Small outside, 500 MiB inside."""
    pack(path, {**members(path), "assets/zeros.bin": bytes(500 * 2**20)})


@case
def zip_bomb_of_words(path: Path) -> None:
    pack(path, {**members(path), "config.json": b" " * 60 * 2**20})


@case
def zip_that_climbs(path: Path) -> None:
    pack(path, {**members(path), "assets/../../marker": b"ran"})


@case
def zip_with_twins(path: Path) -> None:
    """Which config.json is read depends on the reader."""
    pack(path, members(path))
    with zipfile.ZipFile(path.with_suffix(".keras"), "a") as archive:
        archive.writestr("config.json", "{}")


@case
def locked_zip(path: Path) -> None:
    """The flag of an encrypted member, which zipfile can't write."""
    pack(path, members(path))
    file = path.with_suffix(".keras")
    content = bytearray(file.read_bytes())
    entry = 0
    while (entry := content.find(b"PK\x01\x02", entry + 1)) > 0:
        content[entry + 8] |= 1
    file.write_bytes(content)


@case
def damaged_export(path: Path) -> None:
    path.mkdir()
    (path / "saved_model.pb").write_bytes(b"\xff" * 99)


@case
def empty_export(path: Path) -> None:
    path.mkdir()
    (path / "saved_model.pb").touch()


@case
def deep_config(path: Path) -> None:
    pack(path, {**members(path), "config.json": b"[" * 100_000})


@case
def config_without_class(path: Path) -> None:
    pack(path, {**members(path), "config.json": json.dumps({"a": 1}).encode()})
