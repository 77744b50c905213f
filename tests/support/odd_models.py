"""Models that a learner may hand in: most are graded, some don't fit."""

from __future__ import annotations

import shutil
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
