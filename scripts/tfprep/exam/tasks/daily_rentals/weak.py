"""A dense network on one week of raw counts: nothing is scaled, in or out."""

import keras
import numpy as np
import pandas as pd

WINDOW = 7

rentals = pd.read_csv("data/rentals.csv")["rentals"].to_numpy("float32")
pieces = np.lib.stride_tricks.sliding_window_view(rentals, WINDOW + 1)
windows, next_days = pieces[:, :WINDOW, None], pieces[:, WINDOW:]

model = keras.Sequential(
    [
        keras.Input(shape=(WINDOW, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile(optimizer="adam", loss="mse")
model.fit(windows, next_days, epochs=5, verbose=0)
model.save("model.keras")
