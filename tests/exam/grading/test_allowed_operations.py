"""What an export may do is on a list; what isn't there is cut out, or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tfprep.exam.grading.allowed_operations import clean_export
from tfprep.exam.grading.operation_names import OPERATIONS
from tfprep.exam.outcomes import RefusedError

if TYPE_CHECKING:  # every worker collects these tests, and the import takes seconds
    from tensorflow.core.framework.attr_value_pb2 import AttrValue
    from tensorflow.core.framework.function_pb2 import FunctionDef
    from tensorflow.core.protobuf.saved_model_pb2 import SavedModel

pytestmark = pytest.mark.xdist_group("tensorflow")

CALL = "StatefulPartitionedCall"


def function(name: str, *operations: str, **attributes: AttrValue) -> FunctionDef:
    """A function whose first operation has the attributes."""
    from tensorflow.core.framework.function_pb2 import FunctionDef

    made = FunctionDef()
    made.signature.name = name
    for operation in operations:
        made.node_def.add(name=operation, op=operation)
    for key, value in attributes.items():
        made.node_def[0].attr[key].CopyFrom(value)
    return made


def named(name: str, **inner: AttrValue) -> AttrValue:
    """An attribute that names a function, with attributes of its own."""
    return attribute(func={"name": name, "attr": inner})


def attribute(**value: Any) -> AttrValue:
    from tensorflow.core.framework.attr_value_pb2 import AttrValue

    return AttrValue(**value)


def cleaned(folder: Path, *functions: FunctionDef) -> SavedModel:
    """What is left of an export that serves by its first function."""
    from tensorflow.core.protobuf.saved_model_pb2 import SavedModel

    saved = SavedModel()
    graph = saved.meta_graphs.add()
    graph.graph_def.library.function.extend(functions)
    graph.graph_def.node.add(name="file", op="ReadFile")
    objects = graph.object_graph_def
    root = objects.nodes.add()
    for number, made in enumerate(functions, 1):
        own = "serving_default" if number == 1 else made.signature.name
        root.children.add(node_id=number, local_name=own)
        place = objects.nodes.add().bare_concrete_function
        place.concrete_function_name = made.signature.name
        objects.concrete_functions[made.signature.name].bound_inputs.append(0)
    (folder / "in").mkdir()
    (folder / "in/saved_model.pb").write_bytes(saved.SerializeToString())
    (folder / "in/saved_model.cpb").write_bytes(b"read before it")
    clean_export(folder / "in", folder / "out")
    assert [path.name for path in (folder / "out").iterdir()] == ["saved_model.pb"]
    return SavedModel.FromString((folder / "out/saved_model.pb").read_bytes())


def names(saved: SavedModel) -> set[str]:
    library = saved.meta_graphs[0].graph_def.library
    return {function.signature.name for function in library.function}


def test_what_only_others_use_is_cut_out(tmp_path: Path) -> None:
    """Weights are saved by a function in every export: nothing can call it any more."""
    saved = cleaned(
        tmp_path,
        function("serve", CALL, f=named("inner")),
        function("inner", "MatMul", "ReadVariableOp"),
        function("save", "SaveV2"),
        function("by_save", "Identity", CALL, f=named("save")),
    )
    graph = saved.meta_graphs[0]

    assert names(saved) == {"serve", "inner"}
    assert set(graph.object_graph_def.concrete_functions) == {"serve", "inner"}
    assert [n.WhichOneof("kind") for n in graph.object_graph_def.nodes][3:] == [
        "user_object",
        "user_object",
    ]
    assert len(graph.graph_def.node) == 0


@pytest.mark.parametrize(
    "attributes",
    [
        lambda: {"f": named("save")},
        lambda: {"f": named("inner", g=named("save"))},
        lambda: {"f": named("inner", g=named("inner", h=named("save")))},
        lambda: {"fs": attribute(list={"func": [{"name": "save"}]})},
        lambda: {"f": attribute(placeholder="g")},
        lambda: {"f": named("inner", g=attribute(placeholder="h"))},
    ],
)
def test_a_function_that_reaches_out_may_not_be_named(
    tmp_path: Path, attributes: Callable[[], dict[str, AttrValue]]
) -> None:
    """In an attribute, in an attribute of that, in a list, or by who calls."""
    serve = function("serve", CALL, **attributes())
    inner, save = function("inner", "Identity"), function("save", "SaveV2")

    with pytest.raises(RefusedError, match="operations that reach out"):
        cleaned(tmp_path, serve, inner, save)


def test_a_function_may_be_an_operation(tmp_path: Path) -> None:
    """TensorFlow 1 called functions so; one that reaches out may not be called."""
    inner = function("inner", "Identity")
    assert names(cleaned(tmp_path, function("serve", "inner"), inner))

    (tmp_path / "more").mkdir()
    with pytest.raises(RefusedError, match=r"reach out \(WriteFile\)"):
        cleaned(
            tmp_path / "more",
            function("serve", "inner"),
            function("inner", "WriteFile"),
        )


def test_a_function_may_not_take_the_name_of_an_operation(tmp_path: Path) -> None:
    """Which of the two would run is TensorFlow's choice."""
    serve = function("serve", "ReadFile")

    with pytest.raises(RefusedError, match="functions that stand for others"):
        cleaned(tmp_path, serve, function("ReadFile", "Identity"))


@pytest.mark.parametrize("name", ["Abort", "PyFunc", "ImmutableConst", "PrintV2", "Hm"])
def test_an_operation_that_is_not_on_the_list_is_named(
    tmp_path: Path, name: str
) -> None:
    """Also one that TensorFlow doesn't know."""
    with pytest.raises(RefusedError, match=rf"reach out \({name}\)"):
        cleaned(tmp_path, function("serve", "Identity", name))


def test_the_list_holds_nothing_that_touches_files_or_others() -> None:
    """By what TensorFlow says of each: no argument is a file, a host or code."""
    from tensorflow.python.framework import op_def_registry

    places = {"filename", "filenames", "file_pattern", "address", "token", "directory"}
    for name in OPERATIONS:
        definition: Any = op_def_registry.get(name)
        if definition is None:  # of a newer TensorFlow than this
            continue
        told = {argument.name for argument in definition.input_arg}
        told |= {attribute.name for attribute in definition.attr}
        assert not told & places, name
