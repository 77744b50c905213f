"""Ways to make hand-ins that are right in odd ways, or wrong.

A function below `case` makes one of them: its name is the case, and it gets the path.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf
from keras import layers

MARKER = Path(sys.argv[1]) / "marker"
"""What a hostile model would write."""
Case = Callable[[Path], object]
CASES: list[Case] = []


def case(make: Case) -> Case:
    """Have it made."""
    CASES.append(make)
    return make


def rows(*middle: Any, outputs: int = 1, inputs: int | None = 1) -> Any:
    """A model for the bent sensor."""
    parts = [keras.Input((inputs,)), *middle]
    return keras.Sequential([*parts, layers.Dense(outputs)] if outputs else parts)


def save(model: Any, path: Path, suffix: str = ".keras") -> Path:
    file = path.with_suffix(suffix)
    model.save(file)
    return file


def change(path: Path, edit: Callable[[dict[str, Any]], object], **files: str) -> None:
    """A good .keras file whose config.json was edited; `files` replace members."""
    good = save(rows(layers.Rescaling(2.0, name="middle")), path)
    with zipfile.ZipFile(good) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    config = json.loads(members["config.json"])
    edit(config)
    members["config.json"] = json.dumps(config).encode()
    members.update({name: text.encode() for name, text in files.items()})
    with zipfile.ZipFile(good, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def swap(path: Path, **part: Any) -> None:
    """A good .keras file with another layer in its middle."""
    config = {"name": "middle"}
    layer = {"module": "keras.layers", "config": config, "registered_name": None}
    change(path, lambda whole: whole["config"]["layers"][1].update({**layer, **part}))


def export(path: Path, answer: Callable[[Any], Any], **kept: Any) -> None:
    """A SavedModel that isn't Keras'."""
    module = tf.Module()
    for name, value in kept.items():
        setattr(module, name, value)
    asked = [tf.TensorSpec([None, 1], tf.float32)]
    module.answer = tf.function(answer, input_signature=asked)
    tf.saved_model.save(module, str(path), signatures=module.answer)
