"""A dense network on raw pixels: it has to learn each digit anew for every place."""

import keras
import numpy as np

data = np.load("data/digits.npz")
images, labels = data["images"][..., None], data["labels"]

model = keras.Sequential(
    [
        keras.Input(shape=(12, 12, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(images, labels, epochs=20, verbose=0)
model.save("model.keras")
