"""Forecast the change against the same weekday of last week, from four weeks."""

import keras
import numpy as np
import pandas as pd

WINDOW = 28

rentals = pd.read_csv("data/rentals.csv")["rentals"].to_numpy("float32")
pieces = np.lib.stride_tricks.sliding_window_view(rentals, WINDOW + 1)
windows, next_days = pieces[:, :WINDOW, None], pieces[:, WINDOW:]
split = len(windows) - 365  # the last year tells when to stop
old, new = slice(split), slice(split, None)

known = rentals[: split + WINDOW]
scale = keras.layers.Normalization(axis=None)
scale.adapt(known)

inputs = keras.Input(shape=(WINDOW, 1))
x = keras.layers.Flatten()(scale(inputs))
x = keras.layers.Dense(64, activation="relu")(x)
change = keras.layers.Dense(1)(x)
change = keras.layers.Rescaling(float(known.std()))(change)  # back to rentals
last_week = keras.layers.Cropping1D((WINDOW - 7, 6))(inputs)
outputs = keras.layers.Add()([keras.layers.Flatten()(last_week), change])

model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="mae")
model.fit(
    windows[old],
    next_days[old],
    batch_size=64,
    epochs=30,
    validation_data=(windows[new], next_days[new]),
    verbose=0,
    callbacks=[
        keras.callbacks.ReduceLROnPlateau(factor=0.3, patience=3),
        keras.callbacks.EarlyStopping(patience=6, restore_best_weights=True),
    ],
)
model.save("model.keras")
