"""How fast this machine trains: python -m tfprep.execution.speed SECONDS.

Prints the training steps a second of a small convolutional network.
"""

from __future__ import annotations

import sys
import time

import keras
import numpy as np


def main(seconds: float) -> None:
    """Train for some seconds; print steps a second."""
    rng = np.random.default_rng(7)
    pictures = rng.random((32, 32, 32, 3), dtype="float32")
    labels = rng.integers(0, 10, 32)
    model = keras.Sequential(
        [
            keras.Input(shape=(32, 32, 3)),
            keras.layers.Conv2D(16, 3, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Conv2D(32, 3, activation="relu"),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy")
    model.train_on_batch(pictures, labels)  # builds the training step
    start, steps = time.monotonic(), 0
    while time.monotonic() - start < seconds:
        model.train_on_batch(pictures, labels)
        steps += 1
    print(steps / (time.monotonic() - start))


if __name__ == "__main__":
    main(float(sys.argv[1]))
