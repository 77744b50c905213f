"""What a saved model may name is on a list, and the list knows this Keras."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import pytest

from tfprep.exam.grading.allowed_layers import (
    UnknownPartError,
    clean_config,
    suspects_in,
)
from tfprep.exam.grading.allowed_names import ABSTRACT, CLASSES, CODE, FUNCTIONS
from tfprep.exam.outcomes import RefusedError

pytestmark = pytest.mark.xdist_group("tensorflow")

Part = dict[str, Any]


def part(name: str, module: str | None = "keras.layers", **more: Any) -> Part:
    """What names a class, as Keras writes it."""
    named = {"module": module, "class_name": name, "registered_name": None}
    return {**named, "config": {}, **more}


def function(name: Any, module: str | None = "builtins", **more: Any) -> Part:
    registered = {"registered_name": "function", **more}
    return part("function", module, config=name, **registered)


def test_every_layer_of_this_keras_has_its_place() -> None:
    """A new one is allowed by hand, or named among those that carry code."""
    import keras

    public = {name for name in vars(keras.layers) if name[0].isupper()}

    assert public - CLASSES["keras.layers"] - CODE - ABSTRACT == set()


def test_every_allowed_class_is_one_of_keras() -> None:
    """None of the names stands for a function, or for anything of another package."""
    for module, names in CLASSES.items():
        place = sys.modules.get(module) or import_module(module)
        for found in (getattr(place, name, object) for name in names):
            assert isinstance(found, type)
            assert found is object or found.__module__.startswith("keras.src.")


def test_every_allowed_function_computes() -> None:
    """Each is there, and gives an array of the same shape."""
    import keras

    ones = keras.ops.ones((2, 2))
    for known in set(FUNCTIONS.values()):
        module, _, name = known.rpartition(".")
        answer = getattr(sys.modules[module], name)(ones)
        assert answer.shape in {(2, 2), (2, 1)}  # glu halves its last axis


@pytest.mark.parametrize(
    "allowed",
    [
        part("Dense"),
        part("Dense", None),
        part("Dense", registered_name="Dense"),
        part("Functional", "keras.src.engine.functional"),
        part("Policy", "keras.mixed_precision", config={"name": "mixed_float16"}),
        part("Sin", "keras.src.ops.numpy"),
        function("relu"),
        function("sin"),
        function("softmax_v2", "tensorflow.python.ops.nn_ops"),
        part("__tuple__", "builtins", items=[1]),
    ],
)
def test_what_is_on_the_list_passes(allowed: Part) -> None:
    """Under the name and in the module that this Keras knows."""
    cleaned = clean_config(allowed)

    assert cleaned["class_name"] in {"function", "__tuple__"} or any(
        cleaned["class_name"] in CLASSES[place]
        for place in (cleaned["module"], *CLASSES)
        if place in CLASSES
    )


@pytest.mark.parametrize(
    "foreign",
    [
        part("Dense", "mine"),
        part("Dense", "keras.src.utils"),
        part("Dense", registered_name="mine>Dense"),
        part("Layer"),
        part("Map", "keras.src.ops.core"),
        part("get_file", "keras.utils"),
        part("Popen", "subprocess"),
        part("load_model", "keras.models"),
        function("get"),
        function("deserialize", "keras.activations"),
        function("load_model", "keras.models"),
        function("models.load_model", "keras"),
        function("sin", "mine"),
        function("sin", registered_name="mine>sin"),
        function(["sin"]),
        function({"class_name": "function", "config": "sin"}),
    ],
)
@pytest.mark.parametrize("deep", [0, 1, 3])
def test_what_is_not_on_the_list_is_refused(foreign: Part, deep: int) -> None:
    """Wherever it stands, and whatever Keras would make of its name."""
    config: Any = foreign
    for _ in range(deep):
        config = part("Dense", config={"kernel": [config]})

    with pytest.raises(UnknownPartError, match="isn't Keras' own"):
        clean_config(config)


@pytest.mark.parametrize("name", sorted(CODE | {"__lambda__", "__typespec__"}))
def test_what_carries_code_is_told_apart(name: str) -> None:
    """Whatever its module says."""
    with pytest.raises(RefusedError, match=f"a model with code in it .{name}."):
        clean_config(part("Sequential", "keras", config={"layers": [part(name, "a")]}))


def test_how_a_model_was_compiled_is_left_out() -> None:
    """A learner's own loss plays no part, nor do an inner model's."""
    inner = part("Sequential", "keras", compile_config={"loss": part("Mine", "mine")})
    config = part("Sequential", "keras", config={"layers": [inner]}, compile_config={})

    assert clean_config(config)["config"]["layers"] == [
        part("Sequential", "keras", config={})
    ]


def test_functions_that_keras_2_named_in_a_word_are_found() -> None:
    """A word that this Keras knows stays one."""
    cleaned = clean_config({"activation": "exp", "recurrent_activation": "relu"})

    assert cleaned["activation"]["module"] == "keras.ops"
    assert cleaned["recurrent_activation"] == "relu"


def test_layers_that_carry_something_on_are_named() -> None:
    """For the refusal of a model whose answers depend on more than the example."""
    config = [
        part("LSTM", config={"stateful": True}),
        part("GRU", config={"stateful": False}),
        part("Roll", "keras.src.ops.numpy", config={"axis": 0}),
        part("Roll", "keras.src.ops.numpy", config={"axis": 1}),
    ]

    assert suspects_in(config) == ("LSTM with stateful=True", "roll along the batch")
