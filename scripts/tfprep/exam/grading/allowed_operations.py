"""Which TensorFlow operations an exported model may use.

A SavedModel is a program: functions that name operations, and each other. A function is
harmless if `operation_names` has all of its operations, and if all functions that it
names are harmless. Others (weights are saved by one in every export, and trained by
some in many) are cut out, and what names them with them: what is loaded can't run them.
The graph around the functions, which TensorFlow 2 doesn't run, keeps its constants.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tfprep.exam.grading.operation_names import OPERATIONS
from tfprep.exam.outcomes import RefusedError

_SERVING = "serving_default"
_AT_ONCE = {"_create_resource", "_initialize", "_destroy_resource"}
"""Functions of a table that run while a model is loaded, or let go."""
_HELD = ("variables", "assets")
"""Folders of an export beside saved_model.pb."""
_NONE = "_generic_user_object"
"""What an object that is cut out becomes: one that does nothing."""


def clean_export(folder: Path, target: Path) -> None:
    """Copy an exported model, with nothing but what can only compute.

    Raises:
        RefusedError: it isn't one, it links outside, or it could touch something.
    """
    for path in folder.rglob("*"):
        if path.is_symlink():
            raise _refused(f"a folder with a link in it ({path.name})")
    file = folder / "saved_model.pb"
    if not file.is_file():
        raise _refused("a folder without saved_model.pb")
    saved = _read(file.read_bytes())
    _cut(saved.meta_graphs[0])
    target.mkdir()
    (target / file.name).write_bytes(saved.SerializeToString())
    for path in (path for held in _HELD for path in (folder / held).rglob("*")):
        if path.is_file():
            copy = target / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())


def _read(content: bytes) -> Any:
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
    return saved


def _cut(graph: Any) -> None:
    """Cut what could touch something out of a program.

    Raises:
        RefusedError: what answers is among it, or what runs while it is loaded.
    """
    library, objects = graph.graph_def.library, graph.object_graph_def
    functions = {function.signature.name: function for function in library.function}
    harmless = _harmless(functions)
    _check_needed(objects, functions, harmless)
    program = type(graph.graph_def)(versions=graph.graph_def.versions)
    program.library.function.extend(functions[name] for name in sorted(harmless))
    program.node.extend(node for node in graph.graph_def.node if node.op == "Const")
    graph.graph_def.CopyFrom(program)
    graph.meta_info_def.function_aliases.clear()
    graph.ClearField("collection_def")
    for name in set(objects.concrete_functions) - harmless:
        del objects.concrete_functions[name]
    for place in objects.nodes:
        _cut_object(place, harmless)


def _cut_object(place: Any, harmless: set[str]) -> None:
    """Make what a program holds beside functions forget those that are gone."""
    place.ClearField("registered_name")
    place.ClearField("registered_saver")
    place.ClearField("serialized_user_proto")
    if place.WhichOneof("kind") == "function":
        names = place.function.concrete_functions
        names[:] = [name for name in names if name in harmless]
    single = place.bare_concrete_function.concrete_function_name
    if single and single not in harmless:
        place.user_object.identifier = _NONE


def _harmless(functions: dict[str, Any]) -> set[str]:
    """Of the functions in a program those that can only compute."""
    found = {
        name
        for name, function in functions.items()
        if not _is_operation(name) and _computes(function, functions)
    }
    while strange := {name for name in found if not _called(functions[name]) <= found}:
        found -= strange
    return found


def _computes(function: Any, functions: dict[str, Any]) -> bool:
    return not _reaching(function, functions) and not _is_open(function)


def _reaching(function: Any, functions: dict[str, Any]) -> set[str]:
    """Its operations that aren't on the list."""
    return {node.op for node in function.node_def} - OPERATIONS - functions.keys()


def _called(function: Any) -> set[str]:
    """Every function that one names, as an operation or in an attribute."""
    named = {name for value in _attributes(function) for name in _named(value)}
    return named | ({node.op for node in function.node_def} - OPERATIONS)


def _attributes(function: Any) -> list[Any]:
    values = [value for node in function.node_def for value in node.attr.values()]
    return [*values, *function.attr.values()]


def _named(value: Any) -> Iterator[str]:
    """The functions in the value of an attribute, those in their attributes too."""
    for function in [value.func, *value.list.func]:
        if function.name:
            yield function.name
        for inner in function.attr.values():
            yield from _named(inner)


def _is_open(function: Any) -> bool:
    """Whether a caller fills something in, such as the name of a function."""
    return any(map(_has_placeholder, _attributes(function)))


def _has_placeholder(value: Any) -> bool:
    inner = [
        attribute
        for function in [value.func, *value.list.func]
        for attribute in function.attr.values()
    ]
    return bool(value.placeholder) or any(map(_has_placeholder, inner))


def _is_operation(name: str) -> bool:
    """Whether a function is named as an operation, for which it could stand."""
    from tensorflow.python.framework import op_def_registry

    return op_def_registry.get(name) is not None


def _check_needed(objects: Any, functions: dict[str, Any], harmless: set[str]) -> None:
    """Refuse a program whose answers, or whose loading, need what is cut out."""
    needed = _needed(objects)
    missing = needed & functions.keys() - harmless
    if not missing:
        return
    reaching: set[str] = set()
    for name in _all_called(missing, functions):
        reaching |= _reaching(functions[name], functions)
    named = ", ".join(sorted(reaching)[:4]) or "functions that stand for others"
    raise RefusedError(
        f"an exported model with operations that reach out ({named})",
        "operations that only compute",
        "Export a model made of Keras' own layers. Nothing of it was run.",
    )


def _needed(objects: Any) -> set[str]:
    """The functions that answer, and those that run while a model is loaded."""
    nodes = objects.nodes
    found = [
        nodes[child.node_id]
        for place in nodes
        for child in place.children
        if child.local_name in {_SERVING, *_AT_ONCE}
    ]
    names = {place.bare_concrete_function.concrete_function_name for place in found}
    return names.union(*(place.function.concrete_functions for place in found))


def _all_called(names: Iterable[str], functions: dict[str, Any]) -> set[str]:
    """These functions, and all that they lead to."""
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        found |= waiting
        called = set().union(*(_called(functions[name]) for name in waiting))
        waiting = called & functions.keys() - found
    return found


def _refused(got: str) -> RefusedError:
    return RefusedError(
        got, "what model.export(folder) writes", "Or save one .keras file instead."
    )
