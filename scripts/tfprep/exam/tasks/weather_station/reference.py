"""An LSTM reads two days hour by hour; windows with a watering to come are left out."""

import keras
import numpy as np
import pandas as pd

WINDOW, AHEAD = 44, 6
EPOCHS, BATCH = 14, 64

garden = pd.read_csv("data/garden.csv", index_col="time").to_numpy("float32")
cut = np.lib.stride_tricks.sliding_window_view(garden, WINDOW + AHEAD, axis=0)
runs = cut.swapaxes(1, 2)  # (examples, hours, columns)
dry = (runs[:, WINDOW:, 4] == 0).all(axis=1)
windows, next_hours = runs[dry, :WINDOW, :5], runs[dry, WINDOW:, 5]
largest = garden[:, :5].max(axis=0)

model = keras.Sequential(
    [
        keras.Input(shape=(WINDOW, 5)),
        keras.layers.Rescaling((1 / largest).tolist()),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.LSTM(24),
        keras.layers.Dense(AHEAD),
        keras.layers.Rescaling(float(next_hours.std()), float(next_hours.mean())),
    ]
)
rate = keras.optimizers.schedules.CosineDecay(0.01, EPOCHS * len(windows) // BATCH)
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(windows, next_hours, batch_size=BATCH, epochs=EPOCHS, verbose=0)
model.save("model.keras")
