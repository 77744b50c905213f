"""Models that a learner may hand in: most are graded, some don't fit."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from makers import case, export, rows, save


def set_bias(model: Any, value: float) -> Any:
    model.layers[-1].bias.assign([value])
    return model


# Accepted.


@case
def good_keras(path: Path) -> None:
    save(rows(), path)
    shutil.copyfile(path.with_suffix(".keras"), path.with_name("good_again.keras"))


@case
def good_h5(path: Path) -> None:
    save(rows(), path, ".h5")


@case
def good_export(path: Path) -> None:
    rows(layers.Dense(3), layers.Dropout(0.5)).export(str(path), verbose=False)


@case
def h5_named_keras(path: Path) -> None:
    save(rows(), path, ".h5").rename(path.with_suffix(".keras"))


@case
def keras_named_h5(path: Path) -> None:
    save(rows(), path).rename(path.with_suffix(".h5"))


@case
def lost_optimizer(path: Path) -> None:
    """Its optimizer's state has other shapes than the optimizer."""
    model = rows()
    model.compile(keras.optimizers.Adam(), "mae")
    model.optimizer.build([keras.Variable(np.zeros(7))])
    save(model, path)


@case
def own_loss(path: Path) -> None:
    def loss_of_mine(truth: Any, answer: Any) -> Any:
        return keras.ops.mean(keras.ops.abs(truth - answer))

    model = rows()
    model.compile("adam", loss_of_mine)
    save(model, path)


@case
def any_rows(path: Path) -> None:
    inputs = keras.Input((None,))
    total = layers.GlobalAveragePooling1D()(layers.Reshape((-1, 1))(inputs))
    save(keras.Model(inputs, layers.Dense(1)(total)), path)


@case
def functional_h5(path: Path) -> None:
    inputs = keras.Input((1,))
    inner = rows(layers.Dense(3))
    inner.compile("adam", "mae")
    save(keras.Model(inputs, layers.Dense(1)(inner(inputs))), path, ".h5")


@case
def computing_h5(path: Path) -> None:
    """Keras writes operations such as * into .h5, but can't read them back."""
    inputs = keras.Input((1,))
    save(keras.Model(inputs, layers.Dense(1)(inputs * 2.0)), path, ".h5")


@case
def functional_keras(path: Path) -> None:
    inputs = keras.Input((1,))
    inner = rows(layers.Dense(3))
    inner.compile("adam", "mae")
    save(keras.Model(inputs, layers.Dense(1)(inner(inputs) * 2.0)), path)


@case
def tensorflow_functions(path: Path) -> None:
    hidden = layers.Dense(3, activation=tf.nn.relu)
    last = layers.Dense(3, activation=tf.nn.softmax)
    save(rows(layers.Rescaling(1 / 1023), hidden, last), path)


@case
def half_precision(path: Path) -> None:
    save(rows(layers.Dense(3, dtype="mixed_float16")), path)


def pictures(size: int | None, dtype: str, *last: Any) -> Any:
    first = [keras.Input((size, size, 3), dtype=dtype), layers.Rescaling(1 / 255)]
    middle = [layers.Conv2D(4, 3), layers.GlobalAveragePooling2D()]
    return keras.Sequential([*first, *middle, *last])


@case
def picture_bytes(path: Path) -> None:
    save(pictures(20, "uint8", layers.Dense(3, activation="softmax")), path)


@case
def picture_numbers(path: Path) -> None:
    save(pictures(32, "int32", layers.Dense(3, activation="softmax")), path)


@case
def picture_any_size(path: Path) -> None:
    save(pictures(None, "float32", layers.Dense(3, activation="softmax")), path)


@case
def picture_logits(path: Path) -> None:
    save(pictures(20, "float32", layers.Dense(3)), path)


def texts(last: Any, shape: tuple[int, ...] = (1,)) -> Any:
    words = layers.TextVectorization(output_sequence_length=4)
    words.adapt(["good film", "bad film", "fine day", "poor day"])
    first = [keras.Input(shape, dtype="string"), words, layers.Embedding(9, 4)]
    return keras.Sequential([*first, layers.GlobalAveragePooling1D(), last])


@case
def text_keras(path: Path) -> None:
    save(texts(layers.Dense(2, activation="softmax"), ()), path)


@case
def text_export(path: Path) -> None:
    texts(layers.Dense(1, activation="sigmoid")).export(str(path), verbose=False)


@case
def text_logits(path: Path) -> None:
    model = texts(layers.Dense(1, kernel_initializer="ones"))
    model.layers[1].set_weights([np.linspace(-9, 9, 36).reshape(9, 4)])
    save(model, path)


@case
def series_any_length(path: Path) -> None:
    inputs = keras.Input((None, 1))
    save(keras.Model(inputs, layers.Dense(1)(layers.LSTM(3)(inputs))), path)


@case
def named_in_words(path: Path) -> None:
    """Activations that are functions of keras.ops, of TensorFlow, or an old name."""
    functions = (keras.ops.sin, tf.math.exp, tf.nn.silu, tf.identity, "swish")
    hidden = [layers.Dense(3, activation=function) for function in functions]
    hidden.append(layers.Activation(keras.ops.square))
    save(rows(layers.Rescaling(1 / 1023), *hidden), path)


@case
def named_in_words_h5(path: Path) -> None:
    save(rows(layers.Dense(3, activation=keras.ops.cos)), path, ".h5")


@case
def inner_own_loss(path: Path) -> None:
    def loss_of_mine(truth: Any, answer: Any) -> Any:
        return keras.ops.mean(keras.ops.abs(truth - answer))

    inner = rows(layers.Dense(3))
    inner.compile("adam", loss_of_mine)
    inputs = keras.Input((1,))
    save(keras.Model(inputs, layers.Dense(1)(inner(inputs))), path)


@case
def in_and_out_dict(path: Path) -> None:
    inputs = {"reading": keras.Input((1,), name="reading")}
    outputs = {"celsius": layers.Dense(1, name="celsius")(inputs["reading"])}
    model = keras.Model(inputs, outputs)
    save(model, path)
    model.export(str(path.with_name("in_and_out_dict_export")), verbose=False)


@case
def in_and_out_list(path: Path) -> None:
    inputs = [keras.Input((1,))]
    save(keras.Model(inputs, [layers.Dense(1)(inputs[0])]), path)


@case
def one_too_many_axes(path: Path) -> None:
    save(rows(layers.Reshape((1, 1)), layers.Conv1D(2, 1)), path)


@case
def one_axis_too_few(path: Path) -> None:
    inputs = keras.Input(())
    save(keras.Model(inputs, layers.Dense(1)(layers.Reshape((1,))(inputs))), path)


@case
def squeezed(path: Path) -> None:
    export(path, lambda x: tf.squeeze(x * 2.0, axis=-1))


@case
def any_shape(path: Path) -> None:
    """A signature that tells no shape."""
    asked = [tf.TensorSpec(None, tf.float32)]
    module = tf.Module()
    module.answer = tf.function(lambda x: x * 2.0, input_signature=asked)
    tf.saved_model.save(module, str(path), signatures=module.answer)


@case
def one_batch_size(path: Path) -> None:
    inputs = keras.Input(batch_shape=(32, 1))
    save(keras.Model(inputs, layers.Dense(1)(inputs)), path)


@case
def int8(path: Path) -> None:
    model = rows(layers.Rescaling(1 / 1023), layers.Dense(8, activation="relu"))
    model.quantize("int8")
    save(model, path)


@case
def layers_that_rest(path: Path) -> None:
    """BatchNormalization, Dropout and noise are for training."""
    resting = [layers.BatchNormalization(), layers.Dropout(0.5)]
    resting.append(layers.GaussianNoise(0.9))
    model = rows(layers.Rescaling(1 / 1023), layers.Dense(9), *resting)
    model.layers[2].moving_mean.assign(np.linspace(-1, 1, 9))
    save(model, path)
    model.export(str(path.with_name("layers_that_rest_export")), verbose=False)


@case
def trained_by_hand(path: Path) -> None:
    """An export that also holds how it was trained, from a data set."""
    weight = tf.Variable(0.1)

    @tf.function(input_signature=[])  # type: ignore[untyped-decorator]
    def train() -> Any:
        for batch in tf.data.Dataset.range(4).batch(2):
            weight.assign_add(tf.reduce_mean(tf.cast(batch, tf.float32)))
        return weight

    export(path, lambda x: x * weight, weight=weight, train=train)


def zipped(path: Path, folder: Path, inside: str = "") -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("__MACOSX/._noise", "noise")
        for file in folder.rglob("*") if folder.is_dir() else [folder]:
            place = file.relative_to(folder) if folder.is_dir() else file.name
            archive.write(file, f"{inside}{place}")


@case
def zip_of_export(path: Path) -> None:
    place = path.with_name("tmp")
    rows(layers.Dense(3)).export(str(place), verbose=False)
    zipped(path.with_suffix(".zip"), place)
    zipped(path.with_name("zip_of_folder.zip"), place, "my model/")
    shutil.rmtree(place)


@case
def zip_of_keras(path: Path) -> None:
    file = save(rows(layers.Dense(3)), path)
    zipped(path.with_suffix(".zip"), file, "work/")
    place = path.with_name("tmp")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(place)
    zipped(path.with_name("zip_of_unpacked.zip"), place, "model/")
    zipped(path.with_name("zip_of_two.zip"), file)
    with zipfile.ZipFile(path.with_name("zip_of_two.zip"), "a") as archive:
        archive.write(file, "other.keras")
    with zipfile.ZipFile(path.with_name("zip_of_zip.zip"), "w") as archive:
        archive.write(path.with_suffix(".zip"), "model.keras")
    shutil.rmtree(place)
    file.unlink()


@case
def text_bag_of_words(path: Path) -> None:
    """It tells an output of (batch, 1, 1), and answers (batch, 1)."""
    for mode in ("tf_idf", "multi_hot", "count"):
        words = layers.TextVectorization(output_mode=mode)
        words.adapt(["good film", "bad film", "fine day", "poor day"])
        last = layers.Dense(1, activation="sigmoid")
        model = keras.Sequential([keras.Input((1,), dtype="string"), words, last])
        save(model, path.with_name(f"text_{mode}"))


@case
def text_padded(path: Path) -> None:
    """Without a length, texts are padded to the longest of their batch."""
    words = layers.TextVectorization()
    words.adapt(["good film", "bad film", "fine day", "poor day"])
    first = [keras.Input((1,), dtype="string"), words, layers.Embedding(9, 4)]
    last = [layers.LSTM(4), layers.Dense(1, activation="sigmoid")]
    save(keras.Sequential([*first, *last]), path)


@case
def series_flat(path: Path) -> None:
    inputs = keras.Input((12,))
    save(keras.Model(inputs, layers.Dense(1)(inputs)), path)


# Models whose answers depend on more than the example.


@case
def counter(path: Path) -> None:
    seen = tf.Variable(0.0)

    def answer(x: Any) -> Any:
        size = tf.shape(x)[0]
        numbers = seen + tf.cast(tf.range(size), tf.float32)[:, None]
        seen.assign_add(tf.cast(size, tf.float32))
        return tf.math.floormod(numbers, 10.0)

    export(path, answer, seen=seen)


@case
def series_stateful(path: Path) -> None:
    inputs = keras.Input(batch_shape=(1, 4, 1))
    hidden = layers.LSTM(4, stateful=True, unit_forget_bias=True)(inputs)
    save(keras.Model(inputs, layers.Dense(1)(hidden)), path)


@case
def left_on(path: Path) -> None:
    """Keras lets them rest all the same when a model is asked; TensorFlow doesn't."""
    for layer in (layers.Dropout(0.5), layers.BatchNormalization()):
        inputs = keras.Input((1,))
        hidden = layers.Dense(9)(layers.Rescaling(1 / 1023)(inputs))
        model = keras.Model(inputs, layers.Dense(1)(layer(hidden, training=True)))
        save(model, path.with_name(f"left_on_{type(layer).__name__}"))


@case
def dropout_stays_on(path: Path) -> None:
    export(path, lambda x: tf.nn.dropout(x, 0.5))


@case
def batch_is_normalized(path: Path) -> None:
    def answer(x: Any) -> Any:
        mean, variance = tf.nn.moments(x, [0])
        return (x - mean) / tf.sqrt(variance + 0.001)

    export(path, answer)


@case
def neighbor(path: Path) -> None:
    inputs = keras.Input((1,))
    save(keras.Model(inputs, keras.ops.roll(inputs, 1, axis=0)), path)


@case
def neighbors_sum(path: Path) -> None:
    export(path, lambda x: tf.cumsum(tf.reverse(x, [0])))


# Models that don't fit.


@case
def wide_input(path: Path) -> None:
    save(rows(inputs=5), path)


@case
def wide_output(path: Path) -> None:
    save(rows(outputs=2), path)


@case
def four_classes(path: Path) -> None:
    save(pictures(20, "float32", layers.Dense(4, activation="softmax")), path)


@case
def two_inputs(path: Path) -> None:
    pair = [keras.Input((1,)), keras.Input((1,))]
    save(keras.Model(pair, layers.Dense(1)(layers.Add()(pair))), path)


@case
def never_called(path: Path) -> None:
    save(keras.Sequential([layers.Dense(1)]), path)


@case
def two_outputs(path: Path) -> None:
    inputs = keras.Input((1,))
    outputs = {name: layers.Dense(1)(inputs) for name in ("low", "high")}
    save(keras.Model(inputs, outputs), path)


@case
def series_every_step(path: Path) -> None:
    inputs = keras.Input((8, 1))
    hidden = layers.LSTM(3, return_sequences=True)(inputs)
    save(keras.Model(inputs, layers.Dense(1)(hidden)), path)


@case
def text_h5(path: Path) -> None:
    save(texts(layers.Dense(1, activation="sigmoid")), path, ".h5")


@case
def weights_only(path: Path) -> None:
    rows().save_weights(path.with_suffix(".weights.h5"))


@case
def fails_when_asked(path: Path) -> None:
    """Its reshape fits no batch of 64."""
    export(path, lambda x: tf.reshape(x, [7, -1])[:, :1] * tf.ones([7, 1]))


@case
def answers_once(path: Path) -> None:
    export(path, lambda x: tf.reduce_sum(x, axis=0, keepdims=True))


@case
def answers_by_width(path: Path) -> None:
    def answer(x: Any) -> Any:
        return tf.tile(x, [1, tf.where(tf.shape(x)[0] == 64, 1, 2)])

    export(path, answer)


@case
def answers_too_large(path: Path) -> None:
    def answer(x: Any) -> Any:
        return tf.cast(x + 1.0, tf.float64) * tf.constant(1e305, tf.float64)

    export(path, answer)


@case
def answers_words(path: Path) -> None:
    export(path, lambda x: tf.strings.join(["warm", tf.strings.as_string(x)]))


# Answers that are none.


@case
def answers_nan(path: Path) -> None:
    save(set_bias(rows(), float("nan")), path)


@case
def answers_infinite(path: Path) -> None:
    save(set_bias(rows(), float("inf")), path)


@case
def answers_one_number(path: Path) -> None:
    save(rows(layers.Dense(1, kernel_initializer="zeros")), path)


@case
def endless(path: Path) -> None:
    def answer(x: Any) -> Any:
        return tf.while_loop(lambda _: True, lambda y: [y + 1.0], [x])[0]

    export(path, answer)
