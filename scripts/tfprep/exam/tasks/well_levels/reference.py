"""Look at more than a year, relative to its last week, and forecast the change."""

import keras
import numpy as np
import pandas as pd

WINDOW, AHEAD = 60, 4

table = pd.read_csv("data/well.csv", parse_dates=["week"])
piece_numbers = (table["week"].diff() > pd.Timedelta(days=7)).cumsum()
cuts = []
for _, piece in table.groupby(piece_numbers):
    series = piece["level"].interpolate().to_numpy("float32")
    if len(series) >= WINDOW + AHEAD:  # never across years that are left out
        cuts.append(np.lib.stride_tricks.sliding_window_view(series, WINDOW + AHEAD))
runs = np.concatenate(cuts)
windows, next_weeks = runs[:, :WINDOW, None], runs[:, WINDOW:]

inputs = keras.Input(shape=(WINDOW, 1))
last_week = keras.layers.Cropping1D((WINDOW - 1, 0))(inputs)
x = keras.layers.Subtract()([inputs, last_week])
x = keras.layers.Rescaling(1 / float((windows - windows[:, -1:]).std()))(x)
x = keras.layers.Flatten()(x)
x = keras.layers.Dense(32, activation="relu")(x)
change = keras.layers.Dense(AHEAD)(x)
outputs = keras.layers.Add()([keras.layers.Flatten()(last_week), change])

model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="mae")
slower = keras.callbacks.ReduceLROnPlateau(monitor="loss", factor=0.5, patience=4)
model.fit(windows, next_weeks, epochs=25, verbose=0, callbacks=[slower])
model.save("model.keras")
