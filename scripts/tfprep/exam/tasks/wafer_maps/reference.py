"""Every map in eight positions, for a convolutional network.

A wafer has no top, so a map that is turned or mirrored is as good as a new one. That
helps the rare patterns most: 80 scratches become 640.
"""

from pathlib import Path

import keras
import numpy as np

lots = [np.load(file) for file in sorted(Path("data").glob("lot-*.npz"))]
maps = np.concatenate([lot["maps"] for lot in lots])[..., None]
patterns = np.concatenate([lot["patterns"] for lot in lots])
names, labels = np.unique(patterns, return_inverse=True)

# Turned by 0, 90, 180 and 270 degrees, and mirrored.
maps = np.concatenate([np.rot90(maps, turn, axes=(1, 2)) for turn in range(4)])
maps = np.concatenate([maps, maps[:, :, ::-1]])
labels = np.tile(labels, 8)

inputs = keras.Input(shape=(32, 32, 1))
x = keras.layers.Rescaling(1, offset=-1)(inputs)
for filters in (16, 32, 64):
    x = keras.layers.Conv2D(filters, 3, 2, padding="same", use_bias=False)(x)
    x = keras.layers.BatchNormalization(momentum=0.9)(x)
    x = keras.layers.ReLU()(x)
x = keras.layers.Flatten()(x)
x = keras.layers.Dropout(0.5)(x)
outputs = keras.layers.Dense(len(names), activation="softmax")(x)

model = keras.Model(inputs, outputs)
epochs, batch = 5, 64
rate = keras.optimizers.schedules.CosineDecay(0.003, epochs * len(maps) // batch)
model.compile(
    optimizer=keras.optimizers.Adam(rate),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(maps, labels, batch_size=batch, epochs=epochs, verbose=0)
model.save("model.keras")
