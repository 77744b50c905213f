"""Shuffle before the split; convolutions; small turns and shifts, but never a flip."""

from pathlib import Path

import keras
import numpy as np

files = sorted(Path("data").glob("*.npy"))
parts = [np.load(file) for file in files]
images = np.concatenate(parts)[..., None]
labels = np.repeat(np.arange(len(files)), [len(part) for part in parts])

# The files come one symbol after the other, and validation_split takes the last rows.
order = np.random.default_rng(0).permutation(len(images))
images, labels = images[order], labels[order]

model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.RandomTranslation(0.1, 0.1, fill_mode="nearest"),
        keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(64, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Flatten(),
        keras.layers.Dropout(0.3),
        keras.layers.Dense(len(files), activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(0.002),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
best = keras.callbacks.EarlyStopping(patience=4, restore_best_weights=True)
model.fit(images, labels, validation_split=0.15, epochs=18, verbose=0, callbacks=[best])
model.save("model.keras")
