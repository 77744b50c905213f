"""Which TensorFlow operations an exported model may use.

A SavedModel is a program. Pure computation is harmless, and so is state inside the
model; all that touches anything outside of it is refused. Its own weights are saved and
restored by functions that stand in every export: those may touch files, as long as
nothing that answers, or that runs while the model is loaded, can call them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tfprep.exam.outcomes import RefusedError

_STATE = {
    "AnonymousHashTable",
    "AnonymousMutableDenseHashTable",
    "AnonymousMutableHashTable",
    "AnonymousMutableHashTableOfTensors",
    "AssignAddVariableOp",
    "AssignSubVariableOp",
    "AssignVariableOp",
    "DisableCopyOnRead",
    "HashTableV2",
    "LookupTableExportV2",
    "LookupTableFindV2",
    "LookupTableImportV2",
    "LookupTableInsertV2",
    "LookupTableRemoveV2",
    "LookupTableSizeV2",
    "MutableDenseHashTableV2",
    "MutableHashTableOfTensorsV2",
    "MutableHashTableV2",
    "ReadVariableOp",
    "ResourceGather",
    "ResourceGatherNd",
    "VarHandleOp",
    "VarIsInitializedOp",
    "VariableShape",
}
_CHANCE = {
    "Multinomial",
    "RandomGamma",
    "RandomShuffle",
    "RandomStandardNormal",
    "RandomUniform",
    "RandomUniformInt",
    "RngReadAndSkip",
    "StatefulStandardNormalV2",
    "StatefulTruncatedNormal",
    "StatefulUniform",
    "StatefulUniformInt",
    "TruncatedNormal",
}
_FLOW = {"Assert", "Case", "If", "StatefulPartitionedCall", "While"}
_RECURRENT = {
    "CudnnRNN",
    "CudnnRNNBackprop",
    "CudnnRNNBackpropV2",
    "CudnnRNNBackpropV3",
    "CudnnRNNV2",
    "CudnnRNNV3",
}
"""Keras 2 exports its LSTM and GRU in two ways, one of them for graphics cards."""
_ALLOWED = _STATE | _CHANCE | _FLOW | _RECURRENT
"""Of the operations that TensorFlow calls stateful."""
_FILES = {"MergeV2Checkpoints", "RestoreV2", "SaveV2", "ShardedFilename"}
"""Save and restore weights; `ShardedFilename` itself only joins words."""
_REACHING = re.compile(
    r"^(_|Debug|PyFunc|Reader|TPU|Xla)|Collective|Dataset|File|ImmutableConst|Iterator"
    r"|ProcessGroup|Proto|Remote|Rpc|VocabRemapping"
)
"""Names of operations that reach out although TensorFlow calls them stateless."""
_PLACE = re.compile(
    r"(^|_)(address|dir|directory|filename|files?|path|source|token|urls?)$"
)
"""Names of their arguments."""


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
    graph = _graph(file.read_bytes())
    functions = graph.graph_def.library.function
    own = {function.signature.name for function in functions}
    filing = [function for function in functions if _names(function) & _FILES]
    others = [function for function in functions if not _names(function) & _FILES]
    strange = {node.op for node in graph.graph_def.node} - _FILES - own
    strange |= set().union(*map(_names, others), *map(_names, filing)) - _FILES - own
    reaching = {name for name in strange if not _is_harmless(name)}
    if _can_call(graph, filing, others):
        reaching |= set().union(*map(_names, filing)) & _FILES
    if reaching:
        raise RefusedError(
            "an exported model with operations that reach out "
            f"({', '.join(sorted(reaching)[:4])})",
            "operations that only compute",
            "Export a model made of Keras' own layers. Nothing of it was run.",
        )


def _graph(content: bytes) -> Any:
    from google.protobuf.message import DecodeError
    from tensorflow.core.protobuf.saved_model_pb2 import SavedModel

    try:
        saved = SavedModel.FromString(content)
    except DecodeError as error:
        raise _refused("a damaged saved_model.pb") from error
    graphs = saved.meta_graphs
    # TensorFlow loads any other as one of TensorFlow 1, and runs its graph at once.
    if len(graphs) != 1 or not graphs[0].HasField("object_graph_def"):
        raise _refused("a saved_model.pb that is empty, or made for TensorFlow 1")
    return graphs[0]


def _names(function: Any) -> set[str]:
    return {node.op for node in function.node_def}


def _can_call(graph: Any, filing: Iterable[Any], others: Iterable[Any]) -> bool:
    """Whether a function that touches files could run.

    The graph itself isn't run, but all that the object graph names can be, and what
    those functions name. `api_implements` makes two functions exchangeable.
    """
    library = graph.graph_def.library
    texts = [graph.object_graph_def, *others, *library.gradient]
    serialized = [text.SerializeToString() for text in texts]
    return any(
        "api_implements" in function.attr
        or any(function.signature.name.encode() in text for text in serialized)
        for function in filing
    )


def _is_harmless(name: str) -> bool:
    """Pure computation, or state inside the model."""
    from tensorflow.python.framework import op_def_registry

    if name in _ALLOWED:
        return True
    definition: Any = op_def_registry.get(name)
    if definition is None or definition.is_stateful or _REACHING.search(name):
        return False
    arguments = [*definition.input_arg, *definition.attr]
    return not any(_PLACE.search(argument.name) for argument in arguments)


def _refused(got: str) -> RefusedError:
    return RefusedError(
        got, "what model.export(folder) writes", "Or save one .keras file instead."
    )
