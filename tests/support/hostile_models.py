"""Models that carry code, or that read or write something; none may ever run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import h5py
import keras
import tensorflow as tf
from keras import layers
from makers import MARKER, case, change, export, rows, save, swap

RAN = f"open({str(MARKER)!r}, 'w').close()"


@keras.saving.register_keras_serializable("mine")
class Doubling(layers.Layer):  # type: ignore[misc]
    """A learner's own layer."""

    def call(self, inputs: Any) -> Any:
        return inputs * 2


@case
def own_layer(path: Path) -> None:
    save(rows(Doubling()), path)


@case
def own_layer_h5(path: Path) -> None:
    save(rows(Doubling()), path, ".h5")


@case
def own_activation(path: Path) -> None:
    def bent(x: Any) -> Any:
        return x

    save(rows(layers.Dense(2, activation=bent)), path)


def run_it(x: Any) -> Any:
    exec(RAN)  # noqa: S102
    return x


@case
def lambda_keras(path: Path) -> None:
    model = rows(layers.Lambda(lambda x: x if x is None else run_it(x), (1,)))
    MARKER.unlink(missing_ok=True)
    save(model, path)


@case
def lambda_h5(path: Path) -> None:
    model = rows(layers.Lambda(lambda x: x if x is None else run_it(x), (1,)))
    MARKER.unlink(missing_ok=True)
    save(model, path, ".h5")


@case
def lambda_nested(path: Path) -> None:
    inner = keras.Sequential([keras.Input((1,)), layers.Lambda(lambda x: x, (1,))])
    inputs = keras.Input((1,))
    save(keras.Model(inputs, layers.Dense(1)(inner(inputs))), path)


@case
def lambda_by_its_long_name(path: Path) -> None:
    module = "keras.src.layers.core.lambda_layer"
    swap(path, class_name="Lambda", module=module)


@case
def torch_module(path: Path) -> None:
    swap(path, class_name="TorchModuleWrapper", config={"module": RAN})


@case
def saved_model_layer(path: Path) -> None:
    swap(path, class_name="TFSMLayer", config={"filepath": str(path)})


@case
def system_call(path: Path) -> None:
    swap(path, class_name="system", module="os", config={"command": f"touch {MARKER}"})


@case
def system_function(path: Path) -> None:
    swap(path, class_name="function", module="os", config="system")


@case
def function_that_loads(path: Path) -> None:
    """Each of these is called by its name, whatever its module."""
    for name in ("get", "deserialize", "load_model"):
        module, place = "keras.activations", path.with_name(f"function_{name}")
        swap(place, class_name="function", module=module, config=name)


@case
def function_of_mine(path: Path) -> None:
    """It has a name of Keras', and is another one."""
    mine = {"class_name": "function", "module": "mine", "config": "sin"}
    config = {"name": "middle", "activation": mine}
    swap(path, class_name="Activation", config=config)


@case
def registered_as_mine(path: Path) -> None:
    swap(path, class_name="Rescaling", registered_name="mine>Rescaling")


@case
def keras_download(path: Path) -> None:
    config = {"fname": str(MARKER), "origin": "http://127.0.0.1:9/"}
    swap(path, class_name="get_file", module="keras.utils", config=config)


@case
def keras_internals(path: Path) -> None:
    module = "keras.src.utils.python_utils"
    swap(path, class_name="func_load", module=module, config={"code": RAN})


@case
def unsafe_switch(path: Path) -> None:
    name, module = "enable_unsafe_deserialization", "keras.config"
    swap(path, class_name=name, module=module, config={})


@case
def hidden_in_build(path: Path) -> None:
    part = {"class_name": "get_file", "module": "keras.utils", "config": {}}
    change(path, lambda whole: whole["build_config"].update(more=[{"a": part}]))


@case
def named_as_type(path: Path) -> None:
    swap(path, class_name="__typespec__", spec_name="x", module="os", config=["a"])


@case
def class_with_list(path: Path) -> None:
    """A part that isn't written as Keras writes it."""
    swap(path, class_name="Popen", module="subprocess", config=[f"touch {MARKER}"])


@case
def vocabulary_file(path: Path) -> None:
    config = {"name": "middle", "vocabulary": "/etc/passwd"}
    swap(path, class_name="StringLookup", config=config)


@case
def newer_keras(path: Path) -> None:
    said = json.dumps({"keras_version": "9.1.0", "date_saved": "2031-01-01@00:00:00"})
    change(
        path, lambda whole: whole.update(class_name="Model9"), **{"metadata.json": said}
    )


@case
def older_keras(path: Path) -> None:
    """Keras 2 wrote options that Keras 3 took away."""
    said = {"metadata.json": json.dumps({"keras_version": "2.15.0"})}
    config = {"units": 3, "time_major": False}
    change(
        path, lambda whole: whole["config"]["layers"][1].update(config=config), **said
    )


@case
def linked_h5(path: Path) -> None:
    with h5py.File(save(rows(), path, ".h5"), "a") as file:
        file["model_weights/more"] = h5py.ExternalLink(str(path), "/")


@case
def stored_elsewhere(path: Path) -> None:
    with h5py.File(save(rows(), path, ".h5"), "a") as file:
        outside = [("/etc/passwd", 0, 8)]
        file.create_dataset("model_weights/more", (2,), "f4", external=outside)


@case
def circular_h5(path: Path) -> None:
    with h5py.File(save(rows(), path, ".h5"), "a") as file:
        file["model_weights/more"] = file["model_weights"]


@case
def h5_bomb(path: Path) -> None:
    with h5py.File(save(rows(), path, ".h5"), "a") as file:
        file.create_dataset("bomb", (2**32,), "f4", chunks=(2**20,), compression=9)


@case
def writes_file(path: Path) -> None:
    def answer(x: Any) -> Any:
        tf.io.write_file(str(MARKER), "ran")
        return x

    export(path, answer)


@case
def reads_file(path: Path) -> None:
    def answer(x: Any) -> Any:
        return x + float(1) * tf.cast(
            tf.strings.length(tf.io.read_file("/etc/passwd")), tf.float32
        )

    export(path, answer)


@case
def lists_files(path: Path) -> None:
    export(path, lambda x: x + tf.cast(tf.size(tf.io.matching_files("/*")), tf.float32))


@case
def runs_python(path: Path) -> None:
    export(
        path, lambda x: tf.ensure_shape(tf.py_function(run_it, [x], "float32"), x.shape)
    )


@case
def runs_pure_python(path: Path) -> None:
    def answer(x: Any) -> Any:
        done = tf.numpy_function(run_it, [x], tf.float32, stateful=False)
        return tf.ensure_shape(done, x.shape)

    export(path, answer)


@case
def prints_to_file(path: Path) -> None:
    def answer(x: Any) -> Any:
        tf.print("ran", output_stream=f"file://{MARKER}")
        return x

    export(path, answer)


@case
def aborts(path: Path) -> None:
    def answer(x: Any) -> Any:
        with tf.control_dependencies(
            [tf.raw_ops.Abort(error_msg="", exit_without_error=True)]
        ):
            return tf.identity(x)

    export(path, answer)


@case
def chunked(path: Path) -> None:
    """TensorFlow reads saved_model.cpb before saved_model.pb, which was looked at."""
    export(path, lambda x: 2.0 * x)
    (path / "saved_model.cpb").write_bytes(b"not looked at")


@case
def saves_weights(path: Path) -> None:
    def answer(x: Any) -> Any:
        tf.raw_ops.SaveV2(
            prefix=str(MARKER), tensor_names=["x"], shape_and_slices=[""], tensors=[x]
        )
        return x

    export(path, answer)


@case
def restores_weights(path: Path) -> None:
    def answer(x: Any) -> Any:
        return (
            x
            + tf.raw_ops.RestoreV2(
                prefix=str(MARKER),
                tensor_names=["x"],
                shape_and_slices=[""],
                dtypes=["float"],
            )[0]
        )

    export(path, answer)


@case
def reads_table(path: Path) -> None:
    words = path.with_suffix(".txt")
    words.write_text("1\n2\n")
    line, number = tf.lookup.TextFileIndex.LINE_NUMBER, tf.lookup.TextFileIndex
    table = tf.lookup.StaticHashTable(
        tf.lookup.TextFileInitializer(
            str(words), tf.int64, line, tf.string, number.WHOLE_LINE
        ),
        "none",
    )

    def answer(x: Any) -> Any:
        return x + tf.cast(
            tf.strings.length(table.lookup(tf.cast(x, tf.int64))), tf.float32
        )

    export(path, answer, table=table)
    words.unlink()  # the export has a copy


@case
def debugs_to_file(path: Path) -> None:
    def answer(x: Any) -> Any:
        return tf.raw_ops.DebugIdentityV2(
            input=x, tfdbg_context_id="a", debug_urls=[f"file://{MARKER}"]
        )

    export(path, answer)


@case
def of_tensorflow_1(path: Path) -> None:
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        given = tf.compat.v1.placeholder(tf.float32, [None, 1])
        with tf.control_dependencies([tf.io.write_file(str(MARKER), "ran")]):
            answer = tf.identity(given)
        tf.compat.v1.saved_model.simple_save(
            session, str(path), {"x": given}, {"y": answer}
        )
