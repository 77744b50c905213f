"""A dense network on half a day: the last watering is mostly further back."""

import keras
import numpy as np
import pandas as pd

WINDOW, AHEAD = 12, 6

garden = pd.read_csv("data/garden.csv", index_col="time").to_numpy("float32")
cut = np.lib.stride_tricks.sliding_window_view(garden, WINDOW + AHEAD, axis=0)
runs = cut.swapaxes(1, 2)
windows, next_hours = runs[:, :WINDOW, :5], runs[:, WINDOW:, 5]

scale = keras.layers.Normalization()
scale.adapt(windows)
model = keras.Sequential(
    [
        keras.Input(shape=(WINDOW, 5)),
        scale,
        keras.layers.Flatten(),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(AHEAD),
    ]
)
model.compile(optimizer="adam", loss="mae")
model.fit(windows, next_hours, batch_size=64, epochs=10, verbose=0)
model.save("model.keras")
