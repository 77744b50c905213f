"""Which TensorFlow operations an exported model may use.

A SavedModel is a program. Pure computation is harmless; of the operations that touch
anything outside of it, only those are allowed that Keras' own exports need.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tfprep.exam.errors import RefusedError

_STATE = ("Variable", "HashTable", "LookupTable", "InitializeTable", "TensorList")
_ALLOWED = {
    "AnonymousHashTable",
    "Assert",
    "AssignVariableOp",
    "DisableCopyOnRead",
    "If",
    "MergeV2Checkpoints",
    "NoOp",
    "PartitionedCall",
    "Placeholder",
    "RandomUniform",
    "RandomUniformInt",
    "ReadVariableOp",
    "RestoreV2",
    "SaveV2",
    "ShardedFilename",
    "StatefulPartitionedCall",
    "StatefulStandardNormalV2",
    "StatefulUniform",
    "StatelessIf",
    "StatelessWhile",
    "VarHandleOp",
    "VarIsInitializedOp",
    "While",
}


def check_operations(folder: Path) -> None:
    """Look at every operation of an exported model without loading it.

    Raises:
        RefusedError: it isn't one, it links outside, or it could touch something.
    """
    for path in folder.rglob("*"):
        if path.is_symlink():
            raise _refused(f"a folder with a link in it ({path.name})")
    file = folder / "saved_model.pb"
    if not file.is_file():
        raise _refused("a folder without saved_model.pb")
    strange = sorted(set(_operations(file.read_bytes())) - _ALLOWED)
    strange = [name for name in strange if not _is_harmless(name)]
    if strange:
        raise RefusedError(
            f"an exported model with operations that reach out ({', '.join(strange)})",
            "operations that only compute",
            "Export a model made of Keras' own layers. Nothing of it was run.",
        )


def _operations(content: bytes) -> Iterator[str]:
    from google.protobuf.message import DecodeError
    from tensorflow.core.protobuf.saved_model_pb2 import SavedModel

    try:
        saved = SavedModel.FromString(content)
    except DecodeError as error:
        raise _refused("a damaged saved_model.pb") from error
    for graph in saved.meta_graphs:
        for node in graph.graph_def.node:
            yield node.op
        for function in graph.graph_def.library.function:
            for node in function.node_def:
                yield node.op


def _is_harmless(name: str) -> bool:
    """Pure computation, or state inside the model."""
    from tensorflow.python.framework import op_def_registry

    definition: Any = op_def_registry.get(name)
    if definition is None:
        return False
    return not definition.is_stateful or any(word in name for word in _STATE)


def _refused(got: str) -> RefusedError:
    return RefusedError(
        got, "what model.export(folder) writes", "Or save one .keras file instead."
    )
