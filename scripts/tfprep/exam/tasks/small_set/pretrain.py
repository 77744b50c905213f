"""How base.keras was made: a network learned ten patterns, and its head was cut off.

Run once, for less than a minute; it writes base.keras beside itself.
The learner's task asks for five other patterns, drawn by the same process.
"""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from tfprep.exam.tasks.small_set.patterns import KNOWN, shard

EACH = 160
EPOCHS = 12
SIZE = (64, 64)

layers = keras.layers


def pictures() -> tuple[np.ndarray, np.ndarray]:
    """Shards with known patterns, stretched to one size, and their numbers."""
    rng = np.random.default_rng(2026)
    shards = [shard(KNOWN[name], rng) for name in KNOWN for _ in range(EACH)]
    x = np.stack([tf.image.resize(picture, SIZE).numpy() for picture in shards])
    return x, np.repeat(np.arange(len(KNOWN)), EACH)


def base() -> keras.Model:
    """From pixels (64, 64, 3) with values from 0 to 255 to 64 features."""
    model = keras.Sequential([keras.Input(shape=(*SIZE, 3))], name="base")
    model.add(layers.Rescaling(1 / 127.5, offset=-1))
    for filters, strides in ((24, 2), (48, 1), (64, 1)):
        model.add(layers.Conv2D(filters, 3, strides, padding="same", use_bias=False))
        model.add(layers.BatchNormalization(momentum=0.9))
        model.add(layers.ReLU())
        if filters < 64:
            model.add(layers.MaxPooling2D())
    model.add(layers.GlobalAveragePooling2D())
    return model


def main() -> None:
    """Train, cut the head off, save."""
    keras.utils.set_random_seed(2026)
    x, y = pictures()
    features = base()
    head = [layers.Dropout(0.2), layers.Dense(len(KNOWN), activation="softmax")]
    model = keras.Sequential([features, *head])
    steps = EPOCHS * -(-len(x) // 32)
    model.compile(
        optimizer=keras.optimizers.Adam(
            keras.optimizers.schedules.CosineDecay(0.003, steps)
        ),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(x, y, batch_size=32, epochs=EPOCHS, verbose=2)
    features.save(Path(__file__).with_name("base.keras"))


if __name__ == "__main__":
    main()
