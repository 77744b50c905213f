"""Strides, batch normalization and the maximum of each map; AdamW, rate falling."""

from pathlib import Path

import keras
import numpy as np

files = sorted(Path("data").glob("*.npy"))
parts = [np.load(file) for file in files]
images = np.concatenate(parts)[..., None]
labels = np.repeat(np.arange(len(files)), [len(part) for part in parts])

inputs = keras.Input(shape=(28, 28, 1))
x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
for filters, width, strides in [(24, 5, 2), (48, 3, 2), (64, 3, 1), (96, 3, 2)]:
    x = keras.layers.Conv2D(filters, width, strides, padding="same", use_bias=False)(x)
    x = keras.layers.BatchNormalization(momentum=0.9)(x)
    x = keras.layers.ReLU()(x)
x = keras.layers.GlobalMaxPooling2D()(x)
x = keras.layers.Dropout(0.3)(x)
outputs = keras.layers.Dense(len(files), activation="softmax")(x)

model = keras.Model(inputs, outputs)
epochs, batch = 10, 32
rate = keras.optimizers.schedules.CosineDecay(0.005, epochs * len(images) // batch)
model.compile(
    optimizer=keras.optimizers.AdamW(rate, weight_decay=0.001),
    loss="sparse_categorical_crossentropy",
)
model.fit(images, labels, batch_size=batch, epochs=epochs, verbose=0)
model.save("model.keras")
