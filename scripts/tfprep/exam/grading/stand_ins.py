"""Models that learned nothing of what a task asks for; calibration keeps them low."""

from __future__ import annotations

from typing import Any

import keras

from tfprep.exam.taskspec.task import Task

EPOCHS = 20
"""Rounds of training of a flat network."""


def no_fit(_model: keras.Model, *_args: Any, **_options: Any) -> Any:
    """In place of keras.Model.fit: the model stays as it was built."""
    return keras.callbacks.History()


_fit = keras.Model.fit


def fit_flat(model: keras.Model, x: Any, y: Any, **_options: Any) -> Any:
    """In place of keras.Model.fit: train a flat network, and have it saved instead.

    It gets the same windows, well scaled, and one hidden layer that takes them as a
    row of numbers, whose order means nothing to it.
    """
    scale = keras.layers.Normalization()
    scale.adapt(x)
    flat = keras.Sequential(
        [
            keras.Input(shape=x.shape[1:]),
            scale,
            keras.layers.Flatten(),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(y.shape[1]),
            keras.layers.Rescaling(float(y.std()), offset=float(y.mean())),
        ]
    )
    flat.compile(optimizer="adam", loss="mae")
    object.__setattr__(model, "save", flat.save)
    return _fit(flat, x, y, epochs=EPOCHS, verbose=0)


def ask_neighbors(task: Task) -> keras.Model:
    """A model that looks at the examples beside an example, and never at that one.

    Of classes it counts through, with the example's place in the batch; for values it
    answers what the next example begins, or ends, with.
    """
    inputs = _input(task)
    if values := task.spec.output.values:
        steps = inputs[:, -values:, 0] if len(inputs.shape) == 3 else inputs[:, :values]
        return keras.Model(inputs, keras.ops.roll(steps, -1, axis=0))
    rows = inputs
    if task.spec.input.kind == "text":
        rows = keras.layers.TextVectorization(
            vocabulary=["word"], output_sequence_length=1
        )(inputs)
    first = keras.layers.Flatten()(keras.ops.cast(rows, "float32"))[:, 0]
    place = keras.ops.cumsum(first * 0 + 1, axis=0) - 1
    classes = len(task.spec.output.classes)
    number = keras.ops.cast(keras.ops.mod(place, classes), "int32")
    return keras.Model(inputs, keras.ops.one_hot(number, classes))


def _input(task: Task) -> keras.KerasTensor:
    spec = task.spec.input
    if spec.kind == "text":
        return keras.Input(shape=(), dtype="string")
    end = -1 if spec.kind == "series" else 0  # all steps, but small pictures
    sizes = [size if isinstance(size, int) else size[end] for size in spec.shape]
    return keras.Input(shape=tuple(sizes))
