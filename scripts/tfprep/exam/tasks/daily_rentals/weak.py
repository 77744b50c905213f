"""A dense network on one week: the last filling is often further back."""

import keras
import numpy as np
import pandas as pd

WINDOW = 7

shop = pd.read_csv("data/shop.csv")
days = shop[["rentals", "filled"]].to_numpy("float32")
left = shop["left"].to_numpy("float32")[:, None]
cut = np.lib.stride_tricks.sliding_window_view(days[:-1], WINDOW, axis=0)
windows, tomorrow = cut.swapaxes(1, 2), left[WINDOW:]

model = keras.Sequential(
    [
        keras.Input(shape=(WINDOW, 2)),
        keras.layers.Rescaling([1 / 500, 1 / 5000]),
        keras.layers.Flatten(),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
        keras.layers.Rescaling(2000),
    ]
)
model.compile(optimizer="adam", loss="mae")
model.fit(windows, tomorrow, epochs=10, verbose=0)
model.save("model.keras")
