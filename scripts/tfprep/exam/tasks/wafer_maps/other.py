"""Convolutions; maps turned and flipped in each epoch; rare patterns weigh more.

A wafer has no top, so a turned or flipped map is as good as a new one.
"""

from pathlib import Path

import keras
import numpy as np

lots = [np.load(file) for file in sorted(Path("data").glob("lot-*.npz"))]
maps = np.concatenate([lot["maps"] for lot in lots])[..., None]
patterns = np.concatenate([lot["patterns"] for lot in lots])
names, labels = np.unique(patterns, return_inverse=True)

# The square root is a compromise: full weights overrate the rare patterns.
counts = np.bincount(labels)
weights = dict(enumerate(np.sqrt(counts.mean() / counts)))

model = keras.Sequential(
    [
        keras.Input(shape=(32, 32, 1)),
        keras.layers.Rescaling(1 / 2),
        keras.layers.RandomFlip(),
        keras.layers.RandomRotation(0.5, fill_mode="constant", interpolation="nearest"),
        keras.layers.Conv2D(16, 5, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(64, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Flatten(),
        keras.layers.Dropout(0.3),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(len(names), activation="softmax"),
    ]
)
epochs, batch = 18, 32
rate = keras.optimizers.schedules.CosineDecay(0.002, epochs * len(maps) // batch)
model.compile(
    optimizer=keras.optimizers.Nadam(rate),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(
    maps, labels, batch_size=batch, epochs=epochs, verbose=0, class_weight=weights
)
model.save("model.keras")
