"""Convolutions find the strokes, wherever they lie; pooling forgets where that was."""

import keras
import numpy as np

data = np.load("data/digits.npz")
images = data["images"][..., None]  # (n, 12, 12, 1): Conv2D wants a channel
labels = data["labels"]

model = keras.Sequential(
    [
        keras.Input(shape=(12, 12, 1)),
        keras.layers.Rescaling(1 / 16),  # the pixels go from 0 to 16, not to 255
        keras.layers.RandomTranslation(0.15, 0.15, fill_mode="constant"),
        keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
        keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(64, 3, padding="same", activation="relu"),
        keras.layers.GlobalMaxPooling2D(),
        keras.layers.Dropout(0.3),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(0.003),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
slower = keras.callbacks.ReduceLROnPlateau(monitor="loss", factor=0.3, patience=3)
model.fit(images, labels, epochs=12, verbose=0, callbacks=[slower])
model.save("model.keras")
